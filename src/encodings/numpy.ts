/** Numbers as they stand in Python: what the lines that compute a cell with NumPy are made of. */

export function pyNumber(value: number): string {
  if (Number.isNaN(value)) return 'np.nan';
  if (!Number.isFinite(value)) return value > 0 ? 'np.inf' : '-np.inf';
  return String(value);
}

export function pyArray(values: ArrayLike<number>, number = pyNumber): string {
  return `np.array([${Array.from(values, number).join(', ')}])`;
}

/** Names and their values in one line: `p, i, d = 12, 3, 64`. */
export function pyGiven(values: Readonly<Record<string, number>>): string {
  return `${Object.keys(values).join(', ')} = ${Object.values(values).map(pyNumber).join(', ')}`;
}

export const pyLines = (...lines: readonly string[]): string => lines.join('\n');

/** Always as a float: `2.0`. */
export const pyFloat = (value: number): string =>
  Number.isInteger(value) ? `${value}.0` : pyNumber(value);

/** A text as Python and JSON write it. */
export const pyText = (text: string): string => JSON.stringify(text);
