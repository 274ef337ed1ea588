/**
 * Loads a language model from its file onto the device and runs it over tokens, a layer at a time: with
 * progress, and a signal that is looked at in between.
 */
import {
  dispose,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { rowsOf, viewOf } from '../attention/matrixView.ts';
import { type Dims, type Hooks, sequence } from '../encodings/encoding.ts';
import { encodingOf, loadEncodings } from '../encodings/index.ts';
import { defaultsOf } from '../encodings/params.ts';
import { seededNormal } from '../encodings/seeded.ts';
import type { ModelDescription, Positional } from '../files/families/description.ts';
import type { LanguageModelFile } from '../files/languageModel.ts';
import {
  type LanguageTensors,
  languageLayers,
  lossesOf,
  nextLogits,
  uploadLanguageModel,
} from '../model/languageModel.ts';
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
  const { layers, vocabulary, width } = file.description;
  const together = Math.max(Math.floor(mostOutput / width), 1);
  const parts = Math.ceil(vocabulary / together);
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
  /** The position of the first token. */
  readonly start: number;
  /** What acts within each layer. */
  readonly positions: readonly Positional[];
}

/** What a run leaves; `free` gives its tensors back. */
export interface LanguageMade {
  /** Of each layer, [head, query, key]. */
  readonly weights: readonly Tensor3D[];
  /** Of the token that comes next, [vocabulary]. */
  readonly logits: Float32Array;
  /** −ln of the probability of each token but the first, [token − 1]. */
  readonly losses: Float32Array;
  free(): void;
}

/** @throws the signal's reason */
export async function runLanguageModel(
  file: LanguageModelFile,
  model: LanguageTensors,
  { ids, start, positions }: LanguageAsk,
  progress: Progress,
  signal: AbortSignal,
): Promise<LanguageMade> {
  const { description } = file;
  await loadEncodings([...new Set(positions.map(({ scheme }) => scheme))]);
  const tokens = await file.readTokens(ids, signal);
  const rows = description.table ? await file.readTable(start, ids.length, signal) : null;
  const table = rows && (() => tensor2d(rows, [ids.length, description.width]));
  const weights: Tensor3D[] = [];
  const left: Tensor[] = [];
  try {
    const layers = languageLayers(description, model, {
      tokens,
      table,
      positions: sequence(start, ids.length),
      hooks: (layer) => layerHooks(description, layer, positions[layer], start, ids.length),
    });
    for (let turn = layers.next(); ; turn = layers.next()) {
      if (turn.done) {
        left.push(turn.value);
        break;
      }
      weights.push(turn.value.weights);
      left.push(turn.value.stream);
      progress(weights.length, description.layers.length);
      // Waits for the layer: only so can anything be stopped between two of them.
      await readBack(() => slice(turn.value.weights, 0, 1));
      signal.throwIfAborted();
    }
    const stream = left.at(-1) as Tensor2D;
    const ends = await endsOf(description, model, stream, ids);
    dispose(left);
    return { weights, ...ends, free: () => dispose(weights) };
  } catch (error) {
    dispose([...weights, ...left]);
    throw error;
  }
}

async function endsOf(
  description: ModelDescription,
  model: LanguageTensors,
  stream: Tensor2D,
  ids: readonly number[],
): Promise<Pick<LanguageMade, 'logits' | 'losses'>> {
  const last = rowsOf(viewOf(stream), ids.length - 1, 1);
  const logits = await readBack(() => nextLogits(description, model, last));
  const losses =
    ids.length > 1
      ? await readBack(() => lossesOf(description, model, stream, ids))
      : new Float32Array();
  return { logits, losses };
}

/** What a scheme does within a layer, its scores scaled as the model scales them. */
function layerHooks(
  { heads, headDim, layers }: ModelDescription,
  layer: number,
  positional: Positional | undefined,
  start: number,
  length: number,
): Hooks {
  const scale = layers[layer]?.scale;
  if (!positional || scale === undefined) throw new Error(`languageModel: no layer ${layer}`);
  const scheme = encodingOf(positional.scheme);
  const dims: Dims = { length, start, dModel: heads * headDim, nHeads: heads, dHead: headDim };
  const params = { ...defaultsOf(scheme.params), ...positional.params };
  const hooks = scheme.hooks(params, dims, seededNormal(0));
  // What a scheme puts in place of 1/√dHead it does here as well, beside the model's own.
  const own = (hooks.scale ?? 1 / Math.sqrt(headDim)) * Math.sqrt(headDim);
  return { ...hooks, scale: scale * own };
}
