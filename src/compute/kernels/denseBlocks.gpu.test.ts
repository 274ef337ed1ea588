/** The kernel that multiplies weights as they lie in a file, against the values that gguf-py decodes. */
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { dense } from '../../attention/dense.ts';
import { tensorOf, viewOf } from '../../attention/matrixView.ts';
import { seededNormal } from '../../encodings/seeded.ts';
import golden from '../../golden/gguf_blocks.json';
import { testDevice } from '../../testing/device.ts';
import { worstDifference } from '../../testing/golden.ts';
import { readBack } from '../readBack.ts';
import { blockFormats } from './blockFormats.ts';

beforeAll(async () => {
  expect((await testDevice('auto')).backend).toBe('webgpu');
});

/** Bytes four by four, and a word more. */
function wordsOf(hex: string): Int32Array {
  const bytes = new Uint8Array(hex.length / 2 + 8 - ((hex.length / 2) % 4));
  for (let i = 0; 2 * i < hex.length; i++) {
    bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  }
  return new Int32Array(bytes.buffer);
}

it('every kind of block that has a golden is one that is multiplied', () => {
  const kinds = golden.cases.map(({ type }) => type);
  expect(Object.keys(blockFormats).toSorted()).toEqual(['F32', ...kinds].toSorted());
});

it.each(golden.cases)('$type: every value is exactly that of gguf-py', async (each) => {
  const width = each.values.length;
  const words = wordsOf(each.bytes);
  const made = await readBack(() => {
    // Rows of the identity pick the weights one by one.
    const unit = Float32Array.from({ length: width * width }, (_, i) =>
      i % (width + 1) === 0 ? 1 : 0,
    );
    const matrix = {
      format: each.type,
      columns: 1,
      width,
      words: tensor1d(words, 'int32'),
    };
    return tensorOf(dense(viewOf(tensor2d(unit, [width, width])), { matrix }));
  });
  expect(worstDifference(made, each.values)).toBe(0);
});

/** Rows of numbers of deviation 1. */
function drawn(name: string, rows: number, columns: number): Float32Array {
  const stream = seededNormal(3)(name);
  return Float32Array.from({ length: rows * columns }, (_, i) =>
    stream(Math.floor(i / columns), i % columns),
  );
}

it.each([
  [1, 8, 70],
  [5, 64, 6],
  [37, 12, 130],
])(
  '%d rows of %d numbers times %d columns, gated, with biases and in heads',
  async (rows, width, columns) => {
    const [x, weights, biases] = [
      drawn('x', rows, width),
      drawn('weights', 2 * columns, width),
      drawn('biases', 2, columns),
    ];
    const words = tensor1d(new Int32Array(weights.buffer), 'int32');
    const matrix = { format: 'F32', columns: 2 * columns, width, words };
    const affine = { matrix, bias: tensor1d(biases) };
    const options = { heads: 2, activation: 'silu', gated: true } as const;
    const made = await readBack(() =>
      tensorOf(dense(viewOf(tensor2d(x, [rows, width])), affine, options)),
    );
    words.dispose();
    affine.bias.dispose();
    const sum = (row: number, column: number) => {
      let total = biases[column] ?? 0;
      for (let i = 0; i < width; i++) {
        total += (x[row * width + i] ?? 0) * (weights[column * width + i] ?? 0);
      }
      return total;
    };
    const dHead = columns / 2;
    const wanted = Array.from({ length: rows * columns }, (_, i) => {
      const [head, row, channel] = [
        Math.floor(i / (rows * dHead)),
        Math.floor(i / dHead) % rows,
        i % dHead,
      ];
      const gate = sum(row, head * dHead + channel);
      return (gate / (1 + Math.exp(-gate))) * sum(row, columns + head * dHead + channel);
    });
    // Float32 sums of up to 64 products of deviation 8.
    expect(worstDifference(made, wanted)).toBeLessThan(1e-3);
  },
);
