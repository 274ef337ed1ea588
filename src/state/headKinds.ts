/** What heads of a language model are known to do, and which weights show it. Plain numbers, no tensors. */

/**
 * previous   a query looks at the token before it
 * sink       at the first token, whatever it is (Xiao et al. 2023, arXiv 2309.17453)
 * induction  at the token after an earlier occurrence of its own (Olsson et al. 2022, arXiv 2209.11895)
 */
export const headKinds = ['previous', 'sink', 'induction'] as const;
type HeadKind = (typeof headKinds)[number];

/** The keys that count for a query. */
const keysOf: Readonly<
  Record<HeadKind, (ids: readonly number[], query: number) => readonly number[]>
> = {
  previous: (_ids, query) => (query > 0 ? [query - 1] : []),
  sink: (_ids, query) => (query > 0 ? [0] : []),
  induction: (ids, query) =>
    ids
      .slice(0, Math.max(query - 1, 0))
      .flatMap((id, place) => (id === ids[query] ? [place + 1] : [])),
};

/**
 * What each weight is multiplied by, so that their sum is the mean over the queries that have such a key
 * of the weight that is given to it, or to all of them, [query · key, kind]; zeros where no query has one.
 */
export function kindShares(ids: readonly number[]): Float32Array {
  const { length } = ids;
  const shares = new Float32Array(length * length * headKinds.length);
  for (const [at, kind] of headKinds.entries()) {
    const keys = ids.map((_, query) => keysOf[kind](ids, query));
    const queries = keys.filter((each) => each.length > 0).length;
    for (const [query, each] of keys.entries()) {
      for (const key of each) {
        shares[(query * length + key) * headKinds.length + at] = 1 / queries;
      }
    }
  }
  return shares;
}

/** Whether a token of the line has an earlier occurrence with a token between the two. */
export function repeats(ids: readonly number[]): boolean {
  return ids.some((_, query) => keysOf.induction(ids, query).length > 0);
}
