import { describe, expect, it } from 'vitest';
import { channelWaves } from './channels.ts';
import { encodings } from './index.ts';
import { defaultsOf } from './params.ts';
import { seededNormal } from './seeded.ts';

const dims = { length: 40, start: 1000, dModel: 64, nHeads: 4, dHead: 16 };

const wavesOf = (id: string, start = dims.start) => {
  const scheme = encodings.find((each) => each.id === id);
  if (!scheme) throw new Error(`channels: no scheme ${id}`);
  return channelWaves(scheme, defaultsOf(scheme.params), { ...dims, start }, seededNormal(7));
};

it('sines come first in an additive pair and cosines in a rotary one', () => {
  const table = wavesOf('sinusoidal');
  expect(table?.size).toBe(64);
  expect(table?.get(0)).toEqual({ pair: 0, shape: 'sin', frequency: 1 });
  expect(table?.get(33)).toEqual({ pair: 16, shape: 'cos', frequency: 0.01 });
  const turned = wavesOf('rope');
  expect(turned?.size).toBe(16);
  expect(turned?.get(0)).toMatchObject({ pair: 0, shape: 'cos' });
  expect(turned?.get(1)?.frequency).toBeCloseTo(1, 12);
});

it('nothing where positions are counted within the text, wherever it starts', () => {
  for (const id of ['circular', 'fourier', 'nerf']) {
    for (const start of [0, 1000]) expect(wavesOf(id, start), `${id} from ${start}`).toBeNull();
  }
});

it('nothing where there are several axes, or no pairs', () => {
  for (const id of ['mae-2d', 'axial-rope', 'm-rope', 'alibi', 'learned', 'binary', 'none']) {
    expect(wavesOf(id), id).toBeNull();
  }
});

for (const scheme of encodings) {
  describe(scheme.id, () => {
    it('has in each of those channels the gain times the wave', () => {
      const params = defaultsOf(scheme.params);
      const exact = scheme.exact?.(params, dims, seededNormal(7));
      const waves = channelWaves(scheme, params, dims, seededNormal(7)) ?? [];
      for (const [channel, { pair, shape, frequency }] of waves) {
        for (const row of [0, 17]) {
          const gain = exact?.gain?.(1000 + row, pair, 'query') ?? 1;
          const wanted = gain * Math[shape]((1000 + row) * frequency);
          expect(exact?.cell(row, channel)).toBeCloseTo(wanted, 9);
        }
      }
    });
  });
}
