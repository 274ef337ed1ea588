import { expect, it } from 'vitest';
import { cutTo, readIds } from './ids.ts';

it('reads ids, and says what is none', () => {
  expect(readIds(' 3, 1、4;007 ')).toEqual({
    ids: [3, 1, 4, 7],
    labels: ['3', '1', '4', '7'],
    closing: 0,
  });
  expect(readIds('3 x 4')).toEqual({ bad: 'x' });
  expect(readIds('-1')).toEqual({ bad: '-1' });
});

it('a line that is cut keeps what closes it', () => {
  const line = { ids: [101, 7, 8, 9, 102], labels: ['[CLS]', 'a', 'b', 'c', '[SEP]'], closing: 1 };
  expect(cutTo(line, 5)).toEqual(line);
  expect(cutTo(line, 3)).toEqual({
    ids: [101, 7, 102],
    labels: ['[CLS]', 'a', '[SEP]'],
    closing: 1,
  });
  expect(cutTo({ ...line, closing: 0 }, 3).ids).toEqual([101, 7, 8]);
  expect(cutTo({ ...line, closing: 2 }, 1)).toEqual({ ids: [102], labels: ['[SEP]'], closing: 1 });
});
