import { matMul, reshape, type Tensor3D, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { goldenPass } from '../../testing/content.ts';
import { cellsOf, dimsFor, exactOf } from '../../testing/exact.ts';
import { attentionTolerance, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends, readBack } from '../../testing/scheme.ts';
import { todayCase, todaySizes } from '../../testing/today.ts';
import { type Hooks, sequence } from '../encoding.ts';
import type { SeededNormal } from '../seeded.ts';
import pope from './pope.ts';

const { length, dHead, dModel, heads } = todaySizes;
const { data, input } = todayCase('pope');
const dims = dimsFor(length, dModel, heads);

/** The golden's phases as directions in the plane. */
const normal: SeededNormal = (stream) => (head, channel) => {
  const angle = (input('delta')[dHead * head + channel] ?? Number.NaN) + Math.PI;
  return stream === 'phase x' ? Math.cos(angle) : Math.sin(angle);
};
const seeded = { delta: 'seeded' };

/** Q·Kᵀ as it enters the pass. */
function scores(hooks: Hooks, at: ReturnType<typeof dimsFor>): Tensor3D {
  const turned = (name: 'q' | 'k', role: 'query' | 'key') => {
    const x: Tensor4D = tensor4d([...input(name)], [1, heads, length, dHead]);
    const all = { first: 0, count: heads };
    const made = hooks.rotate?.(x, sequence(at.start, length), role, all) ?? x;
    return reshape(made, [heads, length, made.shape[3]]) as Tensor3D;
  };
  return matMul(turned('q', 'query'), turned('k', 'key'), false, true);
}

describe('pope, in float64', () => {
  it('scores as the golden: softplus, one frequency per channel, a phase per head', () => {
    const exact = pope.exact?.({ base: 10000, ...seeded }, dims, normal);
    if (!exact?.radius || !exact.keyPhase) throw new Error('pope: no formula');
    const { radius, keyPhase } = exact;
    const angle = (position: number, c: number) => exact.angle?.(position, c) ?? Number.NaN;
    const got = Array.from(data.keys(), (cell) => {
      const [head, i, j] = [Math.floor(cell / 49), Math.floor(cell / 7) % 7, cell % 7];
      const at = (name: string, position: number, c: number) =>
        radius(input(name)[(head * length + position) * dHead + c] ?? Number.NaN);
      return Array.from({ length: dHead }, (_, c) => {
        const apart = angle(j, c) + keyPhase(c, head) - angle(i, c);
        return at('q', i, c) * at('k', j, c) * Math.cos(apart);
      }).reduce((sum, each) => sum + each);
    });
    expect(worstDifference(got, data)).toBeLessThanOrEqual(1e-9);
  });
});

onBothBackends(pope, ({ holds }) => {
  it('scores as the golden', async () => {
    const hooks = hooksOf(pope, seeded, dims, normal);
    await holds(() => scores(hooks, dims), data, attentionTolerance);
  });

  it('depends on positions by j − i alone', async () => {
    const near = await readBack(() => scores(hooksOf(pope, seeded, dims, normal), dims));
    const far = { ...dims, start: 1_000_000 };
    await holds(
      () => scores(hooksOf(pope, seeded, far, normal), far),
      Array.from(near),
      attentionTolerance,
    );
  });

  it('both tables as in float64, near and far', async () => {
    for (const start of [0, 1_000_000]) {
      const at = dimsFor(7, 16, 2, start);
      const exact = exactOf(pope, seeded, at);
      const hooks = hooksOf(pope, seeded, at);
      const keys = (row: number, channel: number) => exact.keyCell?.(row, channel, 1) ?? Number.NaN;
      const positions = sequence(start, 7);
      await holds(() => hooks.rotation?.(positions), cellsOf(exact, 7, 16), 1e-6);
      const wanted = cellsOf({ ...exact, cell: keys }, 7, 16);
      await holds(() => hooks.keyRotation?.(positions, 1), wanted, 1e-6);
    }
  });

  it('runs through the whole pass, where values keep their own width', async () => {
    const at = dimsFor(6, 8, 2);
    const plain = await readBack(() => goldenPass({}, true).output);
    const output = await readBack(() => goldenPass(hooksOf(pope, {}, at), true).output);
    expect(output).toHaveLength(plain.length);
    // The first query sees itself alone: its output is its value, whatever the scheme.
    expect(worstDifference(output.slice(0, 8), Array.from(plain.slice(0, 8)))).toBeLessThan(1e-5);
  });
});
