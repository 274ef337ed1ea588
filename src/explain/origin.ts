/** Where the number under the crosshair came from: what was read for it, and its line of arithmetic. */
import { texFactor, texNumber, texResult } from '../encodings/tex.ts';
import type { BetweenName, Frame, StageName } from '../state/frame.ts';
import { familyOf, hasNormsBetween, type Spec } from '../state/spec.ts';
import {
  type Product,
  productOf,
  products,
  sumOf,
  texFirst,
  texLines,
  texTerms,
  texTurned,
} from './product.ts';
import { isHidden, texOfWeight } from './weight.ts';

/** A cell of a square stage: one query and one key. Rows are over all keys. */
export interface PairOrigin {
  readonly kind: 'pair';
  readonly stage: StageName;
  readonly spec: Spec;
  readonly row: number;
  readonly column: number;
  /** What multiplies q·k. */
  readonly scale: number;
  /** As they enter the product, [dHead]. */
  readonly query: Float32Array;
  readonly key: Float32Array;
  readonly scores: Float32Array;
  readonly bias: Float32Array | null;
  /** TeX of how the bias came about, with its numbers; null where a formula of places is none. */
  readonly biasSteps: string | null;
  readonly logits: Float32Array;
  readonly weights: Float32Array;
  /** The four terms of the row; empty where they are not at hand. */
  readonly terms: readonly Float32Array[];
}

/** A cell of a stage with channels. */
export interface ChannelOrigin {
  readonly kind: 'channel';
  readonly stage: StageName;
  readonly spec: Spec;
  readonly row: number;
  readonly channel: number;
  /** Row `row` of the stage and of what was added or normed to make it. */
  readonly parts: Partial<Readonly<Record<StageName | BetweenName, Float32Array>>>;
  /** What was multiplied and summed to make it; null where nothing was. */
  readonly product: Product | null;
}

export type Origin = PairOrigin | ChannelOrigin;

/** Whether the scores can be taken apart into their four terms, and are not too many for it. */
export function hasTerms({ spec, stages }: Frame): boolean {
  if (spec.model !== 'seeded' || spec.fusion === 'multiply') return false;
  return Boolean(stages?.maps.table) && (stages?.heads.length ?? 0) > 0;
}

/** What a query·key is multiplied by, as it is written: √16 to divide by, or null. */
export function rootOf(scale: number): number | null {
  const squared = 1 / (scale * scale);
  const whole = Math.round(squared);
  return Math.abs(squared - whole) < 1e-6 * squared && scale !== 1 ? whole : null;
}

/** First and last key that the query sees; the given key always lies between. */
export function seenKeys(logits: Float32Array, key: number): readonly [number, number] {
  const first = logits.findIndex((logit) => !isHidden(logit));
  const last = logits.findLastIndex((logit) => !isHidden(logit));
  if (first < 0) return [0, logits.length - 1];
  return [Math.min(first, key), Math.max(last, key)];
}

/** At most `most` neighbours within [first, last], around one of them. */
export function around(
  [first, last]: readonly [number, number],
  at: number,
  most: number,
): readonly [number, number] {
  if (last - first < most) return [first, last];
  const from = Math.min(Math.max(at - Math.floor(most / 2), first), last - most + 1);
  return [from, from + most - 1];
}

/** Mean |part| of each over the visible keys, as shares of one; null where there is nothing. */
export function sharesOf(
  parts: readonly Float32Array[],
  logits: Float32Array,
): readonly number[] | null {
  const sizes = parts.map((part) =>
    sumOf(part.map((value, key) => (isHidden(logits[key] ?? 0) ? 0 : Math.abs(value)))),
  );
  const total = sumOf(sizes);
  return total > 0 ? sizes.map((size) => size / total) : null;
}

/** What each pair of channels gives to q·k · scale. */
export function pairContributions(
  query: Float32Array,
  key: Float32Array,
  scale: number,
  pairs: number,
  channels: (pair: number) => readonly [number, number],
): Float64Array {
  const each = products(query, key);
  return Float64Array.from({ length: pairs }, (_, pair) => {
    const [first, second] = channels(pair);
    return scale * ((each[first] ?? 0) + (each[second] ?? 0));
  });
}

export function texOf(origin: Origin): string {
  return origin.kind === 'pair' ? texOfPair(origin) : texOfChannel(origin);
}

function texOfPair(origin: PairOrigin): string {
  const { spec, row, column, scale, stage } = origin;
  const [p, q] = [spec.start + row, spec.start + column];
  const product = sumOf(products(origin.query, origin.key));
  const root = rootOf(scale);
  const score = origin.scores[column] ?? 0;
  const bias = origin.bias?.[column] ?? null;
  const logit = origin.logits[column] ?? 0;
  switch (stage) {
    case 'scores': {
      const name = String.raw`q_{${p}} \cdot k_{${q}}`;
      if (root !== null) {
        return String.raw`\frac{${name}}{\sqrt{${root}}} = \frac{${texNumber(product)}}{${texNumber(1 / scale)}} = ${texResult(score)}`;
      }
      const times = scale === 1 ? '' : String.raw` \times ${texNumber(scale)}`;
      return String.raw`${name}${times} = ${texNumber(product)}${times} = ${texResult(score)}`;
    }
    case 'bias':
      return origin.biasSteps ?? String.raw`b_{${spec.head}}(${p}, ${q}) = ${texResult(bias ?? 0)}`;
    case 'logits': {
      const name = String.raw`s_{${p},\,${q}}`;
      if (isHidden(logit)) return String.raw`${name} = -\infty`;
      if (bias === null) return String.raw`${name} = ${texResult(logit)}`;
      return String.raw`${name} = ${texNumber(score)} + ${texFactor(bias)} = ${texResult(logit)}`;
    }
    default:
      return texOfWeight(origin);
  }
}

/** What a stage with channels is called in a line of arithmetic. */
const letters: Partial<Readonly<Record<StageName, string>>> = {
  tokens: 'X',
  table: 'P',
  query: 'q',
  key: 'k',
  value: 'v',
  mixed: 'z',
  attended: 'a',
  residual: 'r',
  output: 'y',
};

function texOfChannel(origin: ChannelOrigin): string {
  const { stage, spec, row, channel, parts, product } = origin;
  const p = spec.start + row;
  const at = String.raw`_{${p},\,${channel}}`;
  const value = parts[stage]?.[channel] ?? 0;
  if (hasNormsBetween(spec)) return `${letters[stage] ?? 'x'}${at} = ${texResult(value)}`;
  switch (stage) {
    case 'tokens':
      return String.raw`X${at} = ${texResult(value)}`;
    case 'table':
      return String.raw`${spec.gain === 1 ? '' : String.raw`${texNumber(spec.gain)}\,`}P${at} = ${texResult(value)}`;
    case 'input':
      return texOfInput(origin, at, value);
    case 'query':
    case 'key':
    case 'value': {
      if (!product) return '';
      const name = `${{ query: 'q', key: 'k', value: 'v' }[stage]}${at}`;
      if (product.turn) return texTurned(product, product.turn, channel, name, value);
      const { factor } = product;
      const times = factor === 1 ? '' : String.raw`${texNumber(factor)} \times `;
      const first = factor === 1 ? texFirst(product) : `(${texFirst(product)})`;
      return texLines(
        [name, String.raw`${times}\textstyle\sum_c x_c W_{c,\,${channel}}`],
        ['', `${times}${first} = ${texResult(value)}`],
      );
    }
    case 'mixed':
      return product ? texOfMixed(origin, product, value) : '';
    case 'attended':
      return product
        ? texLines(
            [`a${at}`, String.raw`\textstyle\sum_c h_{${p},\,c}\,W^{o}_{c,\,${channel}}`],
            ['', `${texFirst(product)} = ${texResult(value)}`],
          )
        : '';
    case 'residual': {
      const before = parts.input ?? parts.tokens ?? new Float32Array();
      return texNorm(before, parts.attended ?? new Float32Array(), channel, value);
    }
    default:
      return product ? texOfOutput(origin, product, value) : '';
  }
}

/** The two largest terms, and what a scheme adds to the values. */
function texOfMixed({ spec, row, channel }: ChannelOrigin, product: Product, value: number) {
  const each = products(product.row, product.column);
  const size = (key: number) => Math.abs(each[key] ?? 0);
  const seen = Array.from(each.keys()).filter((key) => size(key) > 0);
  const largest = seen.toSorted((a, b) => size(b) - size(a)).slice(0, 2);
  const terms = texTerms(product, largest, seen.length > largest.length);
  const added = addedToValues(spec, product, value);
  const p = spec.start + row;
  const sum = String.raw`\textstyle\sum_j A_{${p},\,j}\,V_{j,\,${channel}}`;
  return texLines(
    [`z_{${p},\\,${channel}}`, added === 0 ? sum : `${sum} + a`],
    ['', `${added === 0 ? terms : `${terms} + ${texFactor(added, 3)}`} = ${texResult(value)}`],
  );
}

/** What a contextual scheme adds to weights · V (Shaw): all that the sum leaves; 0 elsewhere. */
export function addedToValues(spec: Spec, product: Product, value: number): number {
  if (familyOf(spec) !== 'contextual') return 0;
  const added = value - productOf(product);
  // No more than float32 leaves of a sum.
  return Math.abs(added) < 1e-5 * Math.max(1, Math.abs(value)) ? 0 : added;
}

/** What the feed-forward adds, f, and the norm of the sum. */
function texOfOutput(
  { spec, row, channel, parts }: ChannelOrigin,
  product: Product,
  value: number,
): string {
  const { residual = new Float32Array(), forward = new Float32Array() } = parts;
  return texLines(
    [
      `f_{${channel}}`,
      String.raw`\textstyle\sum_k \operatorname{ReLU}(r W_1)_k\,(W_2)_{k,\,${channel}}`,
    ],
    ['', `${texFirst(product)} = ${texNumber(forward[channel] ?? 0)}`],
    [String.raw`y_{${spec.start + row},\,${channel}}`, texNorm(residual, forward, channel, value)],
  );
}

/** A channel of a sum of two rows, minus its mean, divided by its standard deviation. */
function texNorm(before: Float32Array, added: Float32Array, channel: number, value: number) {
  const sums = Float64Array.from(before, (x, c) => x + (added[c] ?? 0));
  const mean = sumOf(sums) / sums.length;
  const variance = sumOf(sums.map((sum) => (sum - mean) ** 2)) / sums.length;
  const [x, a] = [before[channel] ?? 0, added[channel] ?? 0];
  return String.raw`\frac{${texNumber(x)} + ${texFactor(a)} - ${texFactor(mean)}}{\sqrt{${texNumber(variance + 1e-5)}}} = ${texResult(value)}`;
}

/** Whether a table is in a row of the input; side by side, only one of the two is behind a number. */
export function isFused({ spec, parts }: ChannelOrigin): boolean {
  return spec.fusion === 'concat'
    ? (parts.input?.length ?? 0) > spec.dim
    : parts.table !== undefined;
}

function texOfInput(origin: ChannelOrigin, at: string, value: number): string {
  const { spec, channel, parts } = origin;
  const x = parts.tokens?.[channel] ?? 0;
  if (!isFused(origin)) return String.raw`X${at} = ${texResult(value)}`;
  const position = parts.table?.[channel] ?? 0;
  // The table is held already times its gain.
  const own = spec.gain === 1 || spec.gain === 0 ? position : position / spec.gain;
  const gained =
    spec.gain === 1 ? texFactor(own) : String.raw`${texNumber(spec.gain)} \times ${texFactor(own)}`;
  const gain = spec.gain === 1 ? '' : 'g';
  switch (spec.fusion) {
    case 'concat':
      return channel < spec.dim
        ? String.raw`[X \mid ${gain}P]_{${channel}} = X_{${channel}} = ${texResult(value)}`
        : String.raw`[X \mid ${gain}P]_{${channel}} = ${gain}P_{${channel - spec.dim}} = ${texResult(value)}`;
    case 'multiply':
      return String.raw`X${at} \times ${gain}P${at} = ${texNumber(x)} \times ${gained} = ${texResult(value)}`;
    default:
      return String.raw`X${at} + ${gain}P${at} = ${texNumber(x)} + ${gained} = ${texResult(value)}`;
  }
}
