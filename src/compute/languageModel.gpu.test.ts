/**
 * Ten tiny checkpoints, one a family, against what the transformers library computes of them in float64,
 * on both backends: attention of every head, logits of the next token and loss, as trained and shifted.
 */
import { memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describedBy } from '../files/families/index.ts';
import { headersHere } from '../files/headers.ts';
import { type LanguageModelFile, languageModelOf } from '../files/languageModel.ts';
import { fileSource } from '../files/source.ts';
import { openTensors } from '../files/tensors.ts';
import { freeLanguageModel } from '../model/languageModel.ts';
import { attentionTolerance, worstDifference } from '../testing/golden.ts';
import { onBothBackends } from '../testing/scheme.ts';
import { loadLanguageModel, runLanguageModel } from './languageModel.ts';

interface Expected {
  readonly family: string;
  readonly ids: readonly number[];
  readonly cases: readonly {
    readonly positions: string;
    /** [layer][head][query][key ≤ query] */
    readonly attention: readonly (readonly (readonly (readonly number[])[])[])[];
    readonly logits_last: readonly number[];
    readonly loss: number;
  }[];
}

const configs = import.meta.glob<string>('../golden/checkpoints/*/config.json', {
  query: '?raw',
  import: 'default',
});
const files = import.meta.glob<string>('../golden/checkpoints/*/model.safetensors', {
  query: '?url',
  import: 'default',
});
const expected = import.meta.glob<Expected>('../golden/checkpoints/*/expected.json', {
  import: 'default',
});

async function opened(family: string): Promise<LanguageModelFile> {
  const folder = `../golden/checkpoints/${family}/`;
  const config = (await configs[`${folder}config.json`]?.()) ?? '';
  const address = (await files[`${folder}model.safetensors`]?.()) ?? '';
  const blob = await (await fetch(address)).blob();
  const file = await openTensors(fileSource(blob, family), headersHere);
  return languageModelOf(file, describedBy(config));
}

const families = Object.keys(configs).map((path) => path.split('/').at(-2) ?? '');

const never = new AbortController().signal;

/** Rows of a triangle with zeros where the mask hides, [query, key]. */
function square(rows: readonly (readonly number[])[]): number[] {
  return rows.flatMap((row) => rows.map((_, key) => row[key] ?? 0));
}

onBothBackends({ id: 'language models' }, () => {
  it.each(families)('%s', async (family) => {
    const before = memory().numTensors;
    const file = await opened(family);
    const golden = await expected[`../golden/checkpoints/${family}/expected.json`]?.();
    if (!golden) throw new Error(`no golden of ${family}`);
    const steps: number[] = [];
    const model = await loadLanguageModel(file, (done) => steps.push(done), never);
    expect(steps.at(-1)).toBe(file.description.layers.length + 1);
    const positions = file.description.layers.map((layer) => layer.positions);
    for (const wanted of golden.cases) {
      const start = wanted.positions === 'as trained' ? 0 : 20;
      const ask = { ids: golden.ids, start, positions };
      const made = await runLanguageModel(file, model, ask, () => {}, never);
      for (const [layer, weights] of made.weights.entries()) {
        const got = await weights.data();
        const heads = wanted.attention[layer] ?? [];
        const apart = worstDifference(got, heads.flatMap(square));
        expect(apart, `layer ${layer + 1}, ${wanted.positions}`).toBeLessThanOrEqual(
          attentionTolerance,
        );
      }
      const largest = Math.max(...wanted.logits_last.map(Math.abs));
      const apart = worstDifference(made.logits, wanted.logits_last);
      // The contract: 1e-4 of the largest logit.
      expect(apart).toBeLessThanOrEqual(1e-4 * largest);
      const loss = made.losses.reduce((sum, each) => sum + each, 0) / made.losses.length;
      expect(Math.abs(loss - wanted.loss)).toBeLessThanOrEqual(1e-4 * wanted.loss);
      made.free();
    }
    freeLanguageModel(model);
    expect(memory().numTensors).toBe(before);
  });
});
