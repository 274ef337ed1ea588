/** The operator against the formulas of the schemes, and the reasons of those that have none. */
import { describe, expect, it } from 'vitest';
import { seededNormal } from '../encodings/seeded.ts';
import type { Frame } from '../state/frame.ts';
import {
  defaultParams,
  defaultSpec,
  dimsOf,
  familyOf,
  type Spec,
  schemeOf,
} from '../state/spec.ts';
import { clampedShift, matrixOf, type Shift, shifted, shiftOf } from './shift.ts';

function frameOf(encoding: string, patch: Partial<Spec> = {}, params = {}): Frame {
  const spec = {
    ...defaultSpec,
    ...patch,
    encoding,
    params: { ...defaultParams(encoding), ...params },
  };
  const dims = dimsOf(spec);
  const exact = schemeOf(spec).exact?.(spec.params, dims, seededNormal(7)) ?? null;
  const columns = familyOf(spec) === 'rotary' ? dims.dHead : dims.dModel;
  // Only these are asked for.
  return { spec, exact, maps: { positions: { columns } } } as Frame;
}

function having(frame: Frame): Shift {
  const found = shiftOf(frame);
  if (found.kind !== 'shift') throw new Error(`shift: none, ${found.reason}`);
  return found;
}

const vectorOf = ({ exact }: Frame, row: number, width: number) =>
  Float64Array.from({ length: width }, (_, channel) => exact?.cell(row, channel) ?? Number.NaN);

describe('the operator', () => {
  const cases: readonly [string, Partial<Spec>, object][] = [
    ['sinusoidal', {}, {}],
    ['sinusoidal', { start: 100_000 }, { layout: 'block' }],
    ['sinusoidal', { dim: 45, heads: 1 }, { layout: 'tensor2tensor' }],
    ['circular', {}, {}],
    ['circular', { start: 7 }, { origin: '1' }],
    ['fourier', {}, {}],
    ['nerf', {}, { includeInput: false }],
    ['rope', {}, {}],
    ['rope', { start: 100_000 }, { pairing: 'half', rotaryDim: 8 }],
    ['rope', {}, { scaling: 'yarn', factor: 8, originalLength: 32 }],
    ['xpos', {}, {}],
  ];
  for (const [encoding, patch, params] of cases) {
    it(`takes each position to the one k further on: ${encoding} ${JSON.stringify({ ...patch, ...params })}`, () => {
      const frame = frameOf(encoding, patch, params);
      const shift = having(frame);
      for (const k of [-64, -5, 0, 1, 33]) {
        const blocks = shift.blocks(k);
        for (const row of [0, 16, 39]) {
          const moved = shifted(blocks, vectorOf(frame, row, shift.width));
          const wanted = vectorOf(frame, row + k, shift.width);
          wanted.forEach((value, channel) => {
            expect(moved[channel]).toBeCloseTo(value, 8);
          });
        }
      }
    });
  }

  it('lies in 2 × 2 blocks on the diagonal where pairs are neighbours', () => {
    const matrix = matrixOf(having(frameOf('sinusoidal', { dim: 8, heads: 1 })).blocks(3), 8);
    matrix.forEach((value, place) => {
      const [row, column] = [Math.floor(place / 8), place % 8];
      expect(value !== 0).toBe(row >> 1 === column >> 1);
    });
    expect(matrix[0]).toBeCloseTo(Math.cos(3), 12);
    expect(matrix[1]).toBeCloseTo(Math.sin(3), 12);
    expect(matrix[8]).toBeCloseTo(-Math.sin(3), 12);
  });

  it('lies on four diagonals where sines come first and cosines after them', () => {
    const frame = frameOf('sinusoidal', { dim: 8, heads: 1 }, { layout: 'block' });
    const matrix = matrixOf(having(frame).blocks(3), 8);
    matrix.forEach((value, place) => {
      expect(value !== 0).toBe(Math.floor(place / 8) % 4 === place % 4);
    });
  });

  it('depends on the length only where the frequencies do', () => {
    expect(having(frameOf('circular')).ofThisLength).toBe(true);
    expect(having(frameOf('fourier')).ofThisLength).toBe(true);
    expect(having(frameOf('sinusoidal')).ofThisLength).toBe(false);
    expect(having(frameOf('rope')).ofThisLength).toBe(false);
    expect(having(frameOf('xpos')).scales).toBe(true);
    expect(having(frameOf('rope')).scales).toBe(false);
  });
});

it('schemes without one say why', () => {
  const reasons = [
    ['none', 'none'],
    ['alibi', 'bias'],
    ['shaw', 'contextual'],
    ['learned', 'learned'],
    ['binary', 'digits'],
    ['gray', 'gray'],
    ['one-sine', 'sine'],
    ['time2vec', 'sine'],
    ['nerf', 'line'],
    ['mae-2d', 'axes'],
    ['m-rope', 'axes'],
    ['custom', 'custom'],
  ] as const;
  for (const [encoding, reason] of reasons) {
    expect(shiftOf(frameOf(encoding)), encoding).toMatchObject({
      kind: 'none',
      reason: `shift.no.${reason}`,
    });
  }
  expect(shiftOf(frameOf('sinusoidal', { dim: 45, heads: 1 }))).toMatchObject({
    reason: 'shift.no.sine',
    channel: 44,
  });
});

it('stays where there are positions', () => {
  expect(clampedShift(-20, 16)).toBe(-16);
  expect(clampedShift(-5, 0)).toBe(0);
  expect(clampedShift(64, 2 ** 20 - 11)).toBe(10);
  expect(clampedShift(12, 16)).toBe(12);
});
