/** IEEE 754 binary16. */

/** 2^(exponent − 15) of each exponent of a float16. */
const powers = Float64Array.from({ length: 31 }, (_, exponent) => 2 ** (exponent - 15));

/** @param bits  of an IEEE 754 binary16, 0…65,535 */
export function halfOf(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  const sign = bits >> 15 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -14;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction) * (powers[exponent] ?? 0);
}
