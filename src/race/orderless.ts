/** What can be said of a task without positions. */
import type { Batch } from './task.ts';

/**
 * The largest share that an encoder without positions can have right, however it was trained: it
 * computes equal tokens of a sequence alike, so of the places with the same token only those are right
 * that have the same answer. Of this batch, 0…1.
 */
export function mostWithoutOrder({ length, ids, targets, counted }: Batch): number {
  let [right, asked] = [0, 0];
  for (let from = 0; from < ids.length; from += length) {
    /** By token: how often each answer is right. */
    const answers = new Map<number, Map<number, number>>();
    for (let at = from; at < from + length; at++) {
      if (!counted[at]) continue;
      asked += 1;
      const [id, target] = [ids[at] ?? 0, targets[at] ?? 0];
      const known = answers.get(id) ?? new Map<number, number>();
      answers.set(id, known.set(target, (known.get(target) ?? 0) + 1));
    }
    for (const counts of answers.values()) right += Math.max(...counts.values());
  }
  return asked === 0 ? 0 : right / asked;
}
