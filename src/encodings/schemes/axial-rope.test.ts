import { tensor4d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/axial_rope_2d.json';
import { dimsFor, dot, exactOf } from '../../testing/exact.ts';
import { arrayOf, caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends, oneHead, readBack } from '../../testing/scheme.ts';
import { gridPlaces } from '../grid.ts';
import { angleTable, rotatePairs } from '../rotation.ts';
import axialRope, { pairsOf, type Style } from './axial-rope.ts';

const grid = { rows: 2, columns: 3 };
const dims = dimsFor(6, 8);
const styles: readonly (readonly [Style, 'interleaved' | 'half'])[] = [
  ['rope-vit', 'interleaved'],
  ['pixtral', 'interleaved'],
  ['qwen2-vl', 'half'],
  ['dinov3', 'half'],
];

describe('axial-rope, in float64', () => {
  it('has the angles of the golden in every style', () => {
    for (const [style, pairing] of styles) {
      const exact = exactOf(axialRope, { ...grid, style }, dims);
      const angles = Array.from(
        { length: 24 },
        (_, cell) => exact.angle?.(Math.floor(cell / 4), cell % 4) ?? Number.NaN,
      );
      const { extra } = caseOf(golden, `${style}_${pairing}`);
      expect(worstDifference(angles, arrayOf(extra, 'angles'))).toBeLessThanOrEqual(1e-12);
    }
  });

  it('says of Pixtral alone whose pairing it has', () => {
    for (const [style] of styles) {
      const { lookFor } = axialRope.aboutFor?.({ ...grid, style }).text ?? axialRope.text;
      for (const said of [lookFor.en, lookFor['zh-CN']]) {
        expect(said.includes('Mistral') && said.includes('transformers')).toBe(style === 'pixtral');
      }
    }
  });

  it('turns the vectors of the golden in every style', () => {
    for (const [style, pairing] of styles) {
      const { inputs, data } = caseOf(golden, `${style}_${pairing}`);
      const x = numbersOf(inputs, 'x');
      const exact = exactOf(axialRope, { ...grid, style }, dims);
      const turned = new Float64Array(48);
      for (let row = 0; row < 6; row++) {
        for (let pair = 0; pair < 4; pair++) {
          const [first, second] = exact.channels?.(pair) ?? [0, 0];
          const [a = 0, b = 0] = [x[8 * row + first], x[8 * row + second]];
          const [cos, sin] = [exact.cell(row, first), exact.cell(row, second)];
          turned[8 * row + first] = a * cos - b * sin;
          turned[8 * row + second] = a * sin + b * cos;
        }
      }
      expect(worstDifference(turned, data)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('scores depend on the offsets Δx and Δy alone', () => {
    for (const [style] of styles) {
      const exact = exactOf(axialRope, { rows: 6, columns: 5, style }, dimsFor(30, 16));
      const between = (from: readonly number[], to: readonly number[]) => {
        const [a, b] = [from, to].map(([x = 0, y = 0]) => 5 * y + x);
        return dot(exact, a ?? 0, b ?? 0, 16);
      };
      expect(between([3, 4], [1, 1])).toBeCloseTo(between([4, 5], [2, 2]), 11);
      expect(between([0, 0], [4, 0])).toBeCloseTo(between([0, 3], [4, 3]), 11);
    }
  });

  it('tells the frequency of each pair in rad per step of its own axis', () => {
    for (const [style] of styles) {
      const values = { ...grid, style };
      const { frequencies } = hooksOf(axialRope, values, dims);
      const exact = exactOf(axialRope, values, dims);
      const angle = (position: number, pair: number) => exact.angle?.(position, pair) ?? 0;
      for (let pair = 0; pair < 4; pair++) {
        // Token 4 stands at (1, 1): one step along either axis.
        expect(frequencies?.[pair]).toBeCloseTo(angle(4, pair) - angle(0, pair), 12);
      }
    }
  });

  it('fills the numbers of a cell into its formula', () => {
    const steps = (style: Style, row: number, channel: number) =>
      exactOf(axialRope, { ...grid, style }, dims).steps(row, channel);
    expect(steps('rope-vit', 2, 3)).toBe(
      String.raw`\sin(x\,100^{-4/8}) = \sin(2 \times 0.1) = \sin(0.2) = 0.198669`,
    );
    expect(steps('pixtral', 2, 7)).toBe(
      String.raw`\sin(x\,10000^{-6/8}) = \sin(2 \times 0.001) = \sin(0.002) = 0.002000`,
    );
    expect(steps('dinov3', 0, 0)).toBe(
      String.raw`\cos(2\pi y'\,100^{-0/8}) = \cos(2\pi \times -0.5 \times 1) = \cos(-3.142) = -1.000000`,
    );
  });

  it('says why a head that is not divisible by 4 cannot turn', () => {
    const values = { ...grid, style: 'rope-vit' };
    expect(axialRope.check?.(values, dimsFor(6, 24, 4))?.en).toContain('gives 6');
    expect(axialRope.check?.(values, dims)).toBeNull();
  });
});

onBothBackends(axialRope, ({ holds }) => {
  const places = gridPlaces(0, 6, 3);
  for (const [style, pairing] of [...styles, ['pixtral', 'half'] as const]) {
    const { inputs, data, extra } = caseOf(golden, `${style}_${pairing}`);
    const pairs = pairsOf(style, pairing, grid, 8);
    const x = () => tensor4d(numbersOf(inputs, 'x'), [1, 1, 6, 8]);

    it(`golden ${style}_${pairing}: the turned vectors`, () =>
      holds(() => rotatePairs(x(), places, pairs), data));

    it(`golden ${style}_${pairing}: the angles`, async () => {
      const angles = await readBack(() => angleTable(places, pairs));
      const wanted = numbersOf(extra, 'angles');
      // On the circle, where 0 and 2π are one; a float32 angle below 2π is at most 2.4e-7 off.
      for (const wave of [Math.cos, Math.sin]) {
        expect(worstDifference(angles.map(wave), wanted.map(wave))).toBeLessThanOrEqual(1e-6);
      }
    });
  }

  it('turns, and shows what it turns by, as the golden in every style', async () => {
    for (const [style, pairing] of styles) {
      const { inputs, data, extra } = caseOf(golden, `${style}_${pairing}`);
      const hooks = hooksOf(axialRope, { ...grid, style }, dims);
      const x = () => tensor4d(numbersOf(inputs, 'x'), [1, 1, 6, 8]);
      await holds(() => hooks.rotate?.(x(), places, 'query', oneHead), data);
      const angles = numbersOf(extra, 'angles');
      const table = Array.from({ length: 48 }, (_, cell) => {
        const [row, channel] = [Math.floor(cell / 8), cell % 8];
        const pair = pairing === 'half' ? channel % 4 : channel >> 1;
        const cosine = pairing === 'half' ? channel < 4 : channel % 2 === 0;
        return (cosine ? Math.cos : Math.sin)(angles[4 * row + pair] ?? Number.NaN);
      });
      await holds(() => hooks.rotation?.(places), table);
    }
  });
});
