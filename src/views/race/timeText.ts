/** A span of time as it is said of what is under way: never more exact than it can be known. */
import type { say } from '../../show/words.ts';

/** @param seconds  0 or more */
export function timeText(seconds: number, words: typeof say): string {
  if (seconds < 90) return words('race.seconds', { count: Math.ceil(seconds) });
  return words('race.minutes', { count: Math.ceil(seconds / 60) });
}
