/** Every number of a projecting stage is the product of the row and the column that can be read for it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { BlockName, Frame } from '../state/frame.ts';
import { patched, type SpecPatch } from '../state/patch.ts';
import { defaultSpec, type Spec } from '../state/spec.ts';
import { startQuietly } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const small = patched(defaultSpec, { length: 12, dim: 16, heads: 2, head: 2 });

describe('what is read for a number', () => {
  let pipeline: Pipeline;
  const frames: Frame[] = [];
  beforeAll(async () => {
    pipeline = await startQuietly('auto', {
      show: (frame) => void frames.push(frame),
    });
    expect(pipeline.device().backend).toBe('webgpu');
  });

  const read = async (
    name: BlockName,
    from: readonly [number, number],
    rows: number,
    columns: number,
  ) => [...((await pipeline.block(name, from[0], from[1], rows, columns)) ?? [])];

  /** Row `row` of one times column `column` of the other, summed in float64. */
  async function product(
    from: BlockName,
    matrix: BlockName,
    width: number,
    [row, column]: readonly [number, number],
  ): Promise<number> {
    const [left, right] = await Promise.all([
      read(from, [row, 0], 1, width),
      read(matrix, [0, column], width, 1),
    ]);
    expect(left).toHaveLength(width);
    expect(right).toHaveLength(width);
    return left.reduce((sum, value, i) => sum + value * (right[i] ?? Number.NaN), 0);
  }

  const patches: readonly SpecPatch[] = [
    {},
    { encoding: 'alibi' },
    { fusion: 'concat', gain: 2 },
    { fusion: 'query-key' },
    { depth: 3, layer: 2, mask: 'none' },
    { precision: 'int8' },
  ];
  for (const patch of patches) {
    it(`${JSON.stringify(patch)}: row times column is the cell`, async () => {
      const spec: Spec = patched(small, patch);
      await pipeline.request(spec, { stages: true });
      const hasTable = Boolean(frames.at(-1)?.stages?.maps.table);
      const wide = spec.fusion === 'concat' && hasTable ? 32 : 16;
      const source = hasTable ? 'input' : 'tokens';
      const values = spec.fusion === 'query-key' ? 'tokens' : source;
      const checks = [
        ['query', source, 'wq', wide, 8],
        ['key', source, 'wk', wide, 8],
        ['value', values, 'wv', wide, 8],
        ['attended', 'joined', 'wo', 16, 0],
        ['forward', 'hidden', 'narrow', 64, 0],
      ] as const;
      for (const [stage, from, matrix, width, firstColumn] of checks) {
        for (const [row, channel] of [
          [0, 0],
          [7, 5],
          [11, 7],
        ] as const) {
          const [cell] = await read(stage, [row, channel], 1, 1);
          const sum = await product(from, matrix, width, [row, firstColumn + channel]);
          // Sums of up to 64 products of size 1 in float32.
          expect(Math.abs((cell ?? Number.NaN) - sum), stage).toBeLessThanOrEqual(1e-5);
        }
      }
    });
  }

  it('reading columns leaves no tensor behind', async () => {
    await pipeline.request(small, { stages: true });
    await product('tokens', 'wq', 16, [0, 0]);
    const before = pipeline.memory().tensors;
    for (const matrix of ['wq', 'wo', 'narrow'] as const) await read(matrix, [0, 1], 16, 1);
    expect(pipeline.memory().tensors).toBe(before);
    for (const length of [5, 9, 12]) {
      await pipeline.request({ ...small, length }, { stages: true });
    }
    expect(pipeline.memory().tensors).toBe(before);
  });
});
