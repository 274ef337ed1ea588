/**
 * Ten tiny checkpoints, one a family, against what the transformers library computes of them in float64,
 * on both backends: attention of every head, logits of the next token and loss, as trained and shifted.
 */
import { memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { hasKernel } from '../encodings/kernel.ts';
import { headersHere } from '../files/headers.ts';
import { languageModelOf } from '../files/languageModel.ts';
import { fileSource } from '../files/source.ts';
import { openTensors } from '../files/tensors.ts';
import { freeLanguageModel } from '../model/languageModel.ts';
import { defaultSpec } from '../state/spec.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { goldenCheckpoint, goldenFamilies, squaresIn } from '../testing/checkpoints.ts';
import { attentionTolerance, worstDifference } from '../testing/golden.ts';
import { onBothBackends } from '../testing/scheme.ts';
import { loadLanguageModel, runLanguageModel } from './languageModel.ts';

const never = new AbortController().signal;

onBothBackends({ id: 'language models' }, () => {
  it.each(goldenFamilies)('%s', async (family) => {
    const before = memory().numTensors;
    const { model, blob, expected } = await goldenCheckpoint(family);
    const file = languageModelOf(await openTensors(fileSource(blob, family), headersHere), model);
    const { description } = file;
    const steps: number[] = [];
    const tensors = await loadLanguageModel(file, (done) => steps.push(done), never);
    // What was said of them before they were read: but for norms at the ends, and a word after each matrix.
    const bytes = tensors.all.reduce((sum, { size }) => sum + 4 * size, 0);
    const { layers, output } = file.sizes(hasKernel('DenseBlocks'));
    const said = layers.reduce((sum, each) => sum + each, output);
    expect(Math.abs(said / bytes - 1)).toBeLessThan(0.05);
    expect(steps.at(-1)).toBe(description.layers.length + 1);
    for (const wanted of expected.cases) {
      const start = wanted.positions === 'as trained' ? 0 : 20;
      const { ids } = expected;
      const spec = { ...fileAsTrained(defaultSpec, description), start, length: ids.length };
      const made = await runLanguageModel(file, tensors, { ids, spec }, () => {}, never);
      for (const [layer, weights] of made.weights.entries()) {
        const got = Float32Array.from(await weights.data());
        const apart = worstDifference(got, squaresIn(wanted.attention[layer] ?? []));
        const where = `layer ${layer + 1}, ${wanted.positions}`;
        expect(apart, where).toBeLessThanOrEqual(attentionTolerance);
      }
      const largest = Math.max(...wanted.logits_last.map(Math.abs));
      const apart = worstDifference(made.logits, wanted.logits_last);
      // The contract: 1e-4 of the largest logit.
      expect(apart).toBeLessThanOrEqual(1e-4 * largest);
      const loss = made.losses.reduce((sum, each) => sum + each, 0) / made.losses.length;
      expect(Math.abs(loss - wanted.loss)).toBeLessThanOrEqual(1e-4 * wanted.loss);
      made.free();
    }
    freeLanguageModel(tensors);
    expect(memory().numTensors).toBe(before);
  });

  it('a run that is given up leaves nothing', async () => {
    const before = memory().numTensors;
    const { model, blob, expected } = await goldenCheckpoint('llama');
    const file = languageModelOf(await openTensors(fileSource(blob, 'llama'), headersHere), model);
    const tensors = await loadLanguageModel(file, () => {}, never);
    const { ids } = expected;
    const spec = { ...fileAsTrained(defaultSpec, file.description), length: ids.length };
    const given = new AbortController();
    const run = runLanguageModel(file, tensors, { ids, spec }, () => given.abort(), given.signal);
    await expect(run).rejects.toThrow('aborted');
    freeLanguageModel(tensors);
    expect(memory().numTensors).toBe(before);
  });
});
