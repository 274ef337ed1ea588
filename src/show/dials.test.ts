import { expect, it } from 'vitest';
import { layDials } from './dials.ts';

it('has numbers also where there is no room', () => {
  const none = { width: 0, height: 0, tallest: 0, least: 26, most: 96 };
  for (const pairs of [1, 8, 512]) {
    expect(layDials(pairs, none)).toEqual({
      every: pairs,
      count: 1,
      columns: 1,
      cell: 1,
      height: 1,
    });
  }
});

it('leaves pairs out where dials would be too small for a finger, and else shows all', () => {
  const room = { width: 400, height: 200, tallest: 300, least: 26, most: 96 };
  expect(layDials(8, room)).toMatchObject({ every: 1, count: 8 });
  const many = layDials(512, room);
  expect(many.every).toBeGreaterThan(1);
  expect(many.cell).toBeGreaterThanOrEqual(26);
  expect(many.columns * many.cell).toBeLessThanOrEqual(400);
});
