/** Weights of a trained racer as another one begins with them. No tensors. */
import type { RacerWeights } from '../state/raceWeights.ts';

interface Part {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numbers: Float32Array;
}

/**
 * The weights with some of them changed or left out, before a first step: nothing is remembered of
 * gradients.
 *
 * @param change  what a parameter becomes; null leaves it out
 */
export function moved(
  { parameters, weights }: RacerWeights,
  change: (part: Part) => Part | null,
): RacerWeights {
  let from = 0;
  const parts = parameters.flatMap(({ name, shape }) => {
    const size = shape.reduce((product, each) => product * each, 1);
    const numbers = weights.subarray(from, from + size);
    from += size;
    return change({ name, shape, numbers }) ?? [];
  });
  const size = parts.reduce((sum, { numbers }) => sum + numbers.length, 0);
  const row = new Float32Array(size);
  let at = 0;
  for (const { numbers } of parts) {
    row.set(numbers, at);
    at += numbers.length;
  }
  const zeros = new Float32Array(size);
  return {
    step: 0,
    parameters: parts.map(({ name, shape }) => ({ name, shape })),
    weights: row,
    mean: zeros,
    meanSquare: zeros,
  };
}

/** Whether a scheme learned it, among the parameters of a racer. */
export const isOfEncoding = ({ name }: Pick<Part, 'name'>): boolean => name.startsWith('encoding.');

/**
 * A table of more rows whose first and last are those of before: between them lines from row to row.
 *
 * @param rows  2 or more
 */
export function stretched({ name, shape, numbers }: Part, rows: number): Part {
  const [before = 0, columns = 0] = shape;
  const table = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const place = (row * (before - 1)) / (rows - 1);
    const first = Math.min(Math.floor(place), before - 2);
    const share = place - first;
    for (let column = 0; column < columns; column++) {
      const above = numbers[first * columns + column] ?? 0;
      const below = numbers[(first + 1) * columns + column] ?? 0;
      table[row * columns + column] = above + share * (below - above);
    }
  }
  return { name, shape: [rows, columns], numbers: table };
}

/** A table with rows of zeros after its own. */
export function lengthened({ name, shape, numbers }: Part, rows: number): Part {
  const [, columns = 0] = shape;
  const table = new Float32Array(rows * columns);
  table.set(numbers);
  return { name, shape: [rows, columns], numbers: table };
}

/** Weights in which a low-rank change is part of the table that it changes. */
export function folded(weights: RacerWeights): RacerWeights {
  const parts = new Map<string, Part>();
  moved(weights, (part) => {
    parts.set(part.name, part);
    return part;
  });
  const whole = moved(weights, (part) => {
    if (/^encoding\..*\.(down|up)$/.test(part.name)) return null;
    const [down, up] = [parts.get(`${part.name}.down`), parts.get(`${part.name}.up`)];
    if (!down || !up) return part;
    const [, columns = 0] = part.shape;
    const [rank = 0] = up.shape;
    const numbers = part.numbers.map((number, cell) => {
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      let change = 0;
      for (let way = 0; way < rank; way++) {
        const above = up.numbers[way * columns + column] ?? 0;
        change += (down.numbers[row * rank + way] ?? 0) * above;
      }
      return number + change;
    });
    return { ...part, numbers };
  });
  return { ...whole, step: weights.step };
}
