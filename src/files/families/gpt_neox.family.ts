/**
 * GPT-NeoX: Black et al. 2022, arXiv 2204.06745; Pythia. Part of each head turns; attention and
 * feed-forward are given the same stream.
 */
import { defineFamily } from './family.ts';
import { activationIn, sizesOf, turningLayers } from './llamaLike.ts';

export default defineFamily({
  type: 'gpt_neox',
  names: {
    prefixes: ['gpt_neox.', ''],
    embedding: 'embed_in',
    layer: {
      enter: 'layers.{}.input_layernorm',
      queryKeyValue: 'layers.{}.attention.query_key_value',
      out: 'layers.{}.attention.dense',
      between: 'layers.{}.post_attention_layernorm',
      up: 'layers.{}.mlp.dense_h_to_4h',
      down: 'layers.{}.mlp.dense_4h_to_h',
    },
    finalNorm: 'final_layer_norm',
    output: 'embed_out',
    fused: 'heads',
  },
  describe(config) {
    const sizes = sizesOf(config);
    const { width, heads, headDim } = sizes;
    const bias = config.flag('attention_bias', true);
    return {
      family: 'gpt_neox',
      vocabulary: config.size('vocab_size'),
      width,
      heads,
      keyHeads: heads,
      headDim,
      inner: config.size('intermediate_size'),
      trained: config.size('max_position_embeddings', 2048),
      norm: { kind: 'layer', epsilon: config.real('layer_norm_eps', 1e-5), plusOne: false },
      norms: 'before',
      parallel: config.flag('use_parallel_residual', true),
      queryKeyNorm: false,
      embeddingNorm: false,
      activation: activationIn(config, 'hidden_act', 'gelu'),
      gated: false,
      biases: { queryKeyValue: bias, out: bias, forward: true },
      output: config.flag('tie_word_embeddings', false) ? 'embedding' : 'own',
      embeddingWidth: width,
      segments: false,
      embeddingScale: 1,
      table: null,
      causal: true,
      logitCap: null,
      layers: turningLayers(config, sizes, { rope: { base: 1e4, part: 0.25 } }),
    };
  },
});
