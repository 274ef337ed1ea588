/** Orders of tokens, for the permutation experiment. */
import { range, shuffler } from 'd3';

/** Every order of 0…length − 1 equally likely (Fisher and Yates). @param random  0 ≤ … < 1 */
export function shuffled(length: number, random: () => number): number[] {
  return shuffler(random)(range(length));
}

/** Numbers 0 ≤ … < 1 that look like chance, the same for the same seed (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One path of a line from each token's place at the top to its place at the bottom. */
export function crossings(
  order: readonly number[],
  x: (place: number) => number,
  top: number,
  bottom: number,
): string {
  const middle = (top + bottom) / 2;
  return order
    .map((from, to) => {
      const [a, b] = [x(from).toFixed(1), x(to).toFixed(1)];
      return `M${a} ${top}C${a} ${middle} ${b} ${middle} ${b} ${bottom}`;
    })
    .join('');
}
