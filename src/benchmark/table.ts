/**
 * The table: at each length every method in turn, step for step, as far as the time goes. What
 * could not be measured is a row that says why.
 */
import type { Painter } from '../paint/painter.ts';
import { shownStore } from '../show/shown.ts';
import { canvasSurface } from './canvas.ts';
import type { BenchmarkOptions } from './options.ts';
import { readBack } from './readback.ts';
import { median, quantile, rounded } from './statistics.ts';
import {
  type BenchmarkParts,
  type Method,
  type MethodName,
  nextBase,
  pageMethod,
  type Sample,
  showLength,
  stepped,
  warmUps,
} from './step.ts';
import { svgSurface } from './svg.ts';

export type Row = { readonly length: number; readonly method: MethodName } & (
  | {
      readonly finished: true;
      readonly steps: number;
      /** Milliseconds from the slider's event to the end of the frame that shows it. */
      readonly median: number;
      readonly p95: number;
      /** Medians over the page's own at this length. */
      readonly ratio: number;
      /** The same, up to the last pixel drawn: without the wait for the screen. */
      readonly drawnMedian: number;
      readonly drawnRatio: number;
      /** Of one step, medians. */
      readonly bytesRead: number;
      readonly dispatches: number;
      /** Draw calls, images or rectangles. */
      readonly draws: number;
    }
  | { readonly finished: false; readonly reason: string }
);

/** The methods take turns, so that a busy moment of the machine hits all of them. */
const rounds = 3;
const fewestSteps = 3;
/** Steps as slow as this are taken in one turn: a warm-up for each would cost too much. */
const slowMs = 1_500;

export async function measuredRows(
  options: BenchmarkOptions,
  painter: Painter,
  parts: BenchmarkParts,
): Promise<Row[]> {
  const methods: readonly Method[] = [
    pageMethod(painter),
    readBack('image-data', painter, parts, canvasSurface),
    readBack('svg', painter, parts, svgSurface),
  ];
  const until = performance.now() + options.budgetMs;
  const rows: Row[] = [];
  for (const [i, length] of options.lengths.entries()) {
    const share = (until - performance.now()) / (options.lengths.length - i);
    rows.push(...(await measuredLength(length, share, rows, methods, options, painter, parts)));
  }
  return rows;
}

async function measuredLength(
  length: number,
  share: number,
  before: readonly Row[],
  methods: readonly Method[],
  options: BenchmarkOptions,
  painter: Painter,
  parts: BenchmarkParts,
): Promise<Row[]> {
  showLength(length, options);
  const reasons = new Map<MethodName, string>();
  const perRound = new Map<MethodName, readonly number[]>();
  const samples = new Map<MethodName, Sample[]>(methods.map(({ name }) => [name, []]));
  const stepOf = (method: Method) => stepped(method, nextBase(), painter, parts);

  if (share < 1000) for (const { name } of methods) reasons.set(name, 'the time was up');
  const refusal = reasonAgainst(length, before, options);
  if (refusal !== null) reasons.set('svg', refusal);
  for (let round = 0; round < rounds; round += 1) {
    for (const method of methods) {
      const due = perRound.get(method.name);
      if (reasons.has(method.name) || due?.[round] === 0) continue;
      method.enter();
      shownStore.setState({ painter: method.painter });
      try {
        let usual = 0;
        for (let i = 0; i < (round === 0 ? warmUps : 1); i += 1) {
          usual = (await stepOf(method)).painted;
        }
        const plan = due ?? planned(share / methods.length, usual, options.steps);
        perRound.set(method.name, plan);
        for (let i = 0; i < (plan[round] ?? 0); i += 1) {
          samples.get(method.name)?.push(await stepOf(method));
        }
      } catch (error) {
        reasons.set(method.name, error instanceof Error ? error.message : String(error));
      } finally {
        method.leave();
        shownStore.setState({ painter });
      }
    }
  }
  for (const { painter: stood } of methods) if (stood !== painter) stood.stop();
  const own = samples.get('page') ?? [];
  return methods.map(({ name }) =>
    rowOf(length, name, samples.get(name) ?? [], own, reasons.get(name)),
  );
}

/** How many steps of a method are counted in each round. */
function planned(shareMs: number, usualMs: number, most: number): readonly number[] {
  const affordable = Math.floor(shareMs / Math.max(usualMs, 1)) - warmUps - rounds;
  const count = Math.min(Math.max(affordable, fewestSteps), most);
  if (usualMs > slowMs) return [count, ...Array<number>(rounds - 1).fill(0)];
  return Array<number>(rounds).fill(Math.ceil(count / rounds));
}

function rowOf(
  length: number,
  method: MethodName,
  samples: readonly Sample[],
  own: readonly Sample[],
  reason: string | undefined,
): Row {
  if (reason !== undefined || samples.length === 0) {
    return { length, method, finished: false, reason: reason ?? 'no step was counted' };
  }
  const of = (name: keyof Sample, among = samples) => median(among.map((sample) => sample[name]));
  return {
    length,
    method,
    finished: true,
    steps: samples.length,
    median: rounded(of('painted')),
    p95: rounded(
      quantile(
        samples.map(({ painted }) => painted),
        0.95,
      ),
    ),
    ratio: rounded(of('painted') / of('painted', own)),
    drawnMedian: rounded(of('drawn')),
    drawnRatio: rounded(of('drawn') / of('drawn', own)),
    bytesRead: of('bytesRead'),
    dispatches: of('dispatches'),
    draws: of('draws'),
  };
}

/** Why SVG is not tried at a length, or null. */
function reasonAgainst(
  length: number,
  before: readonly Row[],
  options: BenchmarkOptions,
): string | null {
  const rectangles = rectanglesAt(length, options);
  if (rectangles > options.mostRectangles) {
    return `${rectangles} rectangles; above ${options.mostRectangles} it is not tried`;
  }
  const last = before.findLast(({ method }) => method === 'svg');
  if (!last?.finished) return last ? `it did not finish at length ${last.length}` : null;
  const expected = (last.median * rectangles) / rectanglesAt(last.length, options);
  if (expected <= options.longestStepMs) return null;
  return `${rectangles} rectangles would take about ${Math.round(expected / 1000)} s a step, from ${Math.round(last.median)} ms at length ${last.length}`;
}

function rectanglesAt(length: number, { dim }: BenchmarkOptions): number {
  return length * dim + 2 * length * length;
}
