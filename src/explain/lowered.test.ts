import { expect, it } from 'vitest';
import { lowered } from './lowered.ts';

it('finds the index of a matrix, and nothing else', () => {
  expect(lowered('W_o')).toEqual(['W', 'o', '']);
  expect(lowered('the columns of W_q and W_k permuted')).toEqual([
    'the columns of W',
    'q',
    ' and W',
    'k',
    ' permuted',
  ]);
  expect(lowered('把 W_q 和 W_k 的列')).toEqual(['把 W', 'q', ' 和 W', 'k', ' 的列']);
  for (const other of ['W₁', 'QKᵀ', 'rotate_half', 'max_position', 'A_bc']) {
    expect(lowered(other)).toEqual([other]);
  }
});
