import { setBackend } from '@tensorflow/tfjs';
import { afterEach, expect, it, vi } from 'vitest';
import * as operations from '../encodings/operations.ts';
import { provideTensors } from '../encodings/tensors.ts';
import { loadEncoder } from '../model/download.ts';
import { loadGraph } from '../model/graph.ts';
import { asTrained } from '../state/model.ts';
import { defaultSpec } from '../state/spec.ts';
import { worstDifference } from '../testing/golden.ts';
import { packagedBytes } from '../testing/sentenceEncoder.ts';
import { createModel, sentencesOf } from './model.ts';

const base = 'http://page.test/';

afterEach(() => vi.unstubAllGlobals());

it("the page's pass gives the sentence vectors of the graph that the package carries", async () => {
  vi.stubGlobal('fetch', async (address: string) => {
    return new Response(packagedBytes(address.split('/').at(-1) ?? ''));
  });
  await setBackend('cpu');
  provideTensors(operations);
  const model = createModel(base, () => {});
  await model.load();
  const graph = await loadGraph(await loadEncoder({ base }));
  for (const text of ['dog bites man', 'The quick brown fox jumps over the lazy dog.']) {
    const own = await sentencesOf(model, asTrained(defaultSpec), [text]);
    const exported = await graph.sentence([...model.tokens(text).ids]);
    expect(exported).toHaveLength(512);
    // Float32 sums of up to 1,536 products in two orders.
    expect(worstDifference(own, [...exported])).toBeLessThanOrEqual(1e-6);
  }
});
