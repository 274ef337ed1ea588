/** What is kept from one Spec to the next is made anew where anything it comes from is another. */
import { beforeAll, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { type OpenedTable, setOpenedTable } from '../encodings/openedTable.ts';
import { patched } from '../state/patch.ts';
import { defaultSpec, type Spec } from '../state/spec.ts';
import { startQuietly } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

let pipeline: Pipeline;
beforeAll(async () => {
  await loadEncodings();
  pipeline = await startQuietly('auto');
});

const [rows, columns] = [12, 8];
const table = (name: string, step: number): OpenedTable => ({
  name,
  rows,
  columns,
  data: Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(step * i)),
});

/** Of the frame that the Attend room draws. */
async function drawn(spec: Spec) {
  await pipeline.request(spec, { stages: true });
  const { length } = spec;
  const [positions, similarity, attention] = await Promise.all([
    pipeline.block('positions', 0, 0, length, spec.dim),
    pipeline.block('similarity', 0, 0, length, length),
    pipeline.block('attention', 0, 0, length, length),
  ]);
  return { positions, similarity, attention };
}

it('a second table of the same sizes is the one that is computed and drawn', async () => {
  const [first, second] = [table('first', 0.3), table('second', 0.7)];
  setOpenedTable(first);
  const own = { encoding: 'learned', params: { table: 'own' }, length: rows, dim: columns };
  const spec = patched(defaultSpec, { ...own, heads: 2 });
  const before = await drawn(spec);
  expect(before.positions).toEqual(first.data);
  setOpenedTable(second);
  const after = await drawn(spec);
  expect(after.positions).toEqual(second.data);
  // Nothing of it is kept by a pipeline that never saw the first.
  expect(after).toEqual(await fresh(spec));
  expect(after.attention).not.toEqual(before.attention);
});

/** The same after everything that is kept was made for another seed. */
async function fresh(spec: Spec) {
  await drawn({ ...spec, seed: spec.seed + 1 });
  return drawn(spec);
}
