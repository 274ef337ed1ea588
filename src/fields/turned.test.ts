import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitted, headOn, nearestPoint, turned } from './turned.ts';

const points = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
/** Rounded to a millionth, and no −0. */
const numbers = (seen: Float32Array) => Array.from(seen, (x) => Math.round(x * 1e6) / 1e6 + 0);

it('head on, the first axis is to the right, the second up, the third towards the eye', () => {
  expect(numbers(turned(points, headOn))).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
});

it('a quarter turn brings the third axis to the right, a quarter tilt the second to the eye', () => {
  expect(numbers(turned(points, { turn: 90, tilt: 0 }))).toEqual([0, 0, -1, 0, 1, 0, 1, 0, 0]);
  expect(numbers(turned(points, { turn: 0, tilt: 90 }))).toEqual([1, 0, 0, 0, 0, 1, 0, -1, 0]);
});

it('turning changes no distance', () => {
  const angle = fc.double({ min: -180, max: 180, noNaN: true });
  fc.assert(
    fc.property(angle, angle, (turn, tilt) => {
      const seen = turned(Float32Array.of(1, 2, 3), { turn, tilt });
      expect(Math.hypot(...seen)).toBeCloseTo(Math.hypot(1, 2, 3), 5);
    }),
  );
});

it('fits with equal scales, in the middle', () => {
  const fit = fitted({ left: 0, right: 4, low: 0, high: 1 }, 100, 60, 10);
  expect(fit.scale).toBe(20);
  expect([fit.x(0), fit.x(4), fit.y(0), fit.y(1)]).toEqual([10, 90, 40, 20]);
});

it('finds the point nearest to a place, within reach', () => {
  const fit = fitted({ left: -1, right: 1, low: -1, high: 1 }, 100, 100, 0);
  expect(nearestPoint(points, fit, [98, 51], 20)).toBe(0);
  expect(nearestPoint(points, fit, [51, 3], 20)).toBe(1);
  expect(nearestPoint(points, fit, [10, 90], 20)).toBeNull();
});
