/**
 * The trained encoder: the page's own pass beside the graph model of the same package as tfjs's
 * converter executes it, sentence for sentence, taking turns. The graph has threads of its own, one
 * for each backend that runs it; where one does not, it is said why.
 */
import type { DeviceInfo } from '../state/frame.ts';
import type { BenchmarkOptions } from './options.ts';
import { sentences } from './sentences.ts';
import { median, rounded } from './statistics.ts';

type Backend = DeviceInfo['backend'];

const backends: readonly Backend[] = ['webgpu', 'webgl', 'cpu'];

/** What main.tsx lends: the encoder as the page runs it, and the graph. */
export interface ModelParts {
  /** The token ids of the texts; fetches the model's files, where they are not here yet. */
  ids(texts: readonly string[]): Promise<readonly (readonly number[])[]>;
  /** The sentence vector with positions as trained, through the page's pipeline. */
  page(text: string): Promise<Float32Array>;
  openGraph(backend: Backend): Promise<Graph>;
}

interface Graph {
  sentence(
    ids: readonly number[],
  ): Promise<{ readonly milliseconds: number; readonly vector: Float32Array }>;
  stop(): void;
}

export type ModelBenchmark =
  | {
      readonly finished: true;
      readonly rows: readonly ModelRow[];
      /** Backends that the graph does not run on here, or not right. */
      readonly refusals: readonly Refusal[];
    }
  | { readonly finished: false; readonly reason: string };

interface Refusal {
  readonly backend: Backend;
  readonly reason: string;
}

/** A sentence on one of the graph's backends. */
interface ModelRow {
  readonly tokens: number;
  readonly backend: Backend;
  readonly runs: number;
  /** Milliseconds until the vector is read back, medians; all take turns. */
  readonly page: number;
  readonly graph: number;
  /** The graph's over the page's own. */
  readonly ratio: number;
  /** The largest between the numbers of the two vectors. */
  readonly difference: number;
}

/** As of the float64 goldens; a graph whose vectors differ more does not run right. */
const agreement = 2e-5;
const mostRuns = 9;
const fewestRuns = 3;

interface Text {
  readonly text: string;
  readonly ids: readonly number[];
  /** The page's own vector of it. */
  readonly vector: Float32Array;
}

interface Contender {
  readonly backend: Backend;
  readonly graph: Graph;
  /** From the page's own vector, by text. */
  readonly differences: readonly number[];
}

/** @param own  the page's backend; the graph is tried on it and on the plainer ones */
export async function measuredModel(
  options: BenchmarkOptions,
  own: Backend,
  parts: ModelParts,
): Promise<ModelBenchmark> {
  const rivals: Contender[] = [];
  const refusals: Refusal[] = [];
  try {
    const texts = await textsOf(parts);
    for (const backend of backends.slice(backends.indexOf(own))) {
      try {
        rivals.push(await rivalOn(backend, texts, parts));
      } catch (error) {
        refusals.push({ backend, reason: reasonOf(error) });
      }
    }
    const until = performance.now() + options.modelBudgetMs;
    const rows: ModelRow[] = [];
    for (const [place, text] of texts.entries()) {
      const share = (until - performance.now()) / (texts.length - place);
      rows.push(...(await measuredText(text, place, share, rivals, parts)));
    }
    return { finished: true, rows, refusals };
  } catch (error) {
    return { finished: false, reason: reasonOf(error) };
  } finally {
    for (const { graph } of rivals) graph.stop();
  }
}

/** Each text with its vector, which also compiles all that the page needs for it. */
async function textsOf(parts: ModelParts): Promise<Text[]> {
  const ids = await parts.ids(sentences);
  const texts: Text[] = [];
  for (const [i, text] of sentences.entries()) {
    texts.push({ text, ids: ids[i] ?? [], vector: await parts.page(text) });
  }
  return texts;
}

/** Opens the graph and runs every text once; throws where it cannot, or its vectors are others. */
async function rivalOn(
  backend: Backend,
  texts: readonly Text[],
  parts: ModelParts,
): Promise<Contender> {
  const graph = await parts.openGraph(backend);
  const differences: number[] = [];
  try {
    for (const { ids, vector } of texts) {
      const difference = largestDifference(vector, (await graph.sentence(ids)).vector);
      if (!(difference <= agreement)) {
        throw new Error(
          `the vector of ${ids.length} tokens is off by ${difference.toPrecision(2)}`,
        );
      }
      differences.push(difference);
    }
  } catch (error) {
    graph.stop();
    throw error;
  }
  return { backend, graph, differences };
}

async function measuredText(
  { text, ids }: Text,
  place: number,
  share: number,
  rivals: readonly Contender[],
  parts: ModelParts,
): Promise<ModelRow[]> {
  const until = performance.now() + share;
  const page: number[] = [];
  const times = rivals.map((): number[] => []);
  while (page.length < fewestRuns || (page.length < mostRuns && performance.now() < until)) {
    const since = performance.now();
    await parts.page(text);
    page.push(performance.now() - since);
    for (const [i, { graph }] of rivals.entries()) {
      times[i]?.push((await graph.sentence(ids)).milliseconds);
    }
  }
  const own = median(page);
  return rivals.map(({ backend, differences }, i) => {
    const other = median(times[i] ?? []);
    return {
      tokens: ids.length,
      backend,
      runs: page.length,
      page: rounded(own),
      graph: rounded(other),
      ratio: rounded(other / own),
      difference: differences[place] ?? Number.NaN,
    };
  });
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.NaN;
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] ?? 0))), 0);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
