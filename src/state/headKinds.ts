/** What heads of a language model are known to do, and which weights show it. Plain numbers, no tensors. */

/**
 * previous   a query looks at the token before it
 * sink       at the first token, whatever it is (Xiao et al. 2023, arXiv 2309.17453)
 * induction  at the token after an earlier occurrence of its own (Olsson et al. 2022, arXiv 2209.11895)
 */
export const headKinds = ['previous', 'sink', 'induction'] as const;
type HeadKind = (typeof headKinds)[number];

/** Whether a key counts for a query. */
const counts: Readonly<
  Record<HeadKind, (ids: readonly number[], query: number, key: number) => boolean>
> = {
  previous: (_ids, query, key) => key === query - 1,
  sink: (_ids, query, key) => key === 0 && query > 0,
  induction: (ids, query, key) => key > 0 && key < query && ids[key - 1] === ids[query],
};

/**
 * What each weight is multiplied by, so that their sum is the mean over the queries that have such a key
 * of the weight that is given to it, or to all of them, [query · key, kind]; zeros where no query has one.
 */
export function kindShares(ids: readonly number[]): Float32Array {
  const { length } = ids;
  const shares = new Float32Array(length * length * headKinds.length);
  for (const [at, kind] of headKinds.entries()) {
    const cells = Array.from({ length: length * length }, (_, cell) => cell).filter((cell) =>
      counts[kind](ids, Math.floor(cell / length), cell % length),
    );
    const queries = new Set(cells.map((cell) => Math.floor(cell / length))).size;
    for (const cell of cells) shares[cell * headKinds.length + at] = 1 / queries;
  }
  return shares;
}

/** Whether a token of the line has an earlier occurrence with a token between the two. */
export function repeats(ids: readonly number[]): boolean {
  return ids.some((id, query) => ids.slice(0, Math.max(query - 1, 0)).includes(id));
}
