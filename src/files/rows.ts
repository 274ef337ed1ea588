/**
 * Some rows of a matrix in a file, by number, in any order: neighbours are read together, several
 * ranges at once.
 */
import { matrixOf, type TensorInfo } from './stored.ts';
import type { Tensors } from './tensors.ts';

/** Reads under way at once: what a browser opens to one host. */
const atOnce = 6;

/**
 * @param ids  rows of the matrix, repeats allowed
 * @returns    [ids, columns]
 * At most twice as many rows are read as were asked for.
 */
export async function readRows(
  tensors: Tensors,
  { name, shape }: TensorInfo,
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const columns = matrixOf(shape)?.columns ?? 0;
  const values = new Float32Array(ids.length * columns);
  const places = new Map<number, number[]>();
  for (const [place, id] of ids.entries()) places.set(id, [...(places.get(id) ?? []), place]);
  const runs = runsOf([...places.keys()]).values();
  const work = async () => {
    for (const [from, to] of runs) {
      const rows = await tensors.read(name, { rows: [from, to], signal });
      for (let id = from; id < to; id++) {
        const row = rows.subarray((id - from) * columns, (id - from + 1) * columns);
        for (const place of places.get(id) ?? []) values.set(row, place * columns);
      }
    }
  };
  // All workers draw from one iterator, so each run is read once.
  await Promise.all(Array.from({ length: atOnce }, work));
  return values;
}

/** Ranges that cover the ids; two are joined where the gap is no larger than what it joins. */
export function runsOf(ids: readonly number[]): readonly (readonly [from: number, to: number])[] {
  const runs: { from: number; to: number; wanted: number }[] = [];
  for (const id of ids.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && id + 1 - last.from <= 2 * (last.wanted + 1)) {
      last.to = id + 1;
      last.wanted++;
    } else {
      runs.push({ from: id, to: id + 1, wanted: 1 });
    }
  }
  return runs.map(({ from, to }) => [from, to] as const);
}
