/**
 * How RoPE's context is stretched: parameters → inverse frequencies and attention factor, in
 * float64. Knows no positions, pairs of channels or tensors.
 */
import type { Dims } from './encoding.ts';
import type { RopeParams, Scaling } from './rope-params.ts';
import type { NormalStream } from './seeded.ts';

/** How many of a head's channels the exponents divide by; proportional takes the whole head. */
export function rotaryWidth(values: RopeParams, { dHead }: Pick<Dims, 'dHead'>): number {
  return values.scaling === 'proportional' || values.rotaryDim === 0 ? dHead : values.rotaryDim;
}

/** Angular frequency of a pair, rad per position. */
type Rule = (pair: number) => number;

/**
 * θ of every pair within the rotary width, scaled, [width / 2], rad per position.
 *
 * @param width  rotary width r, even
 * @param seen   positions so far, start + length: the length that dynamic NTK and LongRoPE go by
 * @param alpha  by pair, of deviation 1, times `spread` for learned frequencies; 0 before training
 */
export function scaledFrequencies(
  values: RopeParams,
  width: number,
  seen: number,
  alpha: NormalStream = () => 0,
): Float64Array {
  return Float64Array.from({ length: width / 2 }, (_, pair) =>
    rules[values.scaling](values, width, seen, alpha)(pair),
  );
}

/** What frequencies take of that length: a number that stays as long as they do. */
export function lengthSeen({ scaling, originalLength }: RopeParams, seen: number): number {
  if (scaling === 'dynamic-ntk') return Math.max(seen, originalLength);
  return scaling === 'longrope' && seen > originalLength ? 1 : 0;
}

const rules: Record<
  Scaling,
  (values: RopeParams, width: number, seen: number, alpha: NormalStream) => Rule
> = {
  none: ({ base }, width) => powersOf(base, width),
  linear: ({ base, factor }, width) => stretched(powersOf(base, width), factor, () => 0),
  // bloc97, 2023: the fastest pair keeps its frequency, the slowest ends at θ / s.
  ntk: ({ base, factor }, width) => powersOf(base * factor ** (width / (width - 2)), width),
  // emozilla, 2023: the base follows the length, so a longer text turns earlier positions anew.
  'dynamic-ntk': ({ base, factor, originalLength }, width, seen) => {
    const growth = (factor * Math.max(seen, originalLength)) / originalLength - (factor - 1);
    return powersOf(base * growth ** (width / (width - 2)), width);
  },
  // Peng et al. 2023, arXiv 2309.00071, as its code has it: the ramp is linear in the pair's index.
  yarn: (values, width) => {
    const { low, high } = yarnRamp(values, width);
    const end = low === high ? high + 0.001 : high;
    const plain = powersOf(values.base, width);
    return stretched(plain, values.factor, (pair) => 1 - clip((pair - low) / (end - low)));
  },
  // The formula of the same paper, §3.2: linear in the number of turns.
  'ntk-by-parts': (values, width) => byTurns(values, width, values.betaSlow, values.betaFast),
  // Ding et al. 2024, arXiv 2402.13753.
  longrope: ({ base, shortFactors, longFactors, originalLength }, width, seen) => {
    const factors = factorList(seen > originalLength ? longFactors : shortFactors);
    const plain = powersOf(base, width);
    return (pair) =>
      plain(pair) / (factors.length === 1 ? factors[0] : (factors[pair] ?? Number.NaN));
  },
  // Llama 3.1, 2024: NTK-by-parts under other names.
  llama3: (values, width) => byTurns(values, width, values.lowFreqFactor, values.highFreqFactor),
  // ω e^α, α learned and 0 at first: arXiv 2512.07805.
  learned: ({ base, spread }, width, _seen, alpha) => {
    const plain = powersOf(base, width);
    return (pair) => plain(pair) * Math.exp(spread * alpha(0, pair));
  },
  // Every pair keeps the place it has in a whole head; from the fraction on, they stand still.
  proportional: ({ base, fraction, factor }, width) => {
    const turning = Math.floor((fraction * width) / 2);
    const plain = powersOf(base, width);
    return (pair) => (pair < turning ? plain(pair) / factor : 0);
  },
};

/** θᵢ = base^(−2i/r). Source: Su et al. 2021, arXiv 2104.09864, §3.2.2. */
function powersOf(base: number, width: number): Rule {
  return (pair) => base ** ((-2 * pair) / width);
}

/** θ where it is kept whole, θ / s where not at all, and a mixture between. */
function stretched(plain: Rule, factor: number, kept: (pair: number) => number): Rule {
  return (pair) => plain(pair) * kept(pair) + (plain(pair) / factor) * (1 - kept(pair));
}

/** Kept whole from `fast` turns within the original length on, stretched up to `slow` turns. */
function byTurns(
  { base, factor, originalLength }: RopeParams,
  width: number,
  slow: number,
  fast: number,
): Rule {
  const plain = powersOf(base, width);
  const turns = (pair: number) => (originalLength * plain(pair)) / (2 * Math.PI);
  return stretched(plain, factor, (pair) => clip((turns(pair) - slow) / (fast - slow)));
}

/**
 * Between which pair indices YaRN goes over from kept to stretched.
 * The index that makes t turns in the original length is r·ln(L₀ / 2πt) / (2 ln base).
 * Convention: the end is held at r − 1, not r/2 − 1, as in the authors' code.
 */
export function yarnRamp(
  { base, originalLength, betaFast, betaSlow, truncate }: RopeParams,
  width: number,
): { readonly low: number; readonly high: number } {
  const index = (turns: number) =>
    (width * Math.log(originalLength / (2 * Math.PI * turns))) / (2 * Math.log(base));
  const [low, high] = [index(betaFast), index(betaSlow)];
  return {
    low: Math.max(truncate ? Math.floor(low) : low, 0),
    high: Math.min(truncate ? Math.ceil(high) : high, width - 1),
  };
}

/**
 * f, which multiplies cos and sin, so that scores grow by f²; 1 without YaRN or LongRoPE.
 * An attention factor that is set wins over what the scaling would give.
 */
export function attentionFactorOf(values: RopeParams): number {
  const { scaling, factor, originalLength, mscale, mscaleAllDim, attentionFactor } = values;
  if (scaling !== 'yarn' && scaling !== 'longrope') return 1;
  if (attentionFactor !== 0) return attentionFactor;
  // factor stands for the longest length over the original one.
  if (scaling === 'longrope') return Math.sqrt(1 + Math.log(factor) / Math.log(originalLength));
  const magnitude = (scale: number) => 0.1 * scale * Math.log(factor) + 1;
  // One of the two alone is ignored, as in the reference code.
  const both = mscale !== 0 && mscaleAllDim !== 0;
  return both ? magnitude(mscale) / magnitude(mscaleAllDim) : magnitude(1);
}

/** The numbers of a comma-separated list; nothing is a single 1, a piece that is no number NaN. */
export function factorList(text: string): readonly [number, ...number[]] {
  if (text.trim() === '') return [1];
  const [first = '', ...rest] = piecesOf(text);
  return [numberOf(first), ...rest.map(numberOf)];
}

/** The entries of such a list as they were written; the comma may be a Chinese one. */
export function piecesOf(text: string): readonly string[] {
  return text.split(/[,，]/).map((piece) => piece.trim());
}

function numberOf(piece: string): number {
  return piece === '' ? Number.NaN : Number(piece);
}

function clip(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
