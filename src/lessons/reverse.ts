/**
 * The reverse game's heatmaps are the page's own, and a guess is held against the puzzle number by number,
 * in float64. What looks the same is as good. Knows no store and no DOM.
 */
import { seededNormal } from '../encodings/seeded.ts';
import { rowProducts, similarityFrom } from '../encodings/similarity.ts';
import { problemOf } from '../state/fitted.ts';
import { dimsOf, familyOf, type Spec, schemeOf } from '../state/spec.ts';
import { type Found, type Level, levelOf } from './puzzles.ts';
import { type StepState, stepState } from './stepState.ts';

/** The state of the page that shows what was found, as a step of a lesson has one. */
export function stateOf(number: number, { encoding, dim, base }: Found): StepState {
  const { map, length } = levelOf(number);
  const hidden = map === 'positions' ? 'similarityMap' : 'positionMap';
  const own = encoding === 'sinusoidal' ? `&base=${base}` : '';
  return stepState(
    {
      shows: `encoding=${encoding}&dim=${dim}&heads=1&length=${length}${own}&hide=attentionMap,${hidden}`,
    },
    'en',
  );
}

/** What told a guess from the puzzle. */
export interface Apart {
  readonly encoding: boolean;
  readonly dim: boolean;
  readonly base: boolean;
  /** How often the slowest hand of each goes round within the text; of sinusoids. */
  readonly turns: { readonly truth: number; readonly guess: number } | null;
  /** Where the numbers lie farthest apart, and both; null where the maps have other sizes. */
  readonly largest: {
    readonly row: number;
    readonly column: number;
    readonly truth: number;
    readonly guess: number;
  } | null;
}

/** Null where the guess gives the same picture. */
export function toldApart(number: number, truth: Found, guess: Found): Apart | null {
  const { map } = levelOf(number);
  const [a, b] = [stateOf(number, truth).spec, stateOf(number, guess).spec];
  const sameSize = map === 'similarity' || truth.dim === guess.dim;
  const largest = sameSize ? farthest(a, b, map) : null;
  if (largest && Math.abs(largest.truth - largest.guess) <= 1e-6) return null;
  const waves = truth.encoding === 'sinusoidal' && guess.encoding === 'sinusoidal';
  return {
    encoding: truth.encoding !== guess.encoding,
    dim: truth.dim !== guess.dim,
    base: waves && truth.base !== guess.base,
    turns: waves ? { truth: turnsOf(a, truth), guess: turnsOf(b, guess) } : null,
    largest,
  };
}

function turnsOf({ length }: Spec, { dim, base }: Found): number {
  return ((length - 1) * base ** -((dim - 2) / dim)) / (2 * Math.PI);
}

function farthest(a: Spec, b: Spec, map: Level['map']): Apart['largest'] {
  const [first, second] = [valuesOf(a, map), valuesOf(b, map)];
  let best = { row: 0, column: 0, truth: first(0, 0), guess: second(0, 0) };
  const columns = map === 'positions' ? a.dim : a.length;
  for (let row = 0; row < a.length; row++) {
    for (let column = 0; column < columns; column++) {
      const [truth, guess] = [first(row, column), second(row, column)];
      if (Math.abs(truth - guess) > Math.abs(best.truth - best.guess)) {
        best = { row, column, truth, guess };
      }
    }
  }
  return best;
}

/** A map of a Spec in float64, cell by cell. */
function valuesOf(spec: Spec, map: Level['map']): (row: number, column: number) => number {
  const problem = problemOf(spec);
  const exact = schemeOf(spec).exact?.(spec.params, dimsOf(spec), seededNormal(spec.seed));
  if (problem !== null || !exact) throw new Error(`reverse: ${spec.encoding} has no such map`);
  if (map === 'positions') return (row, column) => exact.cell(row, column);
  return (row, column) =>
    similarityFrom(
      rowProducts(exact, spec.dim, row, column, 0),
      spec.dim,
      familyOf(spec),
      spec.similarity,
    );
}
