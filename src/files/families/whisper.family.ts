/**
 * The encoder of Whisper: Radford et al. 2022, arXiv 2212.04356. Two convolutions make a token of every
 * two frames of a sound's log-mel spectrogram; its sinusoids are stored in the file as a table.
 */
import { type Config, mostLayers } from './config.ts';
import type { ModelDescription } from './description.ts';
import { encoderOf } from './encoder.ts';
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
  return encoderOf({
    family: 'whisper',
    vocabulary: tokens,
    width,
    heads,
    headDim,
    inner: config.size('encoder_ffn_dim'),
    rows: tokens,
    depth: config.size('encoder_layers', undefined, mostLayers),
    norm: { kind: 'layer', epsilon: 1e-5, plusOne: false },
    norms: 'before',
    activation: activationIn(config, 'activation_function', 'gelu'),
    biases: { queryKeyValue: true, key: false, out: true, forward: true },
    stem: {
      kind: 'sound',
      bins,
      convolutions: [
        { columns: bins, kernel: 3, stride: 1, activation: 'gelu' },
        { columns: width, kernel: 3, stride: 2, activation: 'gelu' },
      ],
    },
  });
}
