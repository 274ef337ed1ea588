/** Numbers as the two 16-bit formats hold them: rounded to nearest, ties to even. */

interface Format {
  /** Significant binary digits, the hidden one included. */
  readonly digits: number;
  /** Exponent of the smallest normal number; below it digits are lost one by one. */
  readonly least: number;
  readonly largest: number;
}

/** IEEE 754 binary16. */
const half: Format = { digits: 11, least: -14, largest: 65504 };
/** The upper half of a float32. */
const bfloat16: Format = { digits: 8, least: -126, largest: (2 - 2 ** -7) * 2 ** 127 };

/** The nearest float16; beyond 65,504 by half a step or more an infinity. */
export function toHalf(x: number): number {
  return rounded(x, half);
}

/** The nearest bfloat16. */
export function toBfloat16(x: number): number {
  return rounded(x, bfloat16);
}

function rounded(x: number, { digits, least, largest }: Format): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const size = Math.abs(x);
  // A power of two, so that dividing and multiplying by it is exact.
  const step = 2 ** (Math.max(exponentOf(size), least) - digits + 1);
  const nearest = evenly(size / step) * step;
  return Math.sign(x) * (nearest > largest ? Number.POSITIVE_INFINITY : nearest);
}

/** ⌊log₂ x⌋, also where the logarithm itself is rounded up. */
function exponentOf(x: number): number {
  const near = Math.floor(Math.log2(x));
  if (2 ** near > x) return near - 1;
  return 2 ** (near + 1) <= x ? near + 1 : near;
}

function evenly(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 === 1);
  return up ? below + 1 : below;
}
