/**
 * Loads a language model from its file onto the device and runs it over tokens, a layer at a time: with
 * progress, and a signal that is looked at in between.
 */
import {
  add,
  dispose,
  mul,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { rowsOf, viewOf } from '../attention/matrixView.ts';
import { type Dims, type Exact, type Hooks, sequence } from '../encodings/encoding.ts';
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
  type Within,
} from '../model/languageModel.ts';
import { rangesOf } from '../state/ranges.ts';
import type { Spec } from '../state/spec.ts';
import { fileAsTrained, headsChanged, keepsTable, layerPositions } from '../state/surgery.ts';
import { headByHead } from './headByHead.ts';
import { biasInOrder, positionsInOrder, rowsInOrder } from './hooks.ts';
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
  { ids, spec }: LanguageAsk,
  progress: Progress,
  signal: AbortSignal,
): Promise<LanguageMade> {
  const { description } = file;
  const positions = layerPositions(spec, description);
  await loadEncodings(
    [...positions, ...description.layers.map((layer) => layer.positions)].map(
      ({ scheme }) => scheme,
    ),
  );
  const tokens = await file.readTokens(ids, signal);
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
      within: (layer) => {
        const [now, before] = [positions[layer], description.layers[layer]?.positions];
        if (!now || !before) throw new Error(`languageModel: no layer ${layer}`);
        const changed = headsChanged(spec, description, layer);
        const as = (given: Spec, own: Positional) => withinLayer(given, description, layer, own);
        if (changed.every(Boolean)) return as(spec, now);
        const trained = as(fileAsTrained(spec, description), before);
        return changed.some(Boolean) ? headByHead(trained, as(spec, now), changed) : trained;
      },
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

/** What is added to the tokens: the rows of the model's own table, or those of a scheme's. */
function tableOf(
  spec: Spec,
  description: ModelDescription,
  rows: Float32Array | null,
): Tensor2D | null {
  const { hooks, plain } = schemeWithin(spec, description, {
    scheme: spec.encoding,
    params: spec.params,
  });
  const own: Tensor2D | null = rows && tensor2d(rows, [spec.length, description.embeddingWidth]);
  const table = own ?? hooks.table?.(plain) ?? null;
  return table && mul(rowsInOrder(table, spec), spec.gain);
}

/** A scheme at the sizes of the model: its hooks, its formula, and where tokens stand in order. */
function schemeWithin(
  { length, start, seed }: Spec,
  { width, heads, headDim }: ModelDescription,
  { scheme: id, params }: Positional,
) {
  const scheme = encodingOf(id);
  const dims: Dims = { length, start, dModel: width, nHeads: heads, dHead: headDim };
  const whole = { ...defaultsOf(scheme.params), ...params };
  const normal = seededNormal(seed);
  return {
    hooks: scheme.hooks(whole, dims, normal),
    exact: scheme.exact?.(whole, dims, normal) ?? null,
    plain: scheme.place?.(whole, dims) ?? sequence(start, length),
  };
}

/** What a scheme does within a layer, its scores scaled as the model scales them. */
function withinLayer(
  spec: Spec,
  description: ModelDescription,
  layer: number,
  positional: Positional,
): Within {
  const { headDim, layers } = description;
  const { hooks, exact, plain } = schemeWithin(spec, description, positional);
  // What a scheme puts in place of 1/√dHead it does here as well, beside the model's own.
  const own = (hooks.scale ?? 1 / Math.sqrt(headDim)) * Math.sqrt(headDim);
  return {
    positions: positionsInOrder(plain, spec),
    hooks: {
      ...someTurning(biasInOrder(hooks, plain, spec), exact, spec),
      scale: own * (layers[layer]?.scale ?? 1),
    },
  };
}

/** Hooks under which only the pairs that a Spec names turn; the others stand still. */
function someTurning({ rotate, ...hooks }: Hooks, exact: Exact | null, { pairs }: Spec): Hooks {
  const chosen = rangesOf(pairs) ?? (() => true);
  // Where each channel is a pair of its own length, it is not one that could stand still.
  if (!rotate || exact?.radius) return { ...hooks, ...(rotate && { rotate }) };
  const still = Array.from({ length: exact?.pairs ?? 0 }, (_, pair) => pair).filter(
    (pair) => !chosen(pair + 1),
  );
  if (still.length === 0) return { ...hooks, rotate };
  return {
    ...hooks,
    rotate(x, positions, role, heads) {
      const turned = rotate(x, positions, role, heads);
      const [standing, turning] = [0, 1].map((value) =>
        new Float32Array(turned.shape[3]).fill(value),
      );
      for (const pair of still) {
        for (const channel of exact?.channels?.(pair) ?? []) {
          if (standing) standing[channel] = exact?.gain?.(0, pair, role) ?? 1;
          if (turning) turning[channel] = 0;
        }
      }
      return add(mul(turned, tensor1d(turning ?? [])), mul(x, tensor1d(standing ?? [])));
    },
  };
}
