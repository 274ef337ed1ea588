/**
 * How the variance of columns of numbers is spread over frequencies along their rows: discrete
 * Fourier transforms in float64, of any length.
 */

/** Share of the variance at 0, 1, 2 … ⌊rows/2⌋ turns over all rows; sums to 1, or all 0. */
export type Spectrum = Float64Array;

/** A place in a spectrum that stands out. */
export interface Peak {
  /** Turns over all rows. */
  readonly turns: number;
  readonly share: number;
}

/** How many times the mean share a peak has at least; noise of many columns stays far below. */
const standsOut = 4;
/** Of two peaks nearer than this, as a ratio, the larger counts. */
const apart = 1.6;

/**
 * The power spectra of all columns, each with its mean subtracted, added up.
 *
 * @param table  [rows, columns], row-major, finite
 */
export function spectrumOf(table: ArrayLike<number>, rows: number, columns: number): Spectrum {
  const power = new Float64Array(Math.floor(rows / 2) + 1);
  const roots = rootsOf(rows);
  // Two real columns are one complex one; what they have together is what is asked for.
  for (let column = 0; column < columns; column += 2) {
    const re = centred(table, rows, columns, column);
    const im =
      column + 1 < columns ? centred(table, rows, columns, column + 1) : new Float64Array(rows);
    const found = transformed({ re, im }, roots);
    for (let turns = 1; turns < power.length; turns++) {
      const back = rows - turns;
      const there = squareAt(found, turns) + (back === turns ? 0 : squareAt(found, back));
      power[turns] = (power[turns] ?? 0) + there;
    }
  }
  const all = power.reduce((sum, each) => sum + each, 0);
  return all > 0 ? power.map((each) => each / all) : power;
}

/** The largest peaks, by their turns; none where nothing stands out. */
export function peaksOf(spectrum: Spectrum, most: number): readonly Peak[] {
  const least = standsOut / Math.max(spectrum.length - 1, 1);
  const at = (turns: number) => spectrum[turns] ?? 0;
  const peaks: Peak[] = [];
  const tops = Array.from(spectrum, (share, turns) => ({ turns, share })).filter(
    ({ turns, share }) => share >= least && share >= at(turns - 1) && share >= at(turns + 1),
  );
  for (const top of tops.toSorted((a, b) => b.share - a.share)) {
    const near = peaks.some(
      ({ turns }) => Math.max(turns, top.turns) < apart * Math.min(turns, top.turns),
    );
    if (!near && peaks.length < most) peaks.push(top);
  }
  return peaks.toSorted((a, b) => a.turns - b.turns);
}

/** Where a spectrum is largest. */
export function strongest(spectrum: Spectrum): Peak {
  const turns = spectrum.reduce((best, share, k) => (share > (spectrum[best] ?? 0) ? k : best), 0);
  return { turns, share: spectrum[turns] ?? 0 };
}

interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** exp(−2πi·k/n), k = 0…n − 1. */
function rootsOf(n: number): Complex {
  const angles = Float64Array.from({ length: n }, (_, k) => (-2 * Math.PI * k) / n);
  return { re: angles.map(Math.cos), im: angles.map(Math.sin) };
}

function centred(table: ArrayLike<number>, rows: number, columns: number, column: number) {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = table[row * columns + column] ?? 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / rows;
  return values.map((value) => value - mean);
}

function squareAt({ re, im }: Complex, k: number): number {
  return (re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2;
}

/**
 * The transform of any length, by its smallest factor again and again; a prime is worked out term
 * by term. Source: Cooley & Tukey 1965.
 *
 * @param roots  of unity, as many as the whole transform is long
 */
function transformed(values: Complex, roots: Complex): Complex {
  const n = values.re.length;
  const factor = smallestFactor(n);
  const [short, stride] = [n / factor, roots.re.length / n];
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  for (let first = 0; first < factor; first++) {
    const taken = { re: every(values.re, first, factor), im: every(values.im, first, factor) };
    const part = short === 1 ? taken : transformed(taken, roots);
    // root is first · k turned once around; counted up, because a remainder would take longest.
    for (let k = 0, root = 0, at = 0; k < n; k++) {
      const cos = roots.re[root] ?? 0;
      const sin = roots.im[root] ?? 0;
      const x = part.re[at] ?? 0;
      const y = part.im[at] ?? 0;
      re[k] = (re[k] ?? 0) + x * cos - y * sin;
      im[k] = (im[k] ?? 0) + x * sin + y * cos;
      root += first * stride;
      if (root >= n * stride) root -= n * stride;
      at = at + 1 === short ? 0 : at + 1;
    }
  }
  return { re, im };
}

function every(values: Float64Array, first: number, step: number): Float64Array {
  const taken = new Float64Array(values.length / step);
  for (let i = 0; i < taken.length; i++) taken[i] = values[first + i * step] ?? 0;
  return taken;
}

function smallestFactor(n: number): number {
  for (let factor = 2; factor * factor <= n; factor++) if (n % factor === 0) return factor;
  return n;
}
