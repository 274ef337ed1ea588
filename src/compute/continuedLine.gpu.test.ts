/** Tokens that follow a line, one by one and some at once: as if all of it had been run. */
import { memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import type { ParamValues } from '../encodings/params.ts';
import { headersHere } from '../files/headers.ts';
import { type LanguageModelFile, languageModelOf } from '../files/languageModel.ts';
import { fileSource } from '../files/source.ts';
import { openTensors } from '../files/tensors.ts';
import { freeLanguageModel } from '../model/languageModel.ts';
import { defaultParams, defaultSpec, type Spec } from '../state/spec.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { goldenCheckpoint } from '../testing/checkpoints.ts';
import { worstDifference } from '../testing/golden.ts';
import { onBothBackends } from '../testing/scheme.ts';
import { continuedLine, freeLine, type KeptLine } from './continuedLine.ts';
import { loadLanguageModel, runLanguageModel } from './languageModel.ts';

const never = new AbortController().signal;
const quiet = () => {};

async function loaded(family: string) {
  const { model, blob, expected } = await goldenCheckpoint(family);
  const file = languageModelOf(await openTensors(fileSource(blob, family), headersHere), model);
  const tensors = await loadLanguageModel(file, quiet, never);
  const trained = fileAsTrained(defaultSpec, file.description);
  return { file, tensors, trained, ids: expected.ids };
}

type Loaded = Awaited<ReturnType<typeof loaded>>;

/**
 * As the line grows by one token and then by several: the largest difference from a run over all of it, of
 * the largest logit; and how many tokens were run.
 */
async function apart({ file, tensors, ids }: Loaded, spec: Spec) {
  let kept: KeptLine | null = null;
  let worst = 0;
  let tokens = 0;
  const counting: LanguageModelFile = {
    ...file,
    readTokens(some, signal) {
      tokens += some.length;
      return file.readTokens(some, signal);
    },
  };
  for (const length of [8, 9, 13]) {
    const ask = { ids: ids.slice(0, length), spec: { ...spec, length } };
    const { logits, line } = await continuedLine(counting, tensors, ask, kept, quiet, never);
    kept = line;
    const whole = await runLanguageModel(file, tensors, ask, quiet, never);
    const largest = whole.logits.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    worst = Math.max(worst, worstDifference(logits, [...whole.logits]) / largest);
    whole.free();
  }
  freeLine(kept);
  return { worst, tokens };
}

/** Each token was run once, or all of them each time. */
const [once, anew] = [13, 8 + 9 + 13];

/** Float32 sums of another order, over a few layers. */
const tolerance = 2e-5;

const families = ['llama', 'gemma3_text', 'gpt_neox', 'bloom', 'phi3', 'gpt2'] as const;

interface Surgery extends Partial<Omit<Spec, 'params'>> {
  /** In place of those of its scheme as trained. */
  readonly given?: ParamValues;
}

const surgery: readonly (readonly [tokens: number, family: 'llama' | 'gpt2', changed: Surgery])[] =
  [
    [once, 'llama', { start: 1000, pairs: '1-3', given: { pairing: 'interleaved' } }],
    [once, 'llama', { given: { scaling: 'dynamic-ntk', factor: 4, originalLength: 16 } }],
    // From the ninth token on each turns those before anew.
    [anew, 'llama', { given: { scaling: 'dynamic-ntk', factor: 4, originalLength: 8 } }],
    [anew, 'llama', { order: 'reversed' }],
    [once, 'llama', { encoding: 'pope', layers: '2' }],
    [anew, 'llama', { encoding: 'xpos' }],
    [once, 'llama', { encoding: 'alibi' }],
    [once, 'llama', { encoding: 'none', changedHeads: '2.3' }],
    [once, 'llama', { encoding: 'alibi', changedHeads: '2.3' }],
    [anew, 'llama', { encoding: 'shaw' }],
    [once, 'gpt2', { encoding: 'sinusoidal', start: 20 }],
    [anew, 'gpt2', { encoding: 'circular', gain: 0.5 }],
  ];

onBothBackends({ id: 'a line that goes on' }, () => {
  it.each(families)('%s', async (family) => {
    const before = memory().numTensors;
    const model = await loaded(family);
    const { worst, tokens } = await apart(model, model.trained);
    expect(worst).toBeLessThanOrEqual(tolerance);
    expect(tokens).toBe(once);
    freeLanguageModel(model.tensors);
    expect(memory().numTensors).toBe(before);
  });

  it('with other positions than those it was trained with', async () => {
    await loadEncodings();
    const models = { llama: await loaded('llama'), gpt2: await loaded('gpt2') };
    for (const [wanted, family, { given, ...changed }] of surgery) {
      const model = models[family];
      const { trained } = model;
      const params = changed.encoding
        ? defaultParams(changed.encoding)
        : { ...trained.params, ...given };
      const { worst, tokens } = await apart(model, { ...trained, ...changed, params });
      const what = JSON.stringify([family, changed, given]);
      expect(worst, what).toBeLessThanOrEqual(tolerance);
      expect(tokens, what).toBe(wanted);
    }
    for (const { tensors } of Object.values(models)) freeLanguageModel(tensors);
  });
});
