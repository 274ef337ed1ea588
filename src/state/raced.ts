/**
 * Trained racers whose weights the page's pass can run with (Spec: `weights` raced, `racer` its name).
 * Held while the page is open: those of `race/recorded/` are fetched by name; one that was trained in
 * this page is in no link.
 */
import type { Entry, SeededNormal } from '../encodings/seeded.ts';
import { seededNormal } from '../encodings/seeded.ts';
import type { Racer } from './race.ts';
import type { RacerWeights } from './raceWeights.ts';
import type { Spec } from './spec.ts';

/** Of its norms: added to the variance before its root, as PyTorch does. */
export const racedEpsilon = 1e-5;

export interface RacedModel {
  /** As Spec's `racer` says it. */
  readonly name: string;
  readonly racer: Racer;
  readonly depth: number;
  readonly dim: number;
  readonly heads: number;
  /** How each token of its task is written, by its id. */
  readonly symbols: readonly string[];
  /** A sequence of its task, a character for each token. */
  readonly text: string;
  readonly learned: Pick<RacerWeights, 'parameters' | 'weights'>;
}

const held = new Map<string, RacedModel>();
let version = 0;

/** In force from the next computation on. */
export function holdRaced(model: RacedModel): void {
  if (held.get(model.name) === model) return;
  held.set(model.name, model);
  version += 1;
}

export const racedNamed = (name: string): RacedModel | null => held.get(name) ?? null;

export const heldRaced = (): readonly RacedModel[] => [...held.values()];

/** Another number whenever one more is held. */
export const heldRacedVersion = (): number => version;

/** The racer whose weights a Spec asks for; null where it asks for none, or it is not here. */
export function racedOf({ model, weights, racer }: Spec): RacedModel | null {
  return (model === 'seeded' && weights === 'raced' && held.get(racer)) || null;
}

interface Weight {
  readonly shape: readonly number[];
  /** Row by row. */
  readonly data: Float32Array;
}

/**
 * One of its tables or matrices; null where it has none of that name. Where a change of low rank was
 * learned beside it (`compute/race/lowRank.ts`), with that.
 */
export function weightOf(model: RacedModel, name: string): Weight | null {
  const table = ownWeight(model, name);
  const [down, up] = [ownWeight(model, `${name}.down`), ownWeight(model, `${name}.up`)];
  if (!table || !down || !up) return table;
  const [rank = 0, columns = 0] = up.shape;
  const data = table.data.map((value, cell) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    let sum = value;
    for (let at = 0; at < rank; at++) {
      sum += (down.data[row * rank + at] ?? 0) * (up.data[at * columns + column] ?? 0);
    }
    return sum;
  });
  return { shape: table.shape, data };
}

function ownWeight({ learned: { parameters, weights } }: RacedModel, name: string): Weight | null {
  let from = 0;
  for (const { name: own, shape } of parameters) {
    const size = shape.reduce((product, each) => product * each, 1);
    if (own === name) return { shape, data: weights.subarray(from, from + size) };
    from += size;
  }
  return null;
}

/** Whether what its scheme learns is what a racer has learned. */
export const hasLearned = (spec: Spec): boolean => racedOf(spec)?.racer.encoding === spec.encoding;

/** The numbers that a Spec's scheme draws: seeded, and those that its racer has learned. */
export function normalOf(spec: Spec): SeededNormal {
  const seeded = seededNormal(spec.seed);
  const model = racedOf(spec);
  if (!model || !hasLearned(spec)) return seeded;
  return (stream) => {
    const table = weightOf(model, `encoding.${stream}`);
    const numbers = seeded(stream);
    if (!table) return numbers;
    const [rows = 0, columns = 0] = table.shape;
    // Behind its end a table is as it starts.
    const kept =
      (start: Entry): Entry =>
      (row, column) =>
        row < rows && column < columns
          ? (table.data[row * columns + column] ?? 0)
          : start(row, column);
    return Object.assign((row: number, column: number) => numbers(row, column), { kept });
  };
}
