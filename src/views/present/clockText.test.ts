import { expect, it } from 'vitest';
import { clockText } from './clockText.ts';

it('says minutes and seconds, and hours when there are any', () => {
  expect([0, 7, 61, 3599, 3600, 3750].map(clockText)).toEqual([
    '0:00',
    '0:07',
    '1:01',
    '59:59',
    '1:00:00',
    '1:02:30',
  ]);
});
