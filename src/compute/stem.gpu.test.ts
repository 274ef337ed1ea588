/**
 * A tiny ViT and the encoder of a tiny Whisper, against what the transformers library computes of them in
 * float64, on both backends: attention of every head, from pixels and from frames of a spectrogram.
 */
import { memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describedBy } from '../files/families/index.ts';
import { headersHere } from '../files/headers.ts';
import { languageModelOf } from '../files/languageModel.ts';
import { patchRows } from '../files/picture.ts';
import { fileSource } from '../files/source.ts';
import { openTensors } from '../files/tensors.ts';
import { freeLanguageModel } from '../model/languageModel.ts';
import { defaultSpec } from '../state/spec.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { goldenEncoder, seeingFamilies } from '../testing/encoders.ts';
import { attentionTolerance, worstDifference } from '../testing/golden.ts';
import { onBothBackends } from '../testing/scheme.ts';
import { loadLanguageModel, runLanguageModel } from './languageModel.ts';
import { stemTokens, unfolded } from './stem.ts';

const never = new AbortController().signal;

onBothBackends({ id: 'stem' }, () => {
  it.each(seeingFamilies)('%s', async (family) => {
    const before = memory().numTensors;
    const { blob, config, expected } = await goldenEncoder(family);
    const tensors = await openTensors(fileSource(blob, family), headersHere);
    const file = languageModelOf(tensors, describedBy(JSON.stringify(config)));
    const { description } = file;
    const { stem, width } = description;
    if (!stem) throw new Error(`${family} has no stem`);
    const { pixels = [], frames = [] } = expected;
    const given =
      stem.kind === 'patches'
        ? patchRows(pictureOf(pixels, 8), stem)
        : Float32Array.from(frames.flat());
    const tokens = await stemTokens(stem, await file.readStem(), given);
    const ids = Array.from({ length: tokens.length / width }, (_, id) => id);
    expect(ids).toHaveLength(description.vocabulary);
    const model = await loadLanguageModel(file, () => {}, never);
    const spec = { ...fileAsTrained(defaultSpec, description), length: ids.length };
    const made = await runLanguageModel(file, model, { ids, spec, tokens }, () => {}, never);
    for (const [layer, weights] of made.weights.entries()) {
      const wanted = expected.cases[0]?.attention[layer] ?? [];
      const apart = worstDifference(await weights.data(), wanted.flat(2));
      expect(apart, `layer ${layer + 1}`).toBeLessThanOrEqual(attentionTolerance);
    }
    made.free();
    freeLanguageModel(model);
    expect(memory().numTensors).toBe(before);
  });
});

it('a convolution sees zeros beyond the ends, and every second row where its stride is 2', () => {
  const rows = Float32Array.of(1, 10, 2, 20, 3, 30);
  const seen = unfolded(rows, { columns: 2, kernel: 3, stride: 2 });
  expect([...seen]).toEqual([0, 1, 2, 0, 10, 20, 2, 3, 0, 20, 30, 0]);
});

/** Opaque, of bytes without their opacity. */
function pictureOf(bytes: readonly number[], width: number) {
  const count = bytes.length / 3;
  const data = new Uint8ClampedArray(4 * count).map((_, i) =>
    i % 4 === 3 ? 255 : (bytes[3 * Math.floor(i / 4) + (i % 4)] ?? 0),
  );
  return { width, height: count / width, data };
}
