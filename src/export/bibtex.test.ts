/** Entries are what BibTeX reads: keys, names and titles in braces that pair. */
import { expect, it } from 'vitest';
import { encodings } from '../encodings/index.ts';
import { pageEntry, sourceEntry } from './bibtex.ts';

const of = (id: string) => {
  const scheme = encodings.find((each) => each.id === id);
  if (!scheme) throw new Error(`no ${id}`);
  return sourceEntry(scheme, 'en');
};

it('cites a paper by its arXiv number', () => {
  expect(of('sinusoidal')).toBe(
    [
      '@misc{vaswani2017attention,',
      '  author        = {Vaswani and others},',
      '  title         = {{Attention Is All You Need}},',
      '  year          = {2017},',
      '  eprint        = {1706.03762},',
      '  archiveprefix = {arXiv},',
      '  url           = {https://arxiv.org/abs/1706.03762},',
      '}',
      '',
    ].join('\n'),
  );
});

it('has an entry for every scheme but the one that the viewer types, with braces that pair', () => {
  const entries = encodings.map((scheme) => ({
    id: scheme.id,
    entry: sourceEntry(scheme, 'zh-CN'),
  }));
  expect(entries.filter(({ entry }) => entry === null).map(({ id }) => id)).toEqual(['custom']);
  for (const entry of entries.flatMap((each) => each.entry ?? [])) {
    expect(entry).toMatch(/^@misc\{[a-z0-9]+,\n/);
    const count = (brace: RegExp) => (entry.match(brace) ?? []).length;
    expect(count(/(?<!\\)\{/g)).toBe(count(/(?<!\\)\}/g));
  }
});

it('escapes what TeX would take for something else', () => {
  const entry = pageEntry('50% of {A_1} & #2 ~ \\x', 'https://x.org/?a={b}', '2026-11-30');
  expect(entry).toContain(
    String.raw`{{50\% of \{A\_1\} \& \#2 \textasciitilde{} \textbackslash{}x}}`,
  );
  expect(entry).toContain('url           = {https://x.org/?a=%7Bb%7D},');
  expect(entry).toContain('note          = {Accessed 2026-11-30},');
});
