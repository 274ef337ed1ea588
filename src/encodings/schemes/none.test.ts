import { expect, it } from 'vitest';
import { dimsFor } from '../../testing/exact.ts';
import { seededNormal } from '../seeded.ts';
import none from './none.ts';

it('acts nowhere in the pass', () => {
  expect(none.hooks({}, dimsFor(4, 8), seededNormal(7))).toEqual({});
});
