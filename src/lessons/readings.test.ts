import { beforeAll, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { problemOf } from '../state/fitted.ts';
import { concepts, relations } from './concepts.ts';
import { readings } from './reading.ts';
import { stepState } from './stepState.ts';

beforeAll(() => loadEncodings());

it.each(concepts)('$id opens a state that the page takes as it stands', ({ shows }) => {
  const { spec, notices } = stepState({ shows }, 'en');
  expect(notices).toEqual([]);
  expect(problemOf(spec)).toBeNull();
});

it('every idea of the concept map is joined to another, and none stands on another', () => {
  for (const { id, at } of concepts) {
    expect(relations.some(({ from, to }) => from === id || to === id)).toBe(true);
    const near = concepts.filter(
      (other) => Math.abs(other.at[0] - at[0]) < 20 && Math.abs(other.at[1] - at[1]) < 20,
    );
    expect(near.map((each) => each.id)).toEqual([id]);
  }
});

it('what is to be read is at an address of its own, each once', () => {
  const addresses = readings.map(({ url }) => new URL(url));
  expect(addresses.filter(({ protocol }) => protocol !== 'https:')).toEqual([]);
  expect(new Set(addresses.map(String)).size).toBe(readings.length);
});
