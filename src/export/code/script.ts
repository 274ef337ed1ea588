/** A state as a script that computes it: its scheme, its tokens and weights, its attention. */
import type { Code, NoCode } from '../../encodings/code.ts';
import { pyGiven, pyLines, pyText } from '../../encodings/numpy.ts';
import { dimsOf, familyOf, hasPositions, type Spec, schemeOf } from '../../state/spec.ts';
import type { Localized } from '../../text/locale.ts';
import { localized } from '../../text/t.ts';
import { lineOf, tokenize } from '../../text/tokens.ts';
import { type Dialect, inDialect } from './dialect.ts';
import { passLines } from './pass.ts';
import { heldLines, seededLines, storedLines } from './seeded.ts';

/** A part of a script, under its heading. */
export interface Section {
  readonly title: string;
  readonly lines: string;
}

/** One whose lines are written for each library. */
interface Written extends Section {
  readonly own?: true;
}

/** The scheme's own lines, or why there are none for this state. */
export function codeOf(spec: Spec): Code | NoCode {
  if (spec.model === 'use-lite') return { without: localized('code.trained') };
  if (spec.model === 'file') return { without: localized('code.file') };
  if (spec.weights === 'raced') return { without: localized('code.raced') };
  const scheme = schemeOf(spec);
  const dims = dimsOf(spec);
  const problem = scheme.check?.(spec.params, dims);
  if (problem) return { without: problem };
  return scheme.code?.(spec.params, dims) ?? { without: localized('code.none') };
}

/** @returns  why there is no script, or null */
export function withoutCode(spec: Spec): Localized | null {
  const code = codeOf(spec);
  return 'without' in code ? code.without : null;
}

/** By calls of Hugging Face Transformers, or why not. */
export function transformersOf(spec: Spec): (Code & { readonly imports: string }) | NoCode {
  const code = codeOf(spec);
  if ('without' in code) return code;
  if (code.transformers) return { ...code, ...code.transformers };
  return { without: localized('code.transformers.none') };
}

/**
 * The parts of the script, in the order in which they run.
 *
 * @param code  the scheme's lines
 * @throws where there is no script
 */
export function sectionsOf(
  spec: Spec,
  dialect: Dialect,
  code: (Code & { readonly imports?: string }) | NoCode = codeOf(spec),
): readonly Section[] {
  if ('without' in code) throw new Error(`code: ${code.without.en}`);
  const line = lineOf(tokenize(spec.text, spec.tokens), spec.length, spec.mask === 'padding');
  const sections: readonly Written[] = [
    { title: 'Sizes', lines: sizeLines(spec) },
    {
      title: 'Seeded numbers, as the page draws them',
      lines: helperLines(spec, code, dialect),
      own: true,
    },
    { title: 'Tokens', lines: tokenLines(line.tokens) },
    { title: 'Positions', lines: code.lines },
    ...(needsPass(spec) ? [] : [{ title: 'Similarity', lines: similarityLines(spec, code) }]),
    { title: 'Attention', lines: passLines(spec, code, line.count) },
    ...(needsPass(spec) ? [{ title: 'Similarity', lines: similarityLines(spec, code) }] : []),
  ];
  const translated = sections.map(({ title, lines, own }) => ({
    title,
    lines: spaced(own ? lines : inDialect(lines, dialect)),
  }));
  const all = translated.map(({ lines }) => lines).join('\n');
  return [{ title: 'Libraries', lines: importLines(dialect, all, code.imports) }, ...translated];
}

/** Two empty lines around what is defined, as Python is written. */
function spaced(lines: string): string {
  const rows: string[] = [];
  let inside = false;
  for (const row of lines.split('\n')) {
    const defines = row.startsWith('def ');
    const behind = inside && row !== '' && !row.startsWith(' ');
    if ((defines || behind) && rows.length > 0) {
      while (rows.at(-1) === '') rows.pop();
      rows.push('', '');
    }
    if (defines || behind) inside = defines;
    rows.push(row);
  }
  return rows.join('\n');
}

/** The script as one text, its heading as comments. */
export function scriptOf(
  spec: Spec,
  dialect: Dialect,
  heading: readonly string[],
  code?: Parameters<typeof sectionsOf>[2],
): string {
  const [imports, ...sections] = sectionsOf(spec, dialect, code);
  return `${pyLines(
    ...heading.map((each) => `# ${each}`),
    imports?.lines ?? '',
    ...sections.flatMap(({ title, lines }) => ['', `# ── ${title} ──`, lines]),
  )}\n`;
}

/** What content adds to the scores is known after them. */
const needsPass = (spec: Spec) => familyOf(spec) === 'contextual';

const library: Readonly<Record<Dialect, string>> = {
  numpy: '',
  pytorch: 'import torch',
  tensorflow: 'import tensorflow as tf',
  jax: pyLines('import jax', 'import jax.numpy as jnp'),
};

/** Everything is computed in float64. */
const inDouble: Partial<Readonly<Record<Dialect, string>>> = {
  pytorch: 'torch.set_default_dtype(torch.float64)',
  jax: "jax.config.update('jax_enable_x64', True)",
};

function importLines(dialect: Dialect, text: string, more?: string): string {
  const standard = ['base64', 'math'].filter((name) => text.includes(`${name}.`));
  return pyLines(
    ...standard.map((name) => `import ${name}`),
    ...(standard.length > 0 ? [''] : []),
    'import numpy as np',
    ...(dialect === 'numpy' ? [] : [library[dialect]]),
    ...(more === undefined ? [] : [more]),
    ...(inDouble[dialect] === undefined ? [] : ['', inDouble[dialect]]),
  );
}

function sizeLines(spec: Spec): string {
  const { length, start, dim, heads, head, seed } = spec;
  return pyLines(
    pyGiven({ n: length, start, d: dim, heads, seed }),
    'd_head = d // heads',
    `head = ${head - 1}  # the one shown, from 0`,
    'p = start + np.arange(n)  # positions',
    'i, j = np.arange(n)[:, None], np.arange(n)  # query and key',
    '',
    '',
    'def split(x):  # [rows, channels] into [heads, rows, channels of a head]',
    '    rows, channels = x.shape',
    '    return np.transpose(np.reshape(x, (rows, heads, channels // heads)), (1, 0, 2))',
  );
}

function helperLines(spec: Spec, { lines }: Code, dialect: Dialect): string {
  const { precision, layer } = spec;
  return pyLines(
    seededLines(dialect),
    ...(lines.includes('stored(') ? ['', '', storedLines(dialect)] : []),
    ...(precision === 'float32' ? [] : ['', '', inDialect(heldLines(precision, dialect), dialect)]),
    ...(layer === 1
      ? []
      : [
          '',
          '',
          'def named(name, layer):  # each block has matrices of its own',
          "    return name if layer == 1 else f'{name} of block {layer}'",
        ]),
  );
}

/** Tokens as a list, several in a line. */
function tokenLines(tokens: readonly string[]): string {
  const rows: string[] = [''];
  for (const token of tokens) {
    const word = `${pyText(token)},`;
    const row = rows.at(-1) ?? '';
    if (row !== '' && row.length + word.length > 90) rows.push(word);
    else rows[rows.length - 1] = row === '' ? word : `${row} ${word}`;
  }
  return pyLines(
    'tokens = [',
    ...rows.map((row) => `    ${row}`),
    ']',
    "X = np.concatenate([normal(f'token {token}', 1, d) for token in tokens])",
  );
}

/** As the page's second map shows it. */
function similarityLines(spec: Spec, code: Code): string {
  switch (familyOf(spec)) {
    case 'none':
      return 'similarity = np.zeros((n, n))';
    case 'bias':
      return 'similarity = bias[head]';
    case 'contextual':
      return hasPositions(spec) ? 'similarity = bias[head]' : 'similarity = np.zeros((n, n))';
    case 'rotary': {
      const keys = code.keyPositions ?? 'positions';
      return `similarity = positions @ np.transpose(${keys}) / (positions.shape[1] / 2)  # mean over pairs`;
    }
    case 'additive':
      return spec.similarity === 'dot'
        ? 'similarity = positions @ np.transpose(positions)'
        : pyLines(
            'size = np.sqrt(np.sum(positions**2, axis=1, keepdims=True))',
            'size = np.where(size > 0, size, 1.0)  # beside a row of zeros it is 0',
            'unit = positions / size',
            'similarity = unit @ np.transpose(unit)',
          );
  }
}

/** The names that every script leaves. */
export const results = ['positions', 'similarity', 'weights', 'output'] as const;
