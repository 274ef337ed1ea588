/** The pass over all heads at several lengths, beside the plain composition of tfjs operations. */
import { defaultSpec, type Spec } from '../state/spec.ts';
import type { BenchmarkOptions } from './options.ts';
import { median, rounded } from './statistics.ts';
import type { BenchmarkParts } from './step.ts';

export type PassRow = { readonly length: number } & (
  | {
      readonly finished: true;
      readonly runs: number;
      /** Milliseconds, medians; the two take turns. */
      readonly page: number;
      readonly composed: number;
      /** Composed over the page's own. */
      readonly ratio: number;
    }
  | { readonly finished: false; readonly reason: string }
);

const mostRuns = 5;

export async function measuredPass(
  options: BenchmarkOptions,
  parts: BenchmarkParts,
): Promise<PassRow[]> {
  const until = performance.now() + options.passBudgetMs;
  const rows: PassRow[] = [];
  for (const length of options.passLengths) {
    const spec: Spec = { ...defaultSpec, length, dim: options.dim, heads: options.heads };
    rows.push(await measuredLength(spec, until, parts));
  }
  return rows;
}

async function measuredLength(spec: Spec, until: number, parts: BenchmarkParts): Promise<PassRow> {
  const { length } = spec;
  if (performance.now() > until) return { length, finished: false, reason: 'the time was up' };
  const [page, composed]: [number[], number[]] = [[], []];
  try {
    // The first of each compiles its programs and is not counted.
    await parts.pass(spec, 'page');
    await parts.pass(spec, 'composed');
    do {
      page.push(await parts.pass(spec, 'page'));
      composed.push(await parts.pass(spec, 'composed'));
    } while (page.length < mostRuns && performance.now() < until);
  } catch (error) {
    return { length, finished: false, reason: String(error) };
  }
  const [own, plain] = [median(page), median(composed)];
  return {
    length,
    finished: true,
    runs: page.length,
    page: rounded(own),
    composed: rounded(plain),
    ratio: rounded(plain / own),
  };
}
