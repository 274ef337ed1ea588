import { tensor3d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/cope.json';
import {
  type Content,
  contextOf,
  exactContextOf,
  exactScores,
  squareOf,
} from '../../testing/content.ts';
import { cellsOf, dimsFor, exactOf } from '../../testing/exact.ts';
import {
  arrayOf,
  attentionTolerance,
  caseOf,
  numbersOf,
  worstDifference,
} from '../../testing/golden.ts';
import { givenNumbers, hooksOf, onBothBackends, readBack } from '../../testing/scheme.ts';
import { countedBias } from '../counted.ts';
import { defaultsOf } from '../params.ts';
import { tf } from '../tensors.ts';
import cope, { countRow } from './cope.ts';

const cases = [
  { name: 'gate_scaled', gate: 'scaled', gateScale: 0.5 },
  { name: 'gate_unscaled', gate: 'raw', gateScale: 1 },
] as const;

function goldenOf(name: string) {
  const each = caseOf(golden, name);
  const content: Content = {
    query: numbersOf(each.inputs, 'q'),
    key: numbersOf(each.inputs, 'k'),
    dHead: 4,
    causal: true,
  };
  return { each, content, table: numbersOf(each.inputs, 'pos_table') };
}

/** Gates from counts that met no limit: each key's count less that of the key after it. */
const gatesOf = (counts: ArrayLike<number>, length: number) =>
  Array.from(counts, (count, cell) =>
    cell % length < length - 1 ? count - (counts[cell + 1] ?? Number.NaN) : count,
  );

describe('cope, in float64', () => {
  for (const { name, gateScale } of cases) {
    it(`gives gates, positions, bias and scores of golden ${name}`, () => {
      const { each, content, table } = goldenOf(name);
      const entry = (count: number, channel: number) => table[4 * count + channel] ?? Number.NaN;
      const rows = [0, 1, 2, 3, 4, 5].map((row) => {
        const context = exactContextOf(content, row);
        return { ...context, ...countRow(context, entry, 4, gateScale) };
      });
      const stage = (of: (row: (typeof rows)[number]) => Float64Array) =>
        rows.flatMap((row) => Array.from(of(row)));
      const extra = (part: string) => arrayOf(each.extra, part);
      expect(
        worstDifference(
          stage((row) => row.gates),
          extra('gates'),
        ),
      ).toBeLessThanOrEqual(1e-12);
      expect(
        worstDifference(
          stage((row) => row.counts),
          extra('positions'),
        ),
      ).toBeLessThanOrEqual(1e-12);
      expect(
        worstDifference(
          stage((row) => row.bias),
          extra('bias'),
        ),
      ).toBeLessThanOrEqual(1e-12);
      const scores = stage((row) =>
        row.products.map((product, key) =>
          key > row.row ? Number.NEGATIVE_INFINITY : gateScale * product + (row.bias[key] ?? 0),
        ),
      );
      expect(worstDifference(scores, each.data)).toBeLessThanOrEqual(1e-12);
    });
  }

  it('counts i − j + 1 through gates that are wide open, and a key’s own gate is its position', () => {
    const counts = (product: number) =>
      Array.from(
        countRow(
          { query: new Float64Array(4), products: new Float64Array(8).fill(product), row: 6 },
          () => 0,
          100,
          1,
        ).counts,
      );
    expect(counts(1000)).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
    expect(counts(0)[6]).toBe(0.5);
  });

  it('shows the table, a column for each count, whatever the length', () => {
    const cells = (length: number) => cellsOf(exactOf(cope, {}, dimsFor(length, 8, 2)), 4, 16);
    expect(cells(3)).toEqual(cells(300));
  });
});

onBothBackends(cope, ({ holds }) => {
  /** A table that says at each count how many were counted. */
  const ramp = (most: number) =>
    tensor3d(
      Float32Array.from({ length: 6 * most }, (_, cell) => cell % most),
      [1, 6, most],
    );

  for (const { name, gate, gateScale } of cases) {
    it(`every stage of golden ${name}`, async () => {
      const { each, content, table } = goldenOf(name);
      const extra = (part: string) => arrayOf(each.extra, part);
      const normal = givenNumbers({ cope: { width: 4, data: table.map((entry) => 2 * entry) } });
      const hooks = hooksOf(cope, { maxPosition: 4, gate }, dimsFor(6, 4), normal);
      const counted = (most: number) =>
        countedBias(contextOf(content).products, ramp(most), gateScale);
      const counts = gatesOf(await readBack(() => counted(9)), 6);
      await holds(() => tf.tensor(counts), extra('gates'));
      await holds(() => counted(4), extra('positions'));
      await holds(() => hooks.score?.(contextOf(content)), extra('bias'), attentionTolerance);
      // The golden has no 1/√d at all where the gate has none.
      const logits = () => squareOf('logits', hooks, content, gateScale);
      await holds(logits, each.data, attentionTolerance);
      // The map has a column for each count, and so has its float64 formula: both are held against
      // the golden's table, since both come from one function here.
      const columns = [0, 1, 2, 3].flatMap((channel) =>
        [0, 1, 2, 3].map((count) => table[4 * count + channel] ?? Number.NaN),
      );
      await holds(() => hooks.vectors?.(6), columns);
      const params = { maxPosition: 4, gate };
      const exact = cope.exact?.({ ...defaultsOf(cope.params), ...params }, dimsFor(6, 4), normal);
      if (!exact) throw new Error('cope: no float64 formula');
      // A number of a table is kept as a float32: half a step of it below 2.
      expect(worstDifference(cellsOf(exact, 4, 4), columns)).toBeLessThanOrEqual(2 ** -24);
      const at = { length: 6, axes: 1, values: new Float64Array(6) };
      await holds(() => hooks.weights?.table?.(at), table);
    });
  }

  it('counts along a long line as the float64 formula does, for every head', async () => {
    const [length, dHead] = [150, 4];
    const dims = dimsFor(length, 8, 2);
    const x = Float32Array.from({ length: 2 * length * dHead }, (_, i) => Math.sin(i * i));
    const content: Content = {
      query: Array.from(x),
      key: Array.from(x, (entry) => 2 * entry),
      dHead,
      heads: 2,
      causal: true,
    };
    for (const gate of ['scaled', 'raw']) {
      const hooks = hooksOf(cope, { gate }, dims);
      const exact = exactOf(cope, { gate }, dims);
      await holds(
        () => hooks.score?.(contextOf(content)),
        exactScores(exact, content),
        attentionTolerance,
      );
    }
  });
});
