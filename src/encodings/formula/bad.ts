/** What a formula may yield that is no number to look at: 0/0, 1/0. The table keeps it; this counts. */

export interface BadNumbers {
  readonly nan: number;
  readonly infinite: number;
}

export function countBad(values: ArrayLike<number>): BadNumbers {
  let nan = 0;
  let infinite = 0;
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell];
    if (Number.isNaN(value)) nan += 1;
    else if (!Number.isFinite(value)) infinite += 1;
  }
  return { nan, infinite };
}
