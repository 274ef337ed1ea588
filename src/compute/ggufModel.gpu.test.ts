/**
 * Tiny GGUF files of four families, made of the golden checkpoints as llama.cpp's converter does it,
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
import { ggufOf } from '../testing/ggufOf.ts';
import { attentionTolerance, worstDifference } from '../testing/golden.ts';
import { openDevice } from './device.ts';
import { loadLanguageModel, runLanguageModel } from './languageModel.ts';

interface Expected {
  readonly ids: readonly number[];
  readonly cases: readonly {
    readonly attention: readonly (readonly (readonly (readonly number[])[])[])[];
    readonly logits_last: readonly number[];
    readonly loss: number;
  }[];
}

const configs = import.meta.glob<object>('../golden/checkpoints/*/config.json', {
  import: 'default',
});
const files = import.meta.glob<string>('../golden/checkpoints/*/model.safetensors', {
  query: '?url',
  import: 'default',
});
const expected = import.meta.glob<Expected>('../golden/checkpoints/*/expected.json', {
  import: 'default',
});

beforeAll(async () => {
  expect((await openDevice('auto')).backend).toBe('webgpu');
});

const never = new AbortController().signal;
const open = (blob: Blob) => openTensors(fileSource(blob, 'it'), headersHere);

it.each([
  ['llama', 'llama'],
  ['qwen2', 'qwen2'],
  ['gemma3_text', 'gemma3'],
  ['gpt2', 'gpt2'],
])('%s', async (folder, architecture) => {
  const before = memory().numTensors;
  const at = `../golden/checkpoints/${folder}/`;
  const golden = await expected[`${at}expected.json`]?.();
  const config = (await configs[`${at}config.json`]?.()) as Readonly<Record<string, unknown>>;
  if (!golden) throw new Error(`no golden of ${folder}`);
  const address = (await files[`${at}model.safetensors`]?.()) ?? '';
  const checkpoint = await open(await (await fetch(address)).blob());
  const made = await open(new Blob([await ggufOf(checkpoint, config, architecture)]));
  const file = languageModelOf(made, await ggufDescribed(made));
  const model = await loadLanguageModel(file, () => {}, never);
  const positions = file.description.layers.map((layer) => layer.positions);
  const ask = { ids: golden.ids, start: 0, positions };
  const run = await runLanguageModel(file, model, ask, () => {}, never);
  const [wanted] = golden.cases;
  for (const [layer, weights] of run.weights.entries()) {
    const heads = wanted?.attention[layer] ?? [];
    const whole = heads.flatMap((rows) =>
      rows.flatMap((row) => rows.map((_, key) => row[key] ?? 0)),
    );
    expect(worstDifference(await weights.data(), whole)).toBeLessThanOrEqual(attentionTolerance);
  }
  const logits = wanted?.logits_last ?? [];
  const largest = Math.max(...logits.map(Math.abs));
  // The contract: 1e-4 of the largest logit.
  expect(worstDifference(run.logits, logits)).toBeLessThanOrEqual(1e-4 * largest);
  run.free();
  freeLanguageModel(model);
  expect(memory().numTensors).toBe(before);
});
