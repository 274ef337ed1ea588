/** The weights of a racer: by name while it computes, one row of numbers while it learns. */
import {
  add,
  concat,
  pad,
  reshape,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
} from '@tensorflow/tfjs-core';
import {
  type Entry,
  type NormalStream,
  type SeededNormal,
  seededNormal,
} from '../../encodings/seeded.ts';

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where its numbers start: of row and column, its last axis counted as the columns. */
  readonly start: Entry;
}

export type Weights = ReadonlyMap<string, Tensor>;

export function sizeOf({ shape }: Parameter): number {
  return shape.reduce((product, each) => product * each, 1);
}

/** The numbers all of them start with, one parameter behind another. */
export function startOf(parameters: readonly Parameter[]): Float32Array {
  const numbers = new Float32Array(parameters.reduce((sum, each) => sum + sizeOf(each), 0));
  let cell = 0;
  for (const parameter of parameters) {
    const columns = parameter.shape.at(-1) ?? 1;
    const size = sizeOf(parameter);
    for (let at = 0; at < size; at++) {
      numbers[cell++] = parameter.start(Math.floor(at / columns), at % columns);
    }
  }
  return numbers;
}

/** Each parameter as a tensor of its own. */
export function apart(parameters: readonly Parameter[], row: Tensor1D): Tensor[] {
  let from = 0;
  return parameters.map((parameter) => {
    const size = sizeOf(parameter);
    const own = reshape(slice(row, from, size), [...parameter.shape]);
    from += size;
    return own;
  });
}

/** What `apart` takes apart. */
export function inARow(tensors: readonly Tensor[]): Tensor1D {
  return concat(tensors.map((each): Tensor1D => reshape(each, [each.size])));
}

export function byName(parameters: readonly Parameter[], tensors: readonly Tensor[]): Weights {
  return new Map(
    parameters.flatMap(({ name }, i) => {
      const tensor = tensors[i];
      return tensor ? [[name, tensor] as const] : [];
    }),
  );
}

/** What a scheme's stream is called among the parameters. */
const nameOf = (stream: string) => `encoding.${stream}`;

/**
 * What a scheme learns: whatever tables it asks for while `run` computes.
 *
 * @param run  a pass of the longest sequences that it will be trained on
 */
export function learnedBy(seed: number, run: (normal: SeededNormal) => void): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  const draw = seededNormal(seed);
  run((stream) => {
    const train: NormalStream['train'] = (start) => (rows, columns, from) => {
      const [knownRows = 0, knownColumns = 0] = found.get(stream)?.shape ?? [];
      const shape = [Math.max(rows, knownRows), Math.max(from + columns, knownColumns)];
      found.set(stream, { name: nameOf(stream), shape, start });
      return hostTable(start, rows, columns, from);
    };
    return Object.assign((row: number, column: number) => draw(stream)(row, column), { train });
  });
  return [...found.values()];
}

/** What a scheme is given in place of seeded numbers: its learned tables are among the weights. */
export function trainedNormal(seed: number, weights: Weights): SeededNormal {
  const draw = seededNormal(seed);
  return (stream) => {
    const numbers = draw(stream);
    const table = weights.get(nameOf(stream));
    if (!table) return numbers;
    const train: NormalStream['train'] = (start) => (rows, columns, from) =>
      partOf(table as Tensor2D, start, rows, columns, from);
    return Object.assign((row: number, column: number) => numbers(row, column), { train });
  };
}

/** A part of a learned table; rows and columns behind its end are as they start, and stay so. */
function partOf(
  table: Tensor2D,
  start: Entry,
  rows: number,
  columns: number,
  from: number,
): Tensor2D {
  const [allRows, allColumns] = table.shape;
  if (from === 0 && rows === allRows && columns === allColumns) return table;
  const [own, wide] = [Math.min(rows, allRows), Math.min(columns, allColumns - from)];
  const within: Tensor2D = slice(table, [0, from], [own, wide]);
  if (own === rows && wide === columns) return within;
  const behind = hostTable(
    (row, column) => (row < own && column < from + wide ? 0 : start(row, column)),
    rows,
    columns,
    from,
  );
  return add(
    pad(within, [
      [0, rows - own],
      [0, columns - wide],
    ]),
    behind,
  );
}

function hostTable(entry: Entry, rows: number, columns: number, from: number): Tensor2D {
  const data = Float32Array.from({ length: rows * columns }, (_, cell) =>
    entry(Math.floor(cell / columns), from + (cell % columns)),
  );
  return tensor2d(data, [rows, columns]);
}
