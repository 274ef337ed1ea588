/**
 * The encoder of Whisper: Radford et al. 2022, arXiv 2212.04356. Two convolutions make a token of every
 * two frames of a sound's log-mel spectrogram; its sinusoids are stored in the file as a table.
 */
import { type Config, mostLayers } from './config.ts';
import { alike, type ModelDescription, noPositions } from './description.ts';
import { defineFamily } from './family.ts';
import { activationIn, wholeShare } from './llamaLike.ts';

export default defineFamily({
  type: 'whisper',
  names: {
    prefixes: ['model.encoder.', 'encoder.', ''],
    embedding: 'conv1',
    stem: ['conv1', 'conv2'],
    table: 'embed_positions',
    layer: {
      enter: 'layers.{}.self_attn_layer_norm',
      query: 'layers.{}.self_attn.q_proj',
      key: 'layers.{}.self_attn.k_proj',
      value: 'layers.{}.self_attn.v_proj',
      out: 'layers.{}.self_attn.out_proj',
      between: 'layers.{}.final_layer_norm',
      up: 'layers.{}.fc1',
      down: 'layers.{}.fc2',
    },
    finalNorm: 'layer_norm',
  },
  describe,
});

function describe(config: Config): ModelDescription {
  const width = config.size('d_model');
  const heads = config.size('encoder_attention_heads');
  const headDim = wholeShare(config, width, heads);
  const bins = config.size('num_mel_bins', 80);
  const tokens = config.size('max_source_positions', 1500);
  if (config.flag('scale_embedding', false)) throw config.notComputed('scale_embedding', true);
  return {
    family: 'whisper',
    vocabulary: tokens,
    width,
    heads,
    keyHeads: heads,
    headDim,
    inner: config.size('encoder_ffn_dim'),
    trained: tokens,
    norm: { kind: 'layer', epsilon: 1e-5, plusOne: false },
    norms: 'before',
    parallel: false,
    queryKeyNorm: false,
    embeddingNorm: false,
    activation: activationIn(config, 'activation_function', 'gelu'),
    gated: false,
    biases: { queryKeyValue: true, key: false, out: true, forward: true },
    output: 'none',
    embeddingWidth: width,
    segments: false,
    embeddingScale: 1,
    table: { rows: tokens, first: 0 },
    causal: false,
    logitCap: null,
    stem: {
      kind: 'sound',
      bins,
      convolutions: [
        { columns: bins, kernel: 3, stride: 1, activation: 'gelu' },
        { columns: width, kernel: 3, stride: 2, activation: 'gelu' },
      ],
    },
    layers: alike(config.size('encoder_layers', undefined, mostLayers), {
      positions: noPositions,
      window: 0,
      scale: 1 / Math.sqrt(headDim),
    }),
  };
}
