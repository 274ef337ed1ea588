import { tensor4d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/mrope.json';
import { cellsOf, dimsFor, exactOf } from '../../testing/exact.ts';
import { arrayOf, caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends, oneHead, readBack } from '../../testing/scheme.ts';
import { defaultsOf, type ParamValues } from '../params.ts';
import mRope, { idsOf } from './m-rope.ts';
import rope from './rope.ts';

/** The golden's text: two tokens, an image of two by two, one token. */
const layout = { textLength: 2, rows: 2, columns: 2 };
const dims = dimsFor(7, 16);
const goldens = [
  { name: 'chunked', values: { ...layout, sections: '2, 3, 3' } },
  { name: 'interleaved', values: { ...layout, sections: '4,2,2', interleaved: true } },
].map((each) => ({ ...each, ...caseOf(golden, each.name) }));

const checked = (given: ParamValues, dHead: number) =>
  mRope.check?.({ ...defaultsOf(mRope.params), ...given }, dimsFor(4, dHead)) ?? null;

describe('m-rope, in float64', () => {
  it('places tokens as the golden does', () => {
    const places = mRope.place?.({ ...defaultsOf(mRope.params), ...layout }, dims);
    const wanted = numbersOf(goldens[0]?.inputs, 'positions_thw');
    const got = [0, 1, 2].flatMap((axis) =>
      Array.from({ length: 7 }, (_, token) => places?.values[3 * token + axis] ?? Number.NaN),
    );
    expect(got).toEqual(wanted);
  });

  it('goes on after an image from its longer side', () => {
    const values = { textLength: 3, rows: 2, columns: 5 };
    expect(idsOf(2, values)).toEqual([2, 2, 2]);
    expect(idsOf(12, values)).toEqual([3, 4, 7]);
    expect(idsOf(13, values)).toEqual([8, 8, 8]);
  });

  it('has the angles of the golden and turns its vectors, chunked and interleaved', () => {
    for (const { values, inputs, data, extra } of goldens) {
      const exact = exactOf(mRope, values, dims);
      const x = numbersOf(inputs, 'x');
      const angles = new Float64Array(56);
      const turned = new Float64Array(112);
      for (let row = 0; row < 7; row++) {
        for (let pair = 0; pair < 8; pair++) {
          angles[8 * row + pair] = exact.angle?.(row, pair) ?? Number.NaN;
          const [first, second] = exact.channels?.(pair) ?? [0, 0];
          const [a = 0, b = 0] = [x[16 * row + first], x[16 * row + second]];
          const [cos, sin] = [exact.cell(row, first), exact.cell(row, second)];
          turned[16 * row + first] = a * cos - b * sin;
          turned[16 * row + second] = a * sin + b * cos;
        }
      }
      expect(worstDifference(angles, arrayOf(extra, 'angles'))).toBeLessThanOrEqual(1e-12);
      expect(worstDifference(turned, data)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('is plain RoPE in halves over text', () => {
    for (const interleaved of [false, true]) {
      const given = { interleaved, textLength: 50, base: 10000 };
      const text = exactOf(mRope, given, dimsFor(9, 16, 1, 30));
      const plain = exactOf(rope, { pairing: 'half' }, dimsFor(9, 16, 1, 30));
      const difference = worstDifference(cellsOf(text, 9, 16), cellsOf(plain, 9, 16));
      expect(difference).toBeLessThanOrEqual(1e-12);
    }
  });

  it('left to itself, divides 64 pairs as Qwen2-VL and Qwen3-VL do', () => {
    const dimsOfModel = dimsFor(20, 128);
    for (const [interleaved, sections] of [
      [false, '16, 24, 24'],
      [true, '24, 20, 20'],
    ] as const) {
      const own = exactOf(mRope, { interleaved }, dimsOfModel);
      const written = exactOf(mRope, { interleaved, sections }, dimsOfModel);
      expect(cellsOf(own, 20, 128)).toEqual(cellsOf(written, 20, 128));
      expect(checked({ interleaved, sections }, 128)).toBeNull();
    }
  });

  it('fills the numbers of a cell into its formula, with the id that it turns by', () => {
    const exact = exactOf(mRope, goldens[0]?.values ?? {}, dims);
    expect(exact.steps(5, 2)).toBe(
      String.raw`\cos(h\,1000000^{-4/16}) = \cos(3 \times 0.03162) = \cos(0.09487) = 0.995503`,
    );
    expect(exact.steps(5, 8)).toBe(
      String.raw`\sin(t\,1000000^{-0/16}) = \sin(2 \times 1) = \sin(2) = 0.909297`,
    );
  });

  it('says what is wrong with sections', () => {
    expect(checked({ sections: '16, 24, 24' }, 16)?.en).toBe(
      '16 + 24 + 24 is 64, but a head of width 16 has 8 pairs.',
    );
    expect(checked({ sections: '16, 24' }, 16)?.en).toContain('three whole numbers');
    expect(checked({ sections: '0, 4, 4', interleaved: true }, 16)?.en).toContain('at most 3 of');
    expect(checked({ sections: '0, 4, 4' }, 16)).toBeNull();
    expect(checked({ sections: ' 2，3、3' }, 16)).toBeNull();
  });

  it('says why an odd head cannot turn', () => {
    expect(checked({}, 15)?.en).toContain('must be even');
    expect(checked({}, 2)).toBeNull();
  });
});

onBothBackends(mRope, ({ holds }) => {
  for (const { name, values, inputs, data, extra } of goldens) {
    const hooks = () => hooksOf(mRope, values, dims);
    const ids = numbersOf(inputs, 'positions_thw');
    const places = {
      length: 7,
      axes: 3,
      values: Float64Array.from(
        { length: 21 },
        (_, i) => ids[7 * (i % 3) + Math.floor(i / 3)] ?? 0,
      ),
    };
    const angles = numbersOf(extra, 'angles');

    it(`golden ${name}: the turned vectors`, () =>
      holds(
        () =>
          hooks().rotate?.(tensor4d(numbersOf(inputs, 'x'), [1, 1, 7, 16]), places, 'key', oneHead),
        data,
      ));

    it(`golden ${name}: cosines in the first half, sines in the second`, () => {
      const table = Array.from({ length: 7 }, (_, row) => {
        const own = angles.slice(8 * row, 8 * row + 8);
        return [...own.map(Math.cos), ...own.map(Math.sin)];
      });
      return holds(() => hooks().rotation?.(places), table.flat());
    });

    it(`golden ${name}: the angles`, async () => {
      const got = await readBack(() => hooks().angles?.(places));
      // On the circle, where 0 and 2π are one; a float32 angle below 2π is at most 2.4e-7 off.
      for (const wave of [Math.cos, Math.sin]) {
        expect(worstDifference(got.map(wave), angles.map(wave))).toBeLessThanOrEqual(1e-6);
      }
    });
  }
});
