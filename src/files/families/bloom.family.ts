/** BLOOM: BigScience 2022, arXiv 2211.05100; ALiBi, and a norm after the embedding. */
import { mostLayers } from './config.ts';
import { alike } from './description.ts';
import { defineFamily } from './family.ts';
import { wholeShare } from './llamaLike.ts';

export default defineFamily({
  type: 'bloom',
  names: {
    prefixes: ['transformer.', ''],
    embedding: 'word_embeddings',
    embeddingNorm: 'word_embeddings_layernorm',
    layer: {
      enter: 'h.{}.input_layernorm',
      queryKeyValue: 'h.{}.self_attention.query_key_value',
      out: 'h.{}.self_attention.dense',
      between: 'h.{}.post_attention_layernorm',
      up: 'h.{}.mlp.dense_h_to_4h',
      down: 'h.{}.mlp.dense_4h_to_h',
    },
    finalNorm: 'ln_f',
    output: 'lm_head',
    fused: 'heads',
  },
  describe(config) {
    const width = config.size(['hidden_size', 'n_embed']);
    const heads = config.size(['n_head', 'num_attention_heads']);
    const headDim = wholeShare(config, width, heads);
    if (config.flag('apply_residual_connection_post_layernorm', false)) {
      throw config.notComputed('apply_residual_connection_post_layernorm', true);
    }
    return {
      family: 'bloom',
      vocabulary: config.size('vocab_size'),
      width,
      heads,
      keyHeads: heads,
      headDim,
      inner: 4 * width,
      trained: config.realOrNull('seq_length'),
      norm: { kind: 'layer', epsilon: config.real('layer_norm_epsilon', 1e-5), plusOne: false },
      norms: 'before',
      parallel: false,
      queryKeyNorm: false,
      embeddingNorm: true,
      activation: 'gelu-tanh',
      gated: false,
      biases: { queryKeyValue: true, out: true, forward: true },
      output: config.flag('tie_word_embeddings', true) ? 'embedding' : 'own',
      embeddingWidth: width,
      segments: false,
      embeddingScale: 1,
      table: null,
      causal: true,
      logitCap: null,
      layers: alike(config.size(['n_layer', 'num_hidden_layers'], undefined, mostLayers), {
        positions: { scheme: 'alibi', params: {} },
        window: 0,
        scale: 1 / Math.sqrt(headDim),
      }),
    };
  },
});
