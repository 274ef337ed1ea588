/** How numbers spread. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation of a sample, with n − 1; NaN of fewer than two. */
  readonly deviation: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const { length } = values;
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: length < 2 ? Number.NaN : Math.sqrt(squares / (length - 1)) };
}
