import { describe, expect, it } from 'vitest';
import golden from '../../golden/fire.json';
import { dimsFor, exactOf } from '../../testing/exact.ts';
import { caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends, readBack } from '../../testing/scheme.ts';
import { sequence } from '../encoding.ts';
import { networkOver, through } from '../network.ts';
import { tf } from '../tensors.ts';
import fire, { shareOf, shares } from './fire.ts';

const values = { c: 0.1, limit: 4 };
const inputs = caseOf(golden, 'inputs');
const bias = caseOf(golden, 'bias');
const layer = (name: string) => Float64Array.from(numbersOf(bias.inputs, name));
const network = { w1: layer('w1'), b1: layer('b1'), w2: layer('w2'), b2: layer('b2') };
const both = { first: 0, count: 2 };

describe('fire, in float64', () => {
  it('gives the golden’s inputs of the network, and the biases of both heads', () => {
    const share = (cell: number) => shareOf(values, Math.floor(cell / 8) % 8, cell % 8);
    const seen = inputs.data.map((_, cell) => share(cell));
    expect(worstDifference(seen, inputs.data)).toBeLessThanOrEqual(1e-12);
    const got = bias.data.map((_, cell) => through(network, share(cell), Math.floor(cell / 64)));
    expect(worstDifference(got, bias.data)).toBeLessThanOrEqual(1e-12);
  });

  it('depends on the offset alone up to the threshold, and not beyond it', () => {
    const exact = exactOf(fire, { limit: 50 }, dimsFor(8, 8, 2));
    expect(exact.bias?.(1, 50, 47)).toBe(exact.bias?.(1, 3, 0));
    expect(exact.bias?.(1, 51, 48)).not.toBe(exact.bias?.(1, 3, 0));
  });

  it('keeps what the network sees between 0 and 1 for every key behind', () => {
    for (const query of [0, 5, 511, 512, 4000, 2 ** 20 - 1]) {
      for (const key of [0, query >> 1, query]) {
        const share = shareOf({ c: 0.1, limit: 512 }, query, key);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThan(1);
      }
    }
  });

  it('shows the bias as the last token of the text sees it', () => {
    const exact = exactOf(fire, { limit: 4 }, dimsFor(8, 8, 2, 100));
    expect(exact.cell(1, 0)).toBe(exact.bias?.(1, 107, 100));
    expect(exact.cell(1, 9)).toBe(exact.bias?.(1, 107, 109));
  });
});

onBothBackends(fire, ({ holds }) => {
  const positions = sequence(0, 8);

  it('golden inputs', () => holds(() => shares(values, positions.values), inputs.data));

  it('golden bias, of both heads and of one', async () => {
    const table = (data: Float64Array, rows: number) =>
      tf.tensor2d(Float32Array.from(data), [rows, data.length / rows]);
    const layers = () => ({
      w1: table(network.w1, network.w1.length),
      b1: table(network.b1, network.b1.length),
      w2: table(network.w2, 2),
      b2: table(network.b2, 2),
    });
    const over = (heads: typeof both) => () =>
      networkOver(shares(values, positions.values), layers(), heads);
    await holds(over(both), bias.data);
    await holds(over({ first: 1, count: 1 }), bias.data.slice(64));
  });

  it('the square and the map are as their float64 formula, near and far, below and past L', async () => {
    for (const [start, c, limit] of [
      [0, 0.1, 512],
      [0, 100, 4],
      [1_000_000, 0.001, 1],
    ] as const) {
      const dims = dimsFor(9, 8, 4, start);
      const exact = exactOf(fire, { c, limit }, dims);
      const hooks = hooksOf(fire, { c, limit }, dims);
      const at = sequence(start, 9);
      const cells = (count: number) => Array.from({ length: count }, (_, cell) => cell);
      await holds(
        () => hooks.bias?.(at, at, { first: 1, count: 2 }),
        cells(162).map((cell) => {
          const [head, row] = [1 + Math.floor(cell / 81), Math.floor(cell / 9) % 9];
          return exact.bias?.(head, start + row, start + (cell % 9)) ?? Number.NaN;
        }),
      );
      await holds(
        () => hooks.curve?.(9),
        cells(68).map((cell) => exact.cell(Math.floor(cell / 17), cell % 17)),
      );
    }
  });

  it('the layers can be read', async () => {
    const { weights } = hooksOf(fire, {}, dimsFor(9, 8, 4));
    const sizes = await Promise.all(
      ['w1', 'b1', 'w2', 'b2'].map((name) => readBack(() => weights?.[name]?.(positions))),
    );
    expect(sizes.map((size) => size.length)).toEqual([32, 32, 128, 4]);
  });
});
