import { describe, expect, it } from 'vitest';
import { contextOf, exactScores } from '../../testing/content.ts';
import { cellsOf, dimsFor, exactOf } from '../../testing/exact.ts';
import { attentionTolerance, worstDifference } from '../../testing/golden.ts';
import { givenNumbers, hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { todayCase, todaySizes } from '../../testing/today.ts';
import relativeProfiles from './relative-profiles.ts';

const { length, dHead, dModel, heads } = todaySizes;
const { data, input } = todayCase('relative-profiles');
const dims = dimsFor(length, dModel, heads);
const params = { width: 3, extent: 5 };
const times = (factor: number, numbers: readonly number[]) => numbers.map((each) => factor * each);
const normal = givenNumbers({
  mix: { width: 6, data: times(Math.sqrt(dModel), input('wr')) },
  profiles: { width: 5, data: times(Math.sqrt(3), input('profiles')) },
});
const nothing = Array.from({ length: heads * length * dHead }, () => 0);
const content = { query: nothing, key: nothing, dHead, heads, input: input('x'), causal: true };

describe('relative-profiles, in float64', () => {
  it('adds what the golden says, and 0 outside the extent', () => {
    const exact = relativeProfiles.exact?.(params, dims, normal);
    if (!exact) throw new Error('relative-profiles: no float64 formula');
    // W and P are kept as float32.
    expect(worstDifference(exactScores(exact, content), data)).toBeLessThanOrEqual(2e-6);
  });

  it('adds to the same word the same biases, wherever it stands', () => {
    const word = Array.from({ length: dModel }, (_, i) => Math.cos(i));
    const line = { ...content, input: Array.from({ length }, () => word).flat() };
    const added = exactScores(exactOf(relativeProfiles, {}, dims), line);
    const at = (query: number, key: number) => added[query * length + key];
    expect(at(6, 3)).toBe(at(4, 1));
    expect(at(6, 6)).toBe(at(0, 0));
  });
});

onBothBackends(relativeProfiles, ({ holds }) => {
  it('adds what the golden says', async () => {
    const hooks = hooksOf(relativeProfiles, params, dims, normal);
    await holds(() => hooks.score?.(contextOf(content)), data, attentionTolerance);
  });

  it('shows its profiles, and 0 where they end', async () => {
    const at = dimsFor(9, dModel, heads);
    const exact = relativeProfiles.exact?.(params, at, normal);
    if (!exact) throw new Error('relative-profiles: no float64 formula');
    const hooks = hooksOf(relativeProfiles, params, at, normal);
    await holds(() => hooks.vectors?.(9), cellsOf(exact, 3, 17));
  });

  it('adds some heads alone as it adds them among all', async () => {
    const hooks = hooksOf(relativeProfiles, params, dims, normal);
    await holds(
      () => hooks.score?.({ ...contextOf(content), heads: { first: 1, count: 1 } }),
      data.slice(length ** 2),
      attentionTolerance,
    );
  });
});
