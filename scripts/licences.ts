/**
 * Writes down what the built page is made of: every package that a part of it comes from, with its
 * version and the text of its licence, in licences.txt. A package without such a text ends the build.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { ENCODER_PACKAGE } from '../src/model/files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (...parts: readonly string[]) => readFileSync(path.join(...parts), 'utf8').trim();

interface Part {
  readonly name: string;
  readonly version: string;
  /** Its identifier in the SPDX list. */
  readonly licence: string;
  readonly home: string;
  readonly text: string;
}

/** The folder of the package that a module is from; null for one of the page's own. */
export function packageOf(id: string): string | null {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(id)?.[0] ?? null;
}

/** @throws where it has no text of its licence */
export function partOf(folder: string): Part {
  const about: {
    name: string;
    version: string;
    license?: string;
    homepage?: string;
    repository?: string | { url: string };
  } = JSON.parse(read(folder, 'package.json'));
  const { name, version, license: licence = '', homepage, repository } = about;
  const home = homepage ?? (typeof repository === 'object' ? repository.url : (repository ?? ''));
  const texts = textsOf(folder, licence);
  if (texts.length === 0) throw new Error(`licences: no text of ${licence} for ${name} ${version}`);
  return { name, version, licence, home, text: texts.join('\n\n') };
}

function textsOf(folder: string, licence: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => /^(licen[sc]e|copying|notice)\b/i.test(file));
  if (files.length > 0) return files.map((file) => read(folder, file));
  const readme = path.join(folder, 'README.md');
  const [within] = (existsSync(readme) && /^(#+ )?licen[sc]e\b.*$[^]*/im.exec(read(readme))) || [];
  if (within && /permission is hereby granted/i.test(within)) return [within.trim()];
  // TensorFlow.js leaves the text out of its packages, and says in each file whose it is.
  return licence.split(' AND ').map((each) => {
    if (each === 'Apache-2.0') return read(root, 'public/tables/LICENSE-Apache-2.0.txt');
    if (each === 'MIT') return mitOf('Copyright 2018 Google LLC');
    throw new Error(`licences: ${folder} has no text of ${each}`);
  });
}

function mitOf(whose: string): string {
  return read(root, 'LICENSE').replace(/^Copyright.*$/m, whose);
}

/** What is no package, or never passes through the bundler. */
function partsBeside(): readonly Part[] {
  return [
    partOf(path.join(root, 'node_modules', ENCODER_PACKAGE.name)),
    {
      name: 'Position table of sentence-transformers/all-MiniLM-L6-v2',
      version: 'rounded to float16',
      licence: 'Apache-2.0',
      home: 'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2',
      text: read(root, 'public/tables/LICENSE-Apache-2.0.txt'),
    },
  ];
}

/** Those under the same words together. */
function written(parts: readonly Part[]): string {
  const { version } = JSON.parse(read(root, 'package.json')) as { version: string };
  const byText = new Map([[read(root, 'LICENSE'), [`Whereabouts ${version} · MIT`]]]);
  for (const { name, version: of, licence, home, text } of parts) {
    const line = [`${name} ${of}`, licence, home].filter((part) => part !== '').join(' · ');
    byText.set(text, [...(byText.get(text) ?? []), line]);
  }
  return [...byText]
    .map(([text, lines]) => `${lines.join('\n')}\n\n${text}\n`)
    .join(`\n${'='.repeat(80)}\n\n`);
}

/**
 * Hands the text to whoever writes it.
 *
 * @param encoder  whether the trained encoder goes with the page
 */
export function licences(encoder: boolean, write?: (text: string) => void) {
  const folders = new Set<string>();
  const note = (ids: Iterable<string>) => {
    for (const id of ids) {
      const folder = packageOf(id.replace(/^\0/, ''));
      if (folder !== null) folders.add(folder);
    }
  };
  /** For threads, which are bundled by themselves. */
  const noted: Plugin = {
    name: 'whereabouts:licences-noted',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk') note(file.moduleIds);
    },
  };
  const page: Plugin = {
    name: 'whereabouts:licences',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk') note(file.moduleIds);
      // Styles are no part of a chunk.
      note([...this.getModuleIds()].filter((id) => id.endsWith('.css')));
      const beside = partsBeside().slice(encoder ? 0 : 1);
      const parts = [...folders].map(partOf).toSorted((a, b) => a.name.localeCompare(b.name));
      const text = written([...parts, ...beside]);
      if (write) write(text);
      // The mark at its head says that it is UTF-8, which servers of plain text leave out.
      else this.emitFile({ type: 'asset', fileName: 'licences.txt', source: `\uFEFF${text}` });
    },
  };
  return { noted, page };
}
