import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBfloat16, toHalf } from './halves.ts';

/** The value of 16 bits: sign, exponent, fraction. */
function valueOf(bits: number, exponentBits: number): number {
  const fractionBits = 15 - exponentBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = (bits & (2 ** fractionBits - 1)) / 2 ** fractionBits;
  const sign = bits >> 15 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias);
  return sign * (1 + fraction) * 2 ** (exponent - bias);
}

/** All non-negative numbers of a format, and the one that would follow the largest. */
function allOf(exponentBits: number): Float64Array {
  const infinite = (2 ** exponentBits - 1) << (15 - exponentBits);
  return Float64Array.from({ length: infinite + 1 }, (_, bits) => valueOf(bits, exponentBits));
}

/**
 * The slow definition: of all non-negative numbers of the format, and the one that would follow the
 * largest and stands for infinity, the nearest; of two the one whose last bit is 0.
 */
function slowly(x: number, all: Float64Array): number {
  let best = 0;
  const off = (bits: number) => Math.abs((all[bits] ?? Number.NaN) - Math.abs(x));
  for (let bits = 1; bits < all.length; bits++) {
    if (off(bits) < off(best) || (off(bits) === off(best) && bits % 2 === 0)) best = bits;
  }
  const size = best === all.length - 1 ? Number.POSITIVE_INFINITY : (all[best] ?? Number.NaN);
  return x < 0 || Object.is(x, -0) ? -size : size;
}

const formats = [
  { name: 'float16', round: toHalf, exponentBits: 5 },
  { name: 'bfloat16', round: toBfloat16, exponentBits: 8 },
];

for (const { name, round, exponentBits } of formats) {
  describe(name, () => {
    it('keeps each of its own numbers', () => {
      const finite = (2 ** exponentBits - 1) << (15 - exponentBits);
      const own = Array.from({ length: finite }, (_, bits) => valueOf(bits, exponentBits));
      expect(own.filter((value) => round(value) !== value || round(-value) !== -value)).toEqual([]);
    });

    it('takes the even one of two that are equally near', () => {
      for (let bits = 0; bits < 0x7000; bits += 37) {
        const [low, high] = [valueOf(bits, exponentBits), valueOf(bits + 1, exponentBits)];
        expect(round((low + high) / 2)).toBe(bits % 2 === 0 ? low : high);
      }
    });

    it('is the nearest there is, of any number', () => {
      const all = allOf(exponentBits);
      const anything = fc.oneof(
        fc.double({ noNaN: true, min: -70000, max: 70000 }),
        fc.double({ noNaN: true, min: -1e-4, max: 1e-4 }),
        fc.float({ noNaN: true }),
        fc.integer({ min: -(2 ** 20), max: 2 ** 20 }),
      );
      fc.assert(
        fc.property(anything, (x) => {
          expect(round(x)).toBe(slowly(x, all));
        }),
        { numRuns: 100 },
      );
    });

    it('passes on what is no finite number', () => {
      expect(round(Number.NaN)).toBeNaN();
      expect(round(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
      expect(round(-0)).toBe(-0);
    });
  });
}

it('float16 counts exactly up to 2,048 and ends at 65,504', () => {
  expect(toHalf(2047)).toBe(2047);
  expect(toHalf(2049)).toBe(2048);
  expect(toHalf(65519)).toBe(65504);
  expect(toHalf(65520)).toBe(Number.POSITIVE_INFINITY);
});

it('bfloat16 has the position ids that it is known to have', () => {
  expect([256, 257, 1000, 10_000, 100_000, 1_000_000].map(toBfloat16)).toEqual([
    256, 256, 1000, 9984, 99_840, 999_424,
  ]);
});
