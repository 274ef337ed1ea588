/** What is common to LLaMA and the families that were made after it. */
import { type Config, mostLayers } from './config.ts';
import {
  activationOf,
  type LayerDescription,
  type ModelDescription,
  noPositions,
} from './description.ts';
import { type RopeDefaults, ropeOf } from './rope.ts';

export interface LlamaSizes {
  readonly count: number;
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
}

export function sizesOf(config: Config, headDim?: number): LlamaSizes {
  const width = config.size('hidden_size');
  const heads = config.size('num_attention_heads');
  return {
    count: config.size('num_hidden_layers', undefined, mostLayers),
    width,
    heads,
    headDim: config.size('head_dim', headDim ?? wholeShare(config, width, heads)),
  };
}

/** The width of a head where it is not said. */
export function wholeShare(config: Config, width: number, heads: number): number {
  if (width % heads !== 0) throw config.notComputed('hidden_size / heads', width / heads);
  return width / heads;
}

/** Touvron et al. 2023, arXiv 2302.13971, with the defaults of its configuration class. */
export function llamaLike(
  config: Config,
  family: string,
  layers: readonly LayerDescription[],
  { width, heads, headDim }: LlamaSizes,
): ModelDescription {
  const keyHeads = config.size('num_key_value_heads', heads);
  if (heads % keyHeads !== 0) throw config.notComputed('num_key_value_heads', keyHeads);
  const bias = config.flag('attention_bias', false);
  return {
    family,
    vocabulary: config.size('vocab_size'),
    width,
    heads,
    keyHeads,
    headDim,
    inner: config.size('intermediate_size'),
    trained: config.size('max_position_embeddings'),
    norm: { kind: 'rms', epsilon: config.real('rms_norm_eps', 1e-6), plusOne: false },
    norms: 'before',
    parallel: false,
    queryKeyNorm: false,
    embeddingNorm: false,
    activation: activationIn(config, 'hidden_act', 'silu'),
    gated: true,
    biases: { queryKeyValue: bias, out: bias, forward: config.flag('mlp_bias', false) },
    output: config.flag('tie_word_embeddings', false) ? 'embedding' : 'own',
    embeddingWidth: width,
    segments: false,
    embeddingScale: 1,
    table: null,
    causal: true,
    logitCap: null,
    layers,
  };
}

export function activationIn(
  config: Config,
  name: string,
  otherwise: string,
): ModelDescription['activation'] {
  const word = config.word(name, otherwise);
  const activation = activationOf(word);
  if (!activation) throw config.notComputed(name, word);
  return activation;
}

export interface LayerRules {
  readonly rope: RopeDefaults;
  /** Of the sliding layers, where there are any: how many keys a query sees. */
  readonly window?: number;
  /** By the number of a layer, where `layer_types` does not say it. */
  readonly slides?: (layer: number) => boolean;
  /** Whether a layer turns; all do where it is not given. */
  readonly turns?: (layer: number) => boolean;
}

/** Layers with one kind of rotation, some of them with a window, some without positions. */
export function turningLayers(
  config: Config,
  { count, headDim }: LlamaSizes,
  { rope, window = 0, slides = () => false, turns = () => true }: LayerRules,
): readonly LayerDescription[] {
  const positions = ropeOf(config, headDim, rope);
  const isSliding = slidingIn(config, slides);
  return Array.from({ length: count }, (_, layer) => ({
    positions: turns(layer) ? positions : noPositions,
    window: isSliding(layer) ? window : 0,
    scale: 1 / Math.sqrt(headDim),
  }));
}

/** Which layers have a window: `layer_types` says it, or a rule of the family. */
export function slidingIn(
  config: Config,
  otherwise: (layer: number) => boolean,
): (layer: number) => boolean {
  const types = config.list('layer_types');
  if (!types) return otherwise;
  return (layer) => {
    const type = types[layer];
    if (type !== 'sliding_attention' && type !== 'full_attention') {
      throw config.notComputed('layer_types', type);
    }
    return type === 'sliding_attention';
  };
}

/** The window of those models that have it only where a switch says so. */
export function switchedWindow(config: Config): number {
  if (!config.flag('use_sliding_window', false)) return 0;
  return config.realOrNull('sliding_window') === null ? 0 : config.size('sliding_window');
}
