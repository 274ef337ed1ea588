/** The experiments' passes on the GPU, held against a pass of plain loops in float64. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { feedForward, tokenVectors, weightColumns } from '../attention/weights.ts';
import { encodingOf } from '../encodings/index.ts';
import { patched, type SpecPatch } from '../state/patch.ts';
import { defaultSpec, dimsOf, type Spec } from '../state/spec.ts';
import { testDevice } from '../testing/device.ts';
import { exactOf } from '../testing/exact.ts';
import { lineOf, tokenize } from '../text/tokens.ts';
import { experiments as experimentsOn } from './experiments.ts';

const small = patched(defaultSpec, { length: 12, dim: 16, heads: 2, head: 2 });

type Matrix = readonly (readonly number[])[];

const rowsOf = (data: ArrayLike<number>, width: number): Matrix =>
  Array.from({ length: data.length / width }, (_, row) =>
    Array.from({ length: width }, (__, column) => data[row * width + column] ?? Number.NaN),
  );
const turned = (a: Matrix): Matrix => (a[0] ?? []).map((_, c) => a.map((row) => row[c] ?? 0));
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
const times = (a: Matrix, b: Matrix): Matrix => {
  const columns = turned(b);
  return a.map((row) => columns.map((column) => dot(row, column)));
};
const plus = (a: Matrix, b: Matrix): Matrix =>
  a.map((row, r) => row.map((x, c) => x + (b[r]?.[c] ?? 0)));

/** To whole steps of the largest magnitude, for a format of `steps` steps to either side of 0. */
function stepped(a: Matrix, steps: number): Matrix {
  const step = Math.max(...a.flat().map(Math.abs)) / steps;
  return a.map((row) => row.map((x) => Math.round(x / step) * step));
}

const steps = { int8: 127, int4: 7 } as const;
const held = (a: Matrix, { precision }: Spec): Matrix =>
  precision === 'int8' || precision === 'int4' ? stepped(a, steps[precision]) : a;

function wordsOf({ text, tokens, length, seed, dim }: Spec): Matrix {
  const { ids, unique } = lineOf(tokenize(text, tokens), length);
  const vectors = rowsOf(tokenVectors(unique, seed, dim), dim);
  return ids.map((id) => vectors[id] ?? []);
}

const tableOf = (spec: Spec): Matrix => {
  const exact = exactOf(encodingOf('sinusoidal'), spec.params, dimsOf(spec));
  return Array.from({ length: spec.length }, (_, row) =>
    Array.from({ length: spec.dim }, (__, channel) => exact.cell(row, channel)),
  );
};

const matrixOf = (name: 'wq' | 'wk' | 'wv' | 'wo', spec: Spec, layer: number): Matrix =>
  held(
    rowsOf(weightColumns(name, 'random', spec.seed, spec.dim, 0, spec.dim, { layer }), spec.dim),
    spec,
  );

/** [query, key] of a head before the mask, from what the block is given. */
function logitsOf(input: Matrix, spec: Spec, head: number, layer = 1): Matrix {
  const { dHead } = dimsOf(spec);
  const own = (a: Matrix) => a.map((row) => row.slice(dHead * head, dHead * (head + 1)));
  const queries = times(input, own(matrixOf('wq', spec, layer)));
  const keys = times(input, own(matrixOf('wk', spec, layer)));
  return times(queries, turned(keys)).map((row) => row.map((x) => x / Math.sqrt(dHead)));
}

/** Causal, and no further back than the window where there is one. */
function weightsOf(logits: Matrix, { mask, window }: Spec): Matrix {
  return logits.map((row, query) => {
    const seen = (key: number) => key <= query && (mask !== 'window' || query - key < window);
    const powers = row.map((logit, key) => (seen(key) ? Math.exp(logit) : 0));
    const total = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / total);
  });
}

/** The attention of the head shown, with the channels of the table that are kept. */
function attention(spec: Spec, kept: readonly boolean[] = []): Matrix {
  const table = tableOf(spec).map((row) => row.map((x, c) => (kept[c] === false ? 0 : x)));
  const input = plus(wordsOf(spec), held(table, spec));
  return weightsOf(logitsOf(input, spec, spec.head - 1), spec);
}

const normed = (a: Matrix): Matrix =>
  a.map((row) => {
    const mean = row.reduce((x, y) => x + y) / row.length;
    const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
    return row.map((x) => (x - mean) / Math.sqrt(variance + 1e-5));
  });

/** A whole block, every head. */
function block(input: Matrix, spec: Spec, layer: number): Matrix {
  const { dHead } = dimsOf(spec);
  const values = times(input, matrixOf('wv', spec, layer));
  const heads = Array.from({ length: spec.heads }, (_, head) =>
    times(
      weightsOf(logitsOf(input, spec, head, layer), spec),
      values.map((row) => row.slice(dHead * head, dHead * (head + 1))),
    ),
  );
  const joined = input.map((_, row) => heads.flatMap((head) => head[row] ?? []));
  const residual = normed(plus(input, times(joined, matrixOf('wo', spec, layer))));
  const forward = (name: 'wide' | 'narrow', width: number) =>
    rowsOf(feedForward(name, spec.seed, spec.dim, layer), width);
  const hidden = times(residual, forward('wide', 4 * spec.dim)).map((row) =>
    row.map((x) => Math.max(x, 0)),
  );
  return normed(plus(residual, times(hidden, forward('narrow', spec.dim))));
}

/** Rows less the mean row, each of length 1. */
function directions(a: Matrix): Matrix {
  const mean = turned(a).map((column) => column.reduce((x, y) => x + y) / column.length);
  return a.map((row) => {
    const centred = row.map((x, c) => x - (mean[c] ?? 0));
    const size = Math.sqrt(dot(centred, centred));
    return centred.map((x) => x / size);
  });
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Largest |a − b|; NaN where one has no number or they are not as many. */
const worst = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length
    ? Math.max(...a.map((x, i) => Math.abs(x - (b[i] ?? Number.NaN))))
    : Number.NaN;

describe('an experiment', () => {
  let lost = false;
  const experiments = experimentsOn(
    (work) => (lost ? Promise.resolve(null) : work()),
    () => 512,
  );
  beforeAll(async () => {
    expect((await testDevice('auto')).backend).toBe('webgpu');
  });

  const cheaper: readonly SpecPatch[] = [
    { precision: 'int8' },
    { precision: 'int4' },
    { mask: 'window', window: 3 },
  ];
  for (const patch of cheaper) {
    it(`with ${JSON.stringify(patch)} is as far from the whole pass as in float64`, async () => {
      const other = patched(small, patch);
      const found = await experiments.apart(small, other);
      const exact = apartOf(attention(other), attention(small));
      expect(found?.side).toBe(12);
      expect(worst([...(found?.data ?? [])], exact)).toBeLessThanOrEqual(1e-5);
      expect(found?.largest).toBeCloseTo(Math.max(...exact), 5);
      expect(found?.mean).toBeCloseTo(mean(exact), 6);
      expect(Math.max(...exact)).toBeGreaterThan(1e-3);
    });
  }

  it('no order tells where there are neither positions nor a mask', async () => {
    const moved = await experiments.moved(
      patched(small, { encoding: 'none', mask: 'none', depth: 2 }),
    );
    expect(moved).toHaveLength(2);
    for (const each of moved ?? []) expect(Math.abs(each)).toBeLessThanOrEqual(1e-5);
  });

  it('a block without positions leaves less of the order than one that has them', async () => {
    const moved = async (layerPattern: string, encoding = 'rope', depth = 4) =>
      Array.from(
        (await experiments.moved(
          patched(small, { encoding, mask: 'none', window: 4, depth, layerPattern }),
        )) ?? [],
      );
    const [every, three, windowed, first] = [
      await moved('every'),
      await moved('three-of-four'),
      await moved('windowed'),
      await moved('first'),
    ];
    expect(every.every((each) => each > 1e-3)).toBe(true);
    expect(worst(three.slice(0, 3), every.slice(0, 3))).toBeLessThanOrEqual(1e-6);
    expect(three[3]).not.toBeCloseTo(every[3] ?? 0, 4);
    expect(first[0]).toBeCloseTo(every[0] ?? 0, 6);
    expect(first[1]).not.toBeCloseTo(every[1] ?? 0, 4);
    expect(windowed[0]).not.toBeCloseTo(every[0] ?? 0, 4);
    // A bias and what depends on content are left out of a block as well.
    for (const encoding of ['alibi', 'shaw']) {
      const [all, alone] = [await moved('every', encoding, 2), await moved('first', encoding, 2)];
      expect(alone[0]).toBeCloseTo(all[0] ?? 0, 6);
      expect(alone[1], encoding).not.toBeCloseTo(all[1] ?? 0, 5);
    }
  });

  it('the entropy of a row is log2 of the keys it sees where all scores are equal', async () => {
    const even = patched(small, { queryScale: 'log', querySlope: 0, queryBias: 0, mask: 'causal' });
    const found = await experiments.entropies(even);
    const exact = Array.from({ length: 12 }, (_, row) => Math.log2(row + 1));
    expect(worst([...(found ?? [])], exact)).toBeLessThanOrEqual(1e-5);
  });

  it('leaves out channels of the table', async () => {
    const kept = Array.from({ length: 16 }, (_, channel) => channel >= 8);
    const found = await experiments.apart(small, small, kept);
    const exact = apartOf(attention(small, kept), attention(small));
    expect(worst([...(found?.data ?? [])], exact)).toBeLessThanOrEqual(1e-5);
    expect(Math.max(...exact)).toBeGreaterThan(1e-2);
  });

  it('keeps of a long line the largest of each square', async () => {
    // Three to a square, and the last squares are not full.
    const long = patched(small, { length: 260 });
    const other = patched(long, { mask: 'window', window: 40 });
    const found = await experiments.apart(long, other);
    const exact = rowsOf(apartOf(attention(other), attention(long)), 260);
    const squares = Array.from({ length: 87 * 87 }, (_, cell) => {
      const [top, left] = [3 * Math.floor(cell / 87), 3 * (cell % 87)];
      return Math.max(...exact.slice(top, top + 3).flatMap((row) => row.slice(left, left + 3)));
    });
    expect(found?.side).toBe(87);
    expect(worst([...(found?.data ?? [])], squares)).toBeLessThanOrEqual(1e-5);
  });

  it('follows the positions through three blocks', async () => {
    const spec = patched(small, { depth: 3 });
    const places = directions(tableOf(spec));
    let stream = plus(wordsOf(spec), tableOf(spec));
    const exact = [1, 2, 3, 4].map((layer) => {
      const cosines = times(directions(stream), turned(places));
      stream = block(stream, spec, layer);
      const own = cosines.map((row, r) => row[r] ?? Number.NaN);
      const all = cosines.flat().reduce((a, b) => a + b);
      return { own: mean(own), others: (all - 12 * mean(own)) / (12 * 11) };
    });
    const found = await experiments.stream(spec);
    const own = exact.map((layer) => layer.own);
    expect(worst(found?.own ?? [], own)).toBeLessThanOrEqual(1e-5);
    expect(
      worst(
        found?.others ?? [],
        exact.map(({ others }) => others),
      ),
    ).toBeLessThanOrEqual(1e-5);
    expect(await experiments.stream(patched(spec, { encoding: 'rope' }))).toBeNull();
  });

  it('takes the mean over each distance', async () => {
    const logits = logitsOf(plus(wordsOf(small), tableOf(small)), small, small.head - 1);
    const exact = (cells: Matrix) =>
      Array.from({ length: 23 }, (_, at) =>
        mean(
          cells.flatMap((row, query) =>
            row.slice(query + at - 11).slice(0, query + at < 11 ? 0 : 1),
          ),
        ),
      );
    const found = await experiments.byDistance(small, 'logits');
    expect(worst([...(found?.mean ?? [])], exact(logits))).toBeLessThanOrEqual(1e-5);
    const weights = await experiments.byDistance(small, 'weights');
    expect(worst([...(weights?.mean ?? [])], exact(attention(small)))).toBeLessThanOrEqual(1e-5);
    const unit = tableOf(small).map((row) => row.map((x) => x / Math.sqrt(dot(row, row))));
    const similarity = await experiments.byDistance(small, 'similarity');
    const cosines = exact(times(unit, turned(unit)));
    expect(worst([...(similarity?.mean ?? [])], cosines)).toBeLessThanOrEqual(1e-5);
  });

  it('has no answer for a line that does not fit, or when the device is gone', async () => {
    expect(await experiments.byDistance(patched(small, { length: 513 }), 'weights')).toBeNull();
    const broken = { ...small, depth: 7 };
    await expect(experiments.stream(broken)).rejects.toThrow('no block 7');
    lost = true;
    expect(await experiments.stream(broken)).toBeNull();
    lost = false;
  });

  it('leaves no tensor behind', async () => {
    const before = memory().numTensors;
    await experiments.apart(small, patched(small, { precision: 'int4' }));
    await experiments.stream(patched(small, { depth: 2 }));
    await experiments.byDistance(small, 'weights');
    expect(memory().numTensors).toBe(before);
  });
});

/** |a − b|, row by row. */
function apartOf(a: Matrix, b: Matrix): number[] {
  return a.flatMap((row, r) => row.map((x, c) => Math.abs(x - (b[r]?.[c] ?? Number.NaN))));
}
