/**
 * Loads a language model from its file onto the device and runs it over tokens, a layer at a time: with
 * progress, and a signal that is looked at in between.
 */
import { dispose, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { rowsOf, viewOf } from '../attention/matrixView.ts';
import { loadEncodings } from '../encodings/index.ts';
import type { ModelDescription } from '../files/families/description.ts';
import type { LanguageModelFile } from '../files/languageModel.ts';
import {
  type LanguageTensors,
  languageLayers,
  lossesOf,
  nextLogits,
  uploadLanguageModel,
} from '../model/languageModel.ts';
import type { Spec } from '../state/spec.ts';
import { keepsTable } from '../state/surgery.ts';
import { actingIn, tableOf, withinLayer } from './languagePositions.ts';
import { readBack } from './readBack.ts';

/** How far something is: so many of so many steps. */
export type Progress = (done: number, of: number) => void;

/** Rows of the output matrix that are read at once: 32 MiB as float32. */
const mostOutput = 2 ** 23;

/** @throws Refusal for a file that is not as its configuration says; the signal's reason */
export async function loadLanguageModel(
  file: LanguageModelFile,
  progress: Progress,
  signal: AbortSignal,
): Promise<LanguageTensors> {
  const { layers, vocabulary, width, output } = file.description;
  const together = Math.max(Math.floor(mostOutput / width), 1);
  const parts = output === 'none' ? 0 : Math.ceil(vocabulary / together);
  const of = layers.length + parts;
  const upload = uploadLanguageModel(file.description, await file.readEnds(signal));
  try {
    for (const layer of layers.keys()) {
      progress(layer, of);
      upload.addLayer(await file.readLayer(layer, signal));
      signal.throwIfAborted();
    }
    for (let part = 0; part < parts; part++) {
      progress(layers.length + part, of);
      const from = part * together;
      const to = Math.min(from + together, vocabulary);
      upload.addOutput(await file.readOutput(from, to, signal));
      signal.throwIfAborted();
    }
  } catch (error) {
    upload.giveUp();
    throw error;
  }
  progress(of, of);
  return upload.finish();
}

export interface LanguageAsk {
  readonly ids: readonly number[];
  /** What is done to the positions; its length is the number of ids. */
  readonly spec: Spec;
  /** What tokens are that are not in the embedding, [token, width]: those of a picture or a sound. */
  readonly tokens?: Float32Array;
}

/** What a run leaves; `free` gives its tensors back. */
export interface LanguageMade {
  /** Of each layer, [head, query, key]. */
  readonly weights: readonly Tensor3D[];
  /** The residual stream behind each layer, [token, width]. */
  readonly streams: readonly Tensor2D[];
  /** What `flowNames` are of the stream, [4, token, layer]. */
  readonly flow: Float32Array;
  /** Of the token that comes next, [vocabulary]; none of an encoder, as its losses. */
  readonly logits: Float32Array;
  /** −ln of the probability of each token but the first, [token − 1]. */
  readonly losses: Float32Array;
  free(): void;
}

/** @throws the signal's reason */
export async function runLanguageModel(
  file: LanguageModelFile,
  model: LanguageTensors,
  { ids, spec, tokens: given }: LanguageAsk,
  progress: Progress,
  signal: AbortSignal,
): Promise<LanguageMade> {
  const { description } = file;
  await loadEncodings(actingIn(spec, description).map(({ scheme }) => scheme));
  const tokens = given ?? (await file.readTokens(ids, signal));
  const rows = keepsTable(spec, description)
    ? await file.readTable(spec.start, ids.length, signal)
    : null;
  const weights: Tensor3D[] = [];
  const streams: Tensor2D[] = [];
  const flows: Float32Array[] = [];
  const free = () => dispose([...weights, ...streams]);
  let end: Tensor2D | null = null;
  try {
    const layers = languageLayers(description, model, {
      tokens,
      table: () => tableOf(spec, description, rows),
      within: (layer) => withinLayer(spec, description, layer),
    });
    for (const made of layers) {
      weights.push(made.weights);
      streams.push(made.stream);
      end?.dispose();
      end = made.normed;
      progress(weights.length, description.layers.length);
      // Waits for the layer: only so can anything be stopped between two of them.
      flows.push(await readBack(() => made.flow));
      signal.throwIfAborted();
    }
    if (!end) throw new Error('languageModel: it has no layer');
    const flow = byLayer(flows);
    return { weights, streams, flow, ...(await endsOf(description, model, end, ids)), free };
  } catch (error) {
    free();
    throw error;
  } finally {
    end?.dispose();
  }
}

/** Numbers of each layer one behind another: [what, token, layer] of [layer, what, token]. */
function byLayer(layers: readonly Float32Array[]): Float32Array {
  const [first] = layers;
  return Float32Array.from({ length: layers.length * (first?.length ?? 0) }, (_, cell) => {
    return layers[cell % layers.length]?.[Math.floor(cell / layers.length)] ?? 0;
  });
}

async function endsOf(
  description: ModelDescription,
  model: LanguageTensors,
  stream: Tensor2D,
  ids: readonly number[],
): Promise<Pick<LanguageMade, 'logits' | 'losses'>> {
  if (description.output === 'none') {
    return { logits: new Float32Array(), losses: new Float32Array() };
  }
  const last = rowsOf(viewOf(stream), ids.length - 1, 1);
  const logits = await readBack(() => nextLogits(description, model, last));
  const losses =
    ids.length > 1
      ? await readBack(() => lossesOf(description, model, stream, ids))
      : new Float32Array();
  return { logits, losses };
}
