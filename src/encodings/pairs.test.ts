/** Schemes of waves in pairs say of each pair its angle and its two channels, and the map agrees. */
import { describe, expect, it } from 'vitest';
import { variants } from '../testing/variants.ts';
import { sequence } from './encoding.ts';
import { encodings } from './index.ts';
import { defaultsOf } from './params.ts';
import { seededNormal } from './seeded.ts';

const sizes = [
  { length: 24, start: 0, dModel: 64, nHeads: 4, dHead: 16 },
  { length: 24, start: 1000, dModel: 64, nHeads: 4, dHead: 16 },
  { length: 24, start: 0, dModel: 45, nHeads: 1, dHead: 45 },
];

const paired = [
  'sinusoidal',
  'circular',
  'fourier',
  'nerf',
  'mae-2d',
  'detr-2d',
  'axial-rope',
  'm-rope',
  'rope',
];

it('every scheme of waves with partners has pairs', () => {
  const having = encodings.filter((scheme) => {
    const [dims] = sizes;
    return (
      dims && scheme.exact?.(defaultsOf(scheme.params), dims, seededNormal(7)).pairs !== undefined
    );
  });
  expect(having.map(({ id }) => id)).toEqual(expect.arrayContaining(paired));
});

for (const scheme of encodings) {
  describe(scheme.id, () => {
    it('has in the channels of each pair the sine and the cosine of its angle', () => {
      for (const params of variants(scheme.params)) {
        for (const dims of sizes) {
          if (scheme.check?.(params, dims)) continue;
          const exact = scheme.exact?.(params, dims, seededNormal(7));
          if (exact?.pairs === undefined) continue;
          const rotary = (scheme.familyFor?.(params) ?? scheme.family) === 'rotary';
          const seen = new Set<number>();
          let worst = 0;
          for (let pair = 0; pair < exact.pairs; pair++) {
            const [first, second] = exact.channels?.(pair) ?? [Number.NaN, Number.NaN];
            seen.add(first).add(second);
            sequence(dims.start, dims.length).values.forEach((position, row) => {
              const turned = exact.angle?.(position, pair) ?? Number.NaN;
              const gain = exact.gain?.(position, pair, 'query') ?? 1;
              const [sine, cosine] = rotary ? [second, first] : [first, second];
              worst = Math.max(
                worst,
                Math.abs(exact.cell(row, sine) - gain * Math.sin(turned)),
                Math.abs(exact.cell(row, cosine) - gain * Math.cos(turned)),
              );
            });
          }
          expect(worst).toBeLessThan(0.5e-9);
          expect(seen.size).toBe(2 * exact.pairs);
        }
      }
    });
  });
}
