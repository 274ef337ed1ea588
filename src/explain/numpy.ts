/**
 * How a number came about, as NumPy lines: complete, with the numbers they need in them, to be run as
 * they are. They print the number. Null where it is not worked out cell by cell.
 */
import { pyArray, pyGiven, pyLines, pyNumber } from '../encodings/numpy.ts';
import type { Cell } from '../fields/window.ts';
import type { Frame } from '../state/frame.ts';
import { familyOf, hasNormsBetween } from '../state/spec.ts';
import type { MapName } from '../state/view.ts';
import {
  addedToValues,
  type ChannelOrigin,
  isFused,
  type Origin,
  type PairOrigin,
} from './origin.ts';
import type { Product } from './product.ts';
import type { Block } from './shift.ts';
import { isHidden } from './weight.ts';

/** A cell of the plate, in float64. */
export function numpyOfCell(frame: Frame, map: MapName, cell: Cell): string | null {
  return complete(linesOf[map](frame, cell));
}

/** A cell of a stage, from the float32 numbers of the GPU that it was made from. */
export function numpyOfOrigin(origin: Origin, frame: Frame): string | null {
  return complete(
    origin.kind === 'pair' ? linesOfPair(origin, frame) : linesOfChannel(origin, frame),
  );
}

const complete = (lines: string | null): string | null =>
  lines === null ? null : pyLines('import numpy as np', '', lines, 'print(value)');

const linesOf: Readonly<Record<MapName, (frame: Frame, cell: Cell) => string | null>> = {
  positions: ({ exact }, { row, column }) => exact?.numpy(row, column) ?? null,
  similarity: linesOfSimilarity,
  attention(frame, { row, column }) {
    const exact = frame.exactRow(row);
    return exact && linesOfWeight(exact.logits, column, frame.spec.temperature, pyNumber);
  },
};

function linesOfSimilarity(frame: Frame, { row, column }: Cell): string | null {
  const { spec, exact, maps } = frame;
  const family = familyOf(spec);
  if (family === 'none' || !exact) return 'value = 0';
  if (family === 'bias') {
    return exact.numpyBias?.(spec.head - 1, spec.start + row, spec.start + column) ?? null;
  }
  if (family === 'contextual') {
    const context = frame.exactRow(row)?.context;
    return (context && exact.numpyScore?.(context, column)) ?? null;
  }
  const width = maps.positions?.columns ?? 0;
  const channels = Array.from({ length: width }, (_, channel) => channel);
  const ofKey = (channel: number) =>
    exact.keyCell?.(column, channel, spec.head - 1) ?? exact.cell(column, channel);
  const rows = pyLines(
    `a = ${pyArray(channels.map((channel) => exact.cell(row, channel)))}`,
    `b = ${pyArray(channels.map(ofKey))}`,
  );
  if (family === 'rotary') return pyLines(rows, 'value = a @ b / (a.size / 2)');
  if (spec.similarity === 'dot') return pyLines(rows, 'value = a @ b');
  return pyLines(
    rows,
    'lengths = np.linalg.norm(a) * np.linalg.norm(b)',
    'value = a @ b / lengths if lengths > 0 else 0',
  );
}

/** Softmax of a row; keys that the mask hides have −∞. */
function linesOfWeight(
  logits: ArrayLike<number>,
  column: number,
  temperature: number,
  number: (value: number) => string,
): string {
  const shown = Array.from(logits, shownLogit);
  // A row without a key to look at has no weights, and no largest logit either.
  if (shown.every((logit) => logit === Number.NEGATIVE_INFINITY)) return 'value = 0';
  const exponent = temperature === 1 ? 's - s.max()' : `(s - s.max()) / ${temperature}`;
  return pyLines(
    `s = ${pyArray(shown, number)}`,
    temperature === 0 ? 'powers = s == s.max()' : `powers = np.exp(${exponent})`,
    `value = powers[${column}] / powers.sum()`,
  );
}

/** Some backends write a large number for infinity. */
const shownLogit = (logit: number) => (isHidden(logit) ? Number.NEGATIVE_INFINITY : logit);

/** As short as float32 allows: as many digits as tell it from its neighbours. */
function pyFloat32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return pyNumber(short);
  }
  return pyNumber(Number.isFinite(value) ? Number(value.toPrecision(9)) : value);
}

const array = (values: ArrayLike<number>) => pyArray(values, pyFloat32);

function linesOfPair(origin: PairOrigin, frame: Frame): string | null {
  const { stage, spec, column, scale, query, key, scores, logits } = origin;
  switch (stage) {
    case 'scores': {
      const root = Math.abs(scale * Math.sqrt(query.length) - 1) < 1e-6;
      const times = root ? ' / np.sqrt(q.size)' : scale === 1 ? '' : ` * ${scale}`;
      return pyLines(`q = ${array(query)}`, `k = ${array(key)}`, `value = q @ k${times}`);
    }
    case 'bias':
      return linesOfSimilarity(frame, origin);
    case 'logits': {
      if (shownLogit(logits[column] ?? 0) === Number.NEGATIVE_INFINITY) return 'value = -np.inf';
      const score = scores[column] ?? 0;
      const bias = origin.bias?.[column];
      if (bias === undefined) return `value = ${pyFloat32(score)}`;
      return pyLines(
        `score = ${pyFloat32(score)}`,
        `bias = ${pyFloat32(bias)}`,
        'value = score + bias',
      );
    }
    default:
      return linesOfWeight(logits, column, spec.temperature, pyFloat32);
  }
}

function linesOfChannel(origin: ChannelOrigin, frame: Frame): string | null {
  const { stage, spec, row, channel, parts, product } = origin;
  const value = parts[stage]?.[channel] ?? 0;
  if (hasNormsBetween(spec)) return null;
  switch (stage) {
    case 'tokens':
      return lookedUp('X', parts.tokens, channel);
    case 'table': {
      const exact = familyOf(spec) === 'additive' ? frame.exact?.numpy(row, channel) : undefined;
      if (exact === undefined) return lookedUp('P', parts.table, channel);
      return spec.gain === 1 ? exact : pyLines(exact, `value = ${spec.gain} * value`);
    }
    case 'input':
      return linesOfInput(origin);
    case 'query':
    case 'key':
    case 'value':
      return product && linesOfProjected(product, channel);
    case 'mixed': {
      if (!product) return null;
      const added = addedToValues(spec, product, value);
      return pyLines(
        `weights = ${array(product.row)}`,
        `V = ${array(product.column)}`,
        added === 0 ? 'value = weights @ V' : `value = weights @ V + ${pyNumber(added)}`,
      );
    }
    case 'attended':
      return product && pyLines(factors(product), 'value = x @ W');
    case 'residual':
      return normed(parts.input ?? parts.tokens, parts.attended, channel);
    default:
      return normed(parts.residual, parts.forward, channel);
  }
}

/** A number of a table that nothing computes. */
const lookedUp = (name: string, row: Float32Array | undefined, channel: number) =>
  row ? pyLines(`${name} = ${array(row)}`, `value = ${name}[${channel}]`) : null;

const factors = ({ row, column }: Product) => pyLines(`x = ${array(row)}`, `W = ${array(column)}`);

function linesOfInput(origin: ChannelOrigin): string | null {
  const { spec, channel, parts } = origin;
  if (!isFused(origin)) return lookedUp('X', parts.tokens ?? parts.input, channel);
  const [x, p] = [parts.tokens?.[channel] ?? 0, parts.table?.[channel] ?? 0];
  const place = { c: channel };
  if (spec.fusion === 'concat') {
    const { input = new Float32Array() } = parts;
    const [left, right] = [input.slice(0, spec.dim), input.slice(spec.dim)];
    return pyLines(
      `X = ${array(left)}`,
      `P = ${array(right)}`,
      pyGiven(place),
      'value = np.concatenate([X, P])[c]',
    );
  }
  const sign = spec.fusion === 'multiply' ? '*' : '+';
  return pyLines(`X = ${pyFloat32(x)}`, `P = ${pyFloat32(p)}`, `value = X ${sign} P`);
}

/** With the factor on queries, where there is one. */
function linesOfProjected(product: Product, channel: number): string {
  const lines = linesBeforeFactor(product, channel);
  return product.factor === 1 ? lines : pyLines(lines, `value = ${product.factor} * value`);
}

function linesBeforeFactor(product: Product, channel: number): string {
  const { turn } = product;
  if (!turn) return pyLines(factors(product), 'value = x @ W');
  const first = channel === turn.channels[0];
  const gain = turn.gain === 1 ? '' : `${turn.gain} * `;
  if (!turn.other) {
    return pyLines(
      factors(product),
      'u = x @ W',
      `angle = ${turn.angle}`,
      `value = ${gain}np.log(1 + np.exp(u)) * np.${first ? 'cos' : 'sin'}(angle)`,
    );
  }
  const [own, other] = [`W = ${array(product.column)}`, `W_other = ${array(turn.other)}`];
  const turned = first
    ? 'np.cos(angle) * u - np.sin(angle) * u_other'
    : 'np.sin(angle) * u_other + np.cos(angle) * u';
  return pyLines(
    `x = ${array(product.row)}`,
    own,
    other,
    'u, u_other = x @ W, x @ W_other',
    `angle = ${turn.angle}`,
    `value = ${gain}(${turned})`,
  );
}

/** A channel of a sum of two rows, minus its mean, divided by its standard deviation. */
function normed(
  before: Float32Array | undefined,
  added: Float32Array | undefined,
  channel: number,
): string | null {
  if (!before || !added) return null;
  return pyLines(
    `r = ${array(before)}`,
    `a = ${array(added)}`,
    'x = r + a',
    `value = (x[${channel}] - x.mean()) / np.sqrt(x.var() + 1e-5)`,
  );
}

/** Two channels of a vector, turned by their block of M_k; the value is what becomes of one of them. */
export function numpyOfShift(
  { channels, aa, ab, ba, bb }: Block,
  before: ArrayLike<number>,
  channel: number,
): string {
  const [first, second] = channels;
  const own = pyArray([before[first] ?? 0, before[second] ?? 0], pyFloat32);
  return pyLines(
    'import numpy as np',
    '',
    `before = ${own}`,
    `M = np.array([[${[aa, ab].map(pyNumber).join(', ')}], [${[ba, bb].map(pyNumber).join(', ')}]])`,
    `value = (M @ before)[${channel === first ? 0 : 1}]`,
    'print(value)',
  );
}
