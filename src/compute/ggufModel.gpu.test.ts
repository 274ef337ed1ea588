/**
 * Tiny GGUF files of nine families, made of the golden checkpoints as llama.cpp's converter does it,
 * against what the transformers library computes of the same weights in float64.
 */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { ggufDescribed } from '../files/families/gguf.ts';
import { headersHere } from '../files/headers.ts';
import { languageModelOf } from '../files/languageModel.ts';
import { fileSource } from '../files/source.ts';
import { openTensors } from '../files/tensors.ts';
import { freeLanguageModel } from '../model/languageModel.ts';
import { defaultSpec } from '../state/spec.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { goldenCheckpoint, squaresIn } from '../testing/checkpoints.ts';
import { testDevice } from '../testing/device.ts';
import { ggufOf } from '../testing/ggufOf.ts';
import { attentionTolerance, worstDifference } from '../testing/golden.ts';
import { loadLanguageModel, runLanguageModel } from './languageModel.ts';

beforeAll(async () => {
  expect((await testDevice('auto')).backend).toBe('webgpu');
});

const never = new AbortController().signal;
const open = (blob: Blob) => openTensors(fileSource(blob, 'it'), headersHere);

it.each([
  ['llama', 'llama'],
  ['qwen2', 'qwen2'],
  ['gemma3_text', 'gemma3'],
  ['gpt2', 'gpt2'],
  ['bloom', 'bloom'],
  ['gpt_neox', 'gptneox'],
  ['phi3', 'phi3'],
  ['qwen3', 'qwen3'],
  ['smollm3', 'smollm3'],
])('%s', async (family, architecture) => {
  const before = memory().numTensors;
  const { blob, config, expected } = await goldenCheckpoint(family);
  const made = await open(new Blob([await ggufOf(await open(blob), config, architecture)]));
  const file = languageModelOf(made, await ggufDescribed(made));
  const tensors = await loadLanguageModel(file, () => {}, never);
  const { ids } = expected;
  const spec = { ...fileAsTrained(defaultSpec, file.description), length: ids.length };
  const run = await runLanguageModel(file, tensors, { ids, spec }, () => {}, never);
  const [wanted] = expected.cases;
  for (const [layer, weights] of run.weights.entries()) {
    const got = Float32Array.from(await weights.data());
    const apart = worstDifference(got, squaresIn(wanted?.attention[layer] ?? []));
    expect(apart, `layer ${layer + 1}`).toBeLessThanOrEqual(attentionTolerance);
  }
  const logits = wanted?.logits_last ?? [];
  const largest = Math.max(...logits.map(Math.abs));
  // The contract: 1e-4 of the largest logit.
  expect(worstDifference(run.logits, logits)).toBeLessThanOrEqual(1e-4 * largest);
  run.free();
  freeLanguageModel(tensors);
  expect(memory().numTensors).toBe(before);
});
