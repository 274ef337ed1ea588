/** A model from a file, a layer at a time: what is looked at before all of it is loaded. */
import { afterLayer, embeddedTokens, headWeights } from '../model/languageModel.ts';
import type { OpenedEmbedding, OpenedHead, OpenedLayer } from '../state/openedFile.ts';
import { readBack } from './readBack.ts';

/** @returns  what goes into the first layer, [count, width] */
export function openedEmbedding(own: OpenedEmbedding): Promise<Float32Array> {
  return readBack(() => embeddedTokens(own.description, own.ends, own.tokens, own.table));
}

/** @returns  [query, key] */
export function openedAttention(own: OpenedHead): Promise<Float32Array> {
  return readBack(() => headWeights(own.description, own, own.weights, own.head));
}

/** @returns  what goes into the next layer, [count, width] */
export function openedLayer(own: OpenedLayer): Promise<Float32Array> {
  return readBack(() => afterLayer(own.description, own, own.weights));
}
