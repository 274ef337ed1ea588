/**
 * Tiny encoders, one a family, against what the transformers library computes of them in float64, on both
 * backends: attention of every head and the last hidden state, under each thing that a configuration may
 * say of the same weights; and layer by layer, as they are looked at one by one.
 */
import { memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describedBy } from '../files/families/index.ts';
import { headersHere } from '../files/headers.ts';
import { languageModelOf } from '../files/languageModel.ts';
import { fileSource } from '../files/source.ts';
import { openTensors } from '../files/tensors.ts';
import { freeLanguageModel } from '../model/languageModel.ts';
import { defaultSpec } from '../state/spec.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { encoderFamilies, goldenEncoder } from '../testing/encoders.ts';
import { attentionTolerance, worstDifference } from '../testing/golden.ts';
import { onBothBackends } from '../testing/scheme.ts';
import { loadLanguageModel, runLanguageModel } from './languageModel.ts';
import { openedAttention, openedEmbedding, openedLayer } from './openedLayer.ts';

const never = new AbortController().signal;

onBothBackends({ id: 'encoders' }, () => {
  it.each(encoderFamilies)('%s', async (family) => {
    const before = memory().numTensors;
    const { blob, config, expected } = await goldenEncoder(family);
    const tensors = await openTensors(fileSource(blob, family), headersHere);
    for (const { changes, attention, hidden } of expected.cases) {
      const said = describedBy(JSON.stringify({ ...config, ...changes }));
      const file = languageModelOf(tensors, said);
      const { description } = file;
      const model = await loadLanguageModel(file, () => {}, never);
      const { ids } = expected;
      const spec = { ...fileAsTrained(defaultSpec, description), length: ids.length };
      const made = await runLanguageModel(file, model, { ids, spec }, () => {}, never);
      const tokens = await file.readTokens(ids);
      const table = await file.readTable(0, ids.length);
      let stream = await openedEmbedding({
        description,
        ends: await file.readEnds(),
        tokens,
        table,
      });
      for (const [layer, weights] of made.weights.entries()) {
        const where = `layer ${layer + 1}, ${JSON.stringify(changes)}`;
        const wanted = attention[layer] ?? [];
        const got = Float32Array.from(await weights.data());
        const apart = worstDifference(got, wanted.flat(2));
        expect(apart, where).toBeLessThanOrEqual(attentionTolerance);
        for (const [head, rows] of wanted.entries()) {
          const own = { description, layer, stream, head };
          const one = await openedAttention({ ...own, weights: await file.readQueryKey(layer) });
          const off = worstDifference(one, rows.flat());
          expect(off, `${where}, head ${head + 1} alone`).toBeLessThanOrEqual(attentionTolerance);
        }
        const weightsHere = await file.readLayer(layer);
        stream = await openedLayer({ description, layer, stream, weights: weightsHere });
      }
      const last = Float32Array.from(await (made.streams.at(-1)?.data() ?? []));
      // Norms that come before leave the last one to the logits. Numbers up to 3, in float32.
      const ends = description.norms === 'after' ? [last, stream] : [];
      for (const each of ends) {
        expect(worstDifference(each, hidden.flat())).toBeLessThanOrEqual(attentionTolerance);
      }
      made.free();
      freeLanguageModel(model);
    }
    expect(memory().numTensors).toBe(before);
  });
});
