/** Rows of letters in which each position is asked for the letter a fixed way before it. */
import { letters, row, type Sequence } from './defineTask.ts';

export function shifted(random: () => number, length: number, by: number): Sequence {
  const ids = row(random, length, letters.length);
  return { ids, targets: ids.map((_, position) => ids[position - by] ?? null) };
}
