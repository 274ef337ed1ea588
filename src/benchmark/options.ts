/** What a benchmark can be asked for; a name or a value that there is not is refused. */

export interface BenchmarkOptions {
  /** Lengths of the table, ascending. */
  readonly lengths: readonly number[];
  /** Counted steps of a method at a length, at most; fewer where time is short. */
  readonly steps: number;
  /** For everything; what there is no time for is reported as unfinished. */
  readonly budgetMs: number;
  /** Lengths of the pass over all heads, and the time for it. */
  readonly passLengths: readonly number[];
  readonly passBudgetMs: number;
  /** For the trained encoder's sentences, without its download; each has three runs at least. */
  readonly modelBudgetMs: number;
  readonly dim: number;
  readonly heads: number;
  readonly dragLength: number;
  readonly dragEvents: number;
  readonly dragGapMs: number;
  /** Rectangles above which SVG is not tried: a browser's memory ends before its patience. */
  readonly mostRectangles: number;
  /** A step of SVG that is bound to take longer is not tried. */
  readonly longestStepMs: number;
}

const defaults: BenchmarkOptions = {
  lengths: [64, 256, 512, 1024, 2048],
  steps: 12,
  budgetMs: 240_000,
  passLengths: [128, 512, 1024, 2048],
  passBudgetMs: 90_000,
  modelBudgetMs: 60_000,
  dim: 64,
  heads: 8,
  dragLength: 512,
  dragEvents: 120,
  dragGapMs: 4,
  mostRectangles: 700_000,
  longestStepMs: 6_000,
};

/** @throws RangeError for an option that there is not, or of another type */
export function optionsOf(given: unknown): BenchmarkOptions {
  const asked = given ?? {};
  if (typeof asked !== 'object') throw new RangeError('bench: the options are an object');
  const numbers = (value: unknown): value is number[] =>
    Array.isArray(value) &&
    value.every((entry) => Number.isInteger(entry) && entry >= 1 && entry <= 4096);
  for (const [name, value] of Object.entries(asked)) {
    if (!Object.hasOwn(defaults, name)) {
      throw new RangeError(
        `bench: no option ${name}; there are ${Object.keys(defaults).join(', ')}`,
      );
    }
    const fits =
      name === 'lengths' || name === 'passLengths'
        ? numbers(value)
        : typeof value === 'number' && value > 0;
    if (!fits) throw new RangeError(`${name}: ${JSON.stringify(value)} is not what it takes`);
  }
  return { ...defaults, ...asked };
}
