/** What is asked about longer lines: the current scheme, and RoPE with each scaling beside it. */
import { problemOf } from '../state/fitted.ts';
import { defaultParams, paramsOf, positionLimit, type Spec, schemeOf } from '../state/spec.ts';

const factors = [1, 2, 4, 8, 16, 32, 64] as const;
export const longest = 4096;

export interface Question {
  readonly spec: Spec;
  readonly factor: number;
  /** Of RoPE beside it; null for the current scheme. */
  readonly scaling: string | null;
}

/** The longest of the factors up to `limit` that there is room for. */
export function factorsFor({ length, start }: Spec, limit: number): readonly number[] {
  const most = Math.min(longest, positionLimit - start);
  return factors.filter((factor) => factor <= limit && length * factor <= most);
}

/** Rows of its scheme's table from the start on; null where no table ends. */
export function rowsLeft(spec: Spec): number | null {
  const rows = schemeOf(spec).rowsFor?.(spec.params) ?? null;
  return rows === null ? null : Math.max(rows - spec.start, 0);
}

export function questionsFor(spec: Spec, limit: number): readonly Question[] {
  const all = factorsFor(spec, limit);
  const last = all.at(-1) ?? 1;
  const rows = rowsLeft(spec) ?? longest;
  const mine = all.flatMap((factor): Question[] => {
    const length = Math.min(spec.length * factor, rows);
    // Past the end of the table a longer line is the same line.
    if (length < 1 || spec.length * (factor / 2) >= rows) return [];
    return [{ spec: { ...spec, length }, factor, scaling: null }];
  });
  return [...mine, ...scalingsOf(spec, last)].filter((each) => problemOf(each.spec) === null);
}

function scalingsOf(spec: Spec, factor: number): Question[] {
  const scaling = paramsOf('rope').find(({ name }) => name === 'scaling');
  if (scaling?.kind !== 'choice') return [];
  const params = spec.encoding === 'rope' ? spec.params : defaultParams('rope');
  return scaling.options.map(({ value }) => ({
    factor,
    scaling: value,
    spec: {
      ...spec,
      encoding: 'rope',
      length: spec.length * factor,
      params: {
        ...params,
        scaling: value,
        factor: Math.max(factor, 1),
        originalLength: Math.max(spec.length, 16),
      },
    },
  }));
}
