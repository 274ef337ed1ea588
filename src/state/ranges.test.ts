import { expect, it } from 'vitest';
import { headsNamed, rangesOf, upToLast } from './ranges.ts';

const upTo = [1, 2, 3, 4, 5, 6];

it('ranges name numbers from 1 on; nothing written is all of them', () => {
  expect(upTo.filter(rangesOf('1-2, 5') ?? (() => false))).toEqual([1, 2, 5]);
  expect(upTo.filter(rangesOf(' 2 – 3 ，6、') ?? (() => true))).toEqual(upTo);
  expect(upTo.filter(rangesOf('2 – 3，6') ?? (() => false))).toEqual([2, 3, 6]);
  expect(upTo.filter(rangesOf(' ') ?? (() => false))).toEqual(upTo);
  for (const bad of ['0', '3-2', '1 2', '1-', 'a', '2.1', '1,,2'])
    expect(rangesOf(bad), bad).toBeNull();
});

it('heads are named in every layer or in one', () => {
  const named = (text: string) =>
    upTo.flatMap((layer) =>
      upTo.filter((head) => headsNamed(text)?.(layer, head)).map((head) => `${layer}.${head}`),
    );
  expect(named('5.2-3, 6.1')).toEqual(['5.2', '5.3', '6.1']);
  expect(named('4')).toEqual(upTo.map((layer) => `${layer}.4`));
  expect(named('')).toHaveLength(36);
  for (const bad of ['0.1', '5.', '.2', '5.3-2', '5-6.1', '5.0'])
    expect(headsNamed(bad), bad).toBeNull();
});

it('what is beyond the last is the last', () => {
  expect(upToLast('1-4, 7', 8)).toBe('1-4, 7');
  expect(upToLast('', 8)).toBe('');
  expect(upToLast('3,  6-99, 9, 12', 8)).toBe('3, 6-8, 8');
  expect(upToLast('40.2, 5.9-12, 3', 9, 30)).toBe('30.2, 5.9, 3');
});
