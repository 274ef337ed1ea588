/**
 * What the test of a scheme needs: its hooks on both backends, its float64 formula, and whole
 * arrays held against goldens. Prints the worst error there was, by scheme and backend. For tests
 * only; runs in a browser.
 */
import { setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { readBack as readMade } from '../compute/readBack.ts';
import type { AnyEncoding, Dims, Heads, Hooks, Positions } from '../encodings/encoding.ts';
import { defaultsOf, type ParamValues } from '../encodings/params.ts';
import { type SeededNormal, seededNormal } from '../encodings/seeded.ts';
import { testDevice } from './device.ts';
import { encodingTolerance, worstDifference } from './golden.ts';

export const backends = ['webgpu', 'cpu'] as const;

/** A tensor's numbers; the tensor and all made on the way are freed. */
export function readBack(make: () => Tensor | undefined): Promise<Float32Array> {
  return readMade(() => {
    const made = make();
    if (!made) throw new Error('scheme: no such hook');
    return made;
  });
}

export function hooksOf(
  scheme: AnyEncoding,
  given: ParamValues,
  dims: Dims,
  normal: SeededNormal = seededNormal(7),
): Hooks {
  return scheme.hooks({ ...defaultsOf(scheme.params), ...given }, dims, normal);
}

/** The heads of a tensor that holds one. */
export const oneHead: Heads = { first: 0, count: 1 };

/** The positions of a list, along one axis. */
export function listed(positions: readonly number[]): Positions {
  return { length: positions.length, axes: 1, values: Float64Array.from(positions) };
}

/** Numbers of a golden in place of seeded ones: each stream by name, `[rows, width]` row-major. */
export function givenNumbers(
  streams: Readonly<Record<string, { readonly width: number; readonly data: readonly number[] }>>,
): SeededNormal {
  return (name) => {
    const stream = streams[name];
    if (!stream) throw new Error(`scheme: no stream "${name}"`);
    return (row, column) => stream.data[row * stream.width + column] ?? Number.NaN;
  };
}

export interface Holding {
  /** Asserts that a hook's numbers are those of a golden, null being −∞. */
  readonly holds: (
    make: () => Tensor | undefined,
    wanted: readonly (number | null)[],
    tolerance?: number,
  ) => Promise<void>;
}

/**
 * Runs the same tests on WebGPU and on the fallback.
 *
 * @param define  declares the tests with `it`; their numbers go through `holds`
 */
export function onBothBackends(
  scheme: Pick<AnyEncoding, 'id'>,
  define: (on: Holding) => void,
): void {
  for (const backend of backends) {
    describe(`${scheme.id} on ${backend}`, () => {
      let worst = 0;
      let compared = 0;
      beforeAll(async () => {
        const device = await testDevice(backend === 'webgpu' ? 'auto' : 'off');
        if (backend === 'cpu') await setBackend('cpu');
        else expect(device.backend, 'a test without WebGPU would test nothing').toBe('webgpu');
      });
      afterAll(() => {
        if (compared > 0)
          console.log(
            `worst error: ${scheme.id}, ${backend}, ${worst.toExponential(1)}, ${compared} comparisons`,
          );
      });
      define({
        async holds(make, wanted, tolerance = encodingTolerance) {
          const difference = worstDifference(await readBack(make), wanted);
          compared += 1;
          worst = Math.max(worst, difference);
          expect(difference).toBeLessThanOrEqual(tolerance);
        },
      });
    });
  }
}
