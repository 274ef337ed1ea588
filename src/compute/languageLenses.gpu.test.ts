/** What is measured of a language model's heads and of its residual stream, against float64 written apart. */
import { beforeAll, expect, it } from 'vitest';
import { type Frame, flowNames } from '../state/frame.ts';
import { defaultSpec } from '../state/spec.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { openGolden } from '../testing/checkpoints.ts';
import { worstDifference } from '../testing/golden.ts';
import { gpt2Flow } from '../testing/gpt2.ts';
import { startQuietly } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

let pipeline: Pipeline;
let frame: Frame;

beforeAll(async () => {
  pipeline = await startQuietly('auto', {
    show: (shown) => {
      frame = shown;
    },
  });
  expect(pipeline.device().backend).toBe('webgpu');
});

async function opened(family: string) {
  const checkpoint = await openGolden(family);
  return { ...checkpoint, spec: fileAsTrained(defaultSpec, checkpoint.model.description) };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

it('heads: the weight one back and at the first token, of what transformers computes in float64', async () => {
  const { spec, expected } = await opened('llama');
  await pipeline.request({ ...spec, text: expected.ids.join(' ') }, { model: true });
  const found = await pipeline.lens('headKinds');
  const heads = (expected.cases[0]?.attention ?? []).flat();
  const later = heads.map((rows) => rows.slice(1));
  // Its weights are good to 2e-5, and so is a mean of them.
  const previous = later.map((rows) => mean(rows.map((row, at) => row[at] ?? Number.NaN)));
  expect(worstDifference(found?.previous ?? new Float32Array(), previous)).toBeLessThan(2e-5);
  const sink = later.map((rows) => mean(rows.map(([first = Number.NaN]) => first)));
  expect(worstDifference(found?.sink ?? new Float32Array(), sink)).toBeLessThan(2e-5);
  // The fourth token comes again as the twelfth.
  const induction = heads.map((rows) => rows[11]?.[4] ?? Number.NaN);
  expect(worstDifference(found?.induction ?? new Float32Array(), induction)).toBeLessThan(2e-5);
  await pipeline.request({ ...spec, text: '1 2 3 3 4' }, { model: true });
  expect((await pipeline.lens('headKinds'))?.induction).toBeNull();
});

it('heads: the weight after earlier occurrences of the same token', async () => {
  const { spec } = await opened('llama');
  const ids = [7, 3, 9, 9, 4, 7, 3, 9, 5, 7];
  await pipeline.request({ ...spec, text: ids.join(' '), layer: 3 }, { model: true });
  const { data } = await pipeline.read('weights');
  const found = await pipeline.lens('headKinds');
  const at = (head: number, query: number, key: number) =>
    data[(head * ids.length + query) * ids.length + key] ?? Number.NaN;
  const wanted = [0, 1, 2, 3].map((head) =>
    mean([
      // The 9 that follows a 9 sees only itself after it; 5 and 4 are new.
      at(head, 5, 1),
      at(head, 6, 2),
      at(head, 7, 3) + at(head, 7, 4),
      at(head, 9, 1) + at(head, 9, 6),
    ]),
  );
  // Sums of float32 in another order.
  expect(worstDifference(found?.induction?.subarray(8) ?? new Float32Array(), wanted)).toBeLessThan(
    1e-6,
  );
});

it('residual stream: norms, and the cosine to the layer before, of GPT-2 in float64', async () => {
  const { spec, blob, expected } = await opened('gpt2');
  const { ids } = expected;
  await pipeline.request({ ...spec, text: ids.join(' ') }, { model: true });
  const wanted = gpt2Flow(await blob.arrayBuffer(), ids, { layers: 3, heads: 4 });
  // The pass in float64 is the one that transformers computes.
  const golden = expected.cases[0]?.logits_last ?? [];
  expect(worstDifference(Float32Array.from(wanted.logits), golden)).toBeLessThan(1e-5);
  for (const [at, name] of flowNames.entries()) {
    const got = await pipeline.block(`flow ${at}`, 0, 0, ids.length, 3);
    const own = wanted.flow[name].flat();
    const largest = Math.max(...own.map(Math.abs));
    // Three layers of float32 sums of up to 192 products.
    expect(worstDifference(got ?? new Float32Array(), own) / largest, name).toBeLessThan(1e-5);
    const size = ids.length * 3;
    expect(frame.model?.own?.flow.slice(at * size, (at + 1) * size)).toEqual(got);
  }
});
