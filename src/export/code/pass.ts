/** The attention of the block shown as lines: what `attention/pass.ts` computes, and of it what a state uses. */
import type { Code } from '../../encodings/code.ts';
import { pyGiven, pyLines, pyNumber } from '../../encodings/numpy.ts';
import { familyOf, rowsOf, type Spec } from '../../state/spec.ts';

/** Whether a block has positions, as a condition on `layer`; null where every block has. */
function positionedIf({ layerPattern }: Spec): string | null {
  if (layerPattern === 'every') return null;
  return layerPattern === 'first' ? 'layer == 1' : 'layer % 4 != 0';
}

const indented = (lines: string) => lines.replaceAll(/^(?=.)/gm, '    ');

/** Under a condition; without one as they are. */
const when = (condition: string | null, lines: string): string =>
  condition === null ? lines : pyLines(`if ${condition}:`, indented(lines));

/**
 * From X and `positions` to `weights`, [heads, n, n], and `output`, [n, d].
 *
 * @param count  how many tokens the text has
 */
export function passLines(spec: Spec, code: Code, count: number): string {
  const block = blockLines(spec, code, count);
  if (spec.layer === 1) return pyLines('x = X', block);
  return pyLines(
    'def norm(x):',
    '    x = x - np.mean(x, axis=1, keepdims=True)',
    '    return x / np.sqrt(np.mean(x**2, axis=1, keepdims=True) + 1e-5)',
    '',
    'x = X',
    `for layer in range(1, ${spec.layer} + 1):`,
    indented(block),
    `    if layer < ${spec.layer}:  # the rest of the block, into the next`,
    '        x = norm(carried + output)',
    `        W_wide = ${matrix(spec, 'wide', 'd', '4 * d')}`,
    `        W_narrow = ${matrix(spec, 'narrow', '4 * d', 'd')}`,
    '        x = norm(x + np.clip(x @ W_wide, 0, None) @ W_narrow)',
  );
}

function blockLines(spec: Spec, code: Code, count: number): string {
  const several = spec.layer > 1;
  const positioned = several ? positionedIf(spec) : null;
  const hidden = spec.temperature === 0;
  const bias = code.bias ?? (familyOf(spec) === 'bias' ? '' : null);
  return pyLines(
    ...inputLines(spec, several),
    ...projectionLines(spec),
    ...(code.turn === undefined ? [] : [when(positioned, code.turn)]),
    ...factorLines(spec),
    '',
    'products = q @ np.transpose(k, (0, 2, 1))  # [heads, query, key]',
    scoresOf(code.divisor),
    ...(bias === null
      ? []
      : [when(positioned, pyLines(...(bias === '' ? [] : [bias]), 'scores = scores + bias'))]),
    ...maskLines(spec, count, several),
    'largest = np.max(scores, axis=-1, keepdims=True)',
    hidden
      ? 'powers = np.asarray(scores > largest - 1e-9, dtype=float)  # temperature 0'
      : `powers = np.exp(${spec.temperature === 1 ? 'scores - largest' : `(scores - largest) / ${pyNumber(spec.temperature)}`})`,
    'weights = powers / np.sum(powers, axis=-1, keepdims=True)',
    // The table ends before the line does: what is hidden stays 0.
    ...(rowsOf(spec) < spec.length ? ['weights = np.where(scores == -np.inf, 0.0, weights)'] : []),
    ...(count === 0 && spec.mask === 'padding' && spec.layerPattern !== 'windowed'
      ? ['weights = np.zeros((heads, n, n))  # no key can be seen']
      : []),
    code.values === undefined
      ? 'mixed = weights @ v'
      : positioned === null
        ? `mixed = weights @ v + ${code.values}`
        : pyLines('mixed = weights @ v', when(positioned, `mixed = mixed + ${code.values}`)),
    'output = np.reshape(np.transpose(mixed, (1, 0, 2)), (n, d)) @ W_o',
  );
}

const scoresOf = (divisor: Code['divisor'] = 'math.sqrt(d_head)'): string =>
  divisor === null
    ? 'scores = products  # not divided by the root of d_head'
    : `scores = products / ${divisor}`;

/** How a block's input and the table make what is projected. */
function inputLines(spec: Spec, several: boolean): readonly string[] {
  if (familyOf(spec) !== 'additive') return several ? ['carried = x'] : [];
  const { precision, reduce, gain, fusion } = spec;
  const held = precision !== 'float32' && reduce !== 'weights' ? 'held(positions)' : 'positions';
  const table = gain === 1 ? held : `${pyNumber(gain)} * ${held}`;
  // The first block has positions under every pattern.
  const fused = several ? (spec.fused === 'first' ? 'layer == 1' : positionedIf(spec)) : null;
  const into = {
    add: [`x + ${table}`, 'source'],
    multiply: [`x * ${gain === 1 ? held : `(${table})`}`, 'source'],
    concat: [`np.concatenate([x, ${table}], axis=1)`, 'x'],
    'query-key': [`x + ${table}`, 'x'],
  }[fusion];
  const [source, past] = into;
  return [
    `source = ${source}${fused === null ? '' : ` if ${fused} else x`}`,
    ...(several ? [`carried = ${past}`] : []),
  ];
}

function projectionLines(spec: Spec): readonly string[] {
  const additive = familyOf(spec) === 'additive';
  const source = additive ? 'source' : 'x';
  const rows = additive && spec.fusion === 'concat' ? 'source.shape[1]' : 'd';
  const values = additive && spec.fusion === 'query-key' ? 'x' : source;
  return [
    ...['q', 'k', 'v'].map((name) => `W_${name} = ${matrix(spec, `w${name}`, rows, 'd')}`),
    `W_o = ${matrix(spec, 'wo', 'd', 'd')}`,
    `q, k, v = split(${source} @ W_q), split(${source} @ W_k), split(${values} @ W_v)`,
  ];
}

/** A seeded matrix, or the identity. */
function matrix(spec: Spec, name: string, rows: string, columns: string): string {
  const forward = name === 'wide' || name === 'narrow';
  const stream = spec.layer === 1 ? `'${name}'` : `named('${name}', layer)`;
  const identity = rows === 'd' ? 'np.eye(d)' : `np.concatenate([np.eye(d)] * (${rows} // d))`;
  const made =
    spec.weights === 'identity' && !forward
      ? identity
      : `normal(${stream}, ${rows}, ${columns}, 1 / math.sqrt(${rows}))`;
  return spec.precision !== 'float32' && spec.reduce !== 'table' ? `held(${made})` : made;
}

/** What multiplies a query at its position. */
function factorLines(spec: Spec): readonly string[] {
  const { queryStep, queryGain, querySpan, querySlope, queryBias } = spec;
  const factor = {
    none: null,
    llama4: `1 + ${pyNumber(queryGain)} * np.log1p(np.floor((p + 1) / ${queryStep}))`,
    power: `(1 + (p + 1) / ${querySpan}) ** ${pyNumber(queryGain)}`,
    log: `${pyNumber(querySlope)} * np.log(p + 1) + ${pyNumber(queryBias)}`,
  }[spec.queryScale];
  if (factor === null) return [];
  return [`factor = ${factor}  # on queries, by position`, 'q = q * factor[:, None]'];
}

function maskLines(spec: Spec, count: number, several: boolean): readonly string[] {
  const masked = (condition: string) => `scores = np.where(${condition}, scores, -np.inf)`;
  const window = [pyGiven({ window: spec.window })];
  if (spec.layerPattern === 'windowed') {
    const near = 'i - j < window';
    // Whether the block shown alone has one is known where it is the only one: the first has.
    return several
      ? [masked('j <= i'), when('layer % 4 != 0', pyLines(...window, masked(near)))]
      : [...window, masked(`(j <= i) & (${near})`)];
  }
  switch (spec.mask) {
    case 'none':
      return [];
    case 'causal':
      return [masked('j <= i')];
    case 'window':
      return [...window, masked('(j <= i) & (i - j < window)')];
    case 'padding':
      return count >= spec.length ? [] : [masked(`(j < ${count}) & (i >= 0)`)];
  }
}
