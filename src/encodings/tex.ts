/** Numbers as they stand in a formula. */

/** The TeX name of a wave. */
export const texWave = { sin: '\\sin', cos: '\\cos' } as const;

/** Four significant digits after rounding, a real minus, powers of ten in TeX. */
export function texNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return '\\mathrm{NaN}';
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty';
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e6) return String(Number(value.toPrecision(digits)));
  const [mantissa = '0', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const power = `10^{${Number(exponent)}}`;
  return Number(mantissa) === 1 ? power : `${Number(mantissa)} \\times ${power}`;
}

/** A number that is raised to a power: one that is itself a product stands in parentheses. */
export function texBase(value: number): string {
  const number = texNumber(value);
  return number.includes('^') ? `(${number})` : number;
}

/** Six decimals: the value a line of arithmetic ends in. */
export function texResult(value: number): string {
  if (!Number.isFinite(value)) return texNumber(value);
  return Math.abs(value) > 0 && Math.abs(value) < 1e-4 ? texNumber(value, 6) : value.toFixed(6);
}

/** A factor or a later summand: a negative number in parentheses. */
export const texFactor = (value: number, digits = 4): string =>
  value < 0 ? `(${texNumber(value, digits)})` : texNumber(value, digits);
