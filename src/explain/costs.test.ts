import { beforeAll, describe, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { patched } from '../state/patch.ts';
import { defaultSpec, type Spec } from '../state/spec.ts';
import { costOf, visiblePairs } from './costs.ts';

const small = { ...defaultSpec, length: 5, dim: 4, heads: 2 };

beforeAll(() => loadEncodings());

describe('visible pairs', () => {
  const counted = (sees: (query: number, key: number) => boolean) => {
    let pairs = 0;
    for (let query = 0; query < 5; query++) {
      for (let key = 0; key < 5; key++) if (sees(query, key)) pairs += 1;
    }
    return pairs;
  };
  it.each<[Partial<Spec>, (query: number, key: number) => boolean]>([
    [{ mask: 'none' }, () => true],
    [{ mask: 'causal' }, (query, key) => key <= query],
    [{ mask: 'window', window: 2 }, (query, key) => key <= query && query - key < 2],
    [{ mask: 'window', window: 9 }, (query, key) => key <= query],
    [{ mask: 'padding' }, (_, key) => key < 3],
  ])('%o are those that a count finds', (patch, sees) => {
    expect(visiblePairs({ ...small, ...patch }, 3)).toBe(counted(sees));
  });
});

describe('the cost of a pass', () => {
  it('is the table and the twelve squares of a block, four bytes each', () => {
    expect(costOf({ ...small, mask: 'none' }, 5)).toEqual({
      bytes: 4 * (5 * 4 + 12 * 16),
      multiplications: 12 * 5 * 16 + 2 * 25 * 4,
    });
  });

  it('halves with float16, and falls to a quarter and an eighth with a scale for each array', () => {
    const bytes = (precision: Spec['precision'], reduce: Spec['reduce'] = 'both') =>
      costOf({ ...small, precision, reduce }, 5).bytes;
    expect(bytes('float16')).toBe(2 * 212);
    expect(bytes('int8')).toBe(212 + 7 * 4);
    expect(bytes('int4')).toBe(106 + 7 * 4);
    expect(bytes('int8', 'table')).toBe(20 + 4 + 4 * 192);
    expect(bytes('bfloat16', 'weights')).toBe(80 + 2 * 192);
  });

  it('has no table without one, and twice the rows side by side in the blocks that are given it', () => {
    expect(costOf(patched(small, { encoding: 'alibi' }), 5).bytes).toBe(4 * 192);
    const wide = costOf({ ...small, fusion: 'concat', depth: 2 }, 5).bytes;
    expect(wide).toBe(4 * (20 + 192 + 48 + 192));
  });
});
