/** GPT-2: Radford et al. 2019; a learned table, matrices as [in, out]. */
import { mostLayers } from './config.ts';
import { noPositions } from './description.ts';
import { defineFamily } from './family.ts';
import { activationIn, wholeShare } from './llamaLike.ts';

export default defineFamily({
  type: 'gpt2',
  names: {
    prefixes: ['transformer.', ''],
    embedding: 'wte',
    table: 'wpe',
    layer: {
      enter: 'h.{}.ln_1',
      queryKeyValue: 'h.{}.attn.c_attn',
      out: 'h.{}.attn.c_proj',
      between: 'h.{}.ln_2',
      up: 'h.{}.mlp.c_fc',
      down: 'h.{}.mlp.c_proj',
    },
    finalNorm: 'ln_f',
    output: 'lm_head',
    fused: 'parts',
    inputFirst: true,
    closed: /^(wte|wpe|h|ln_f)\./,
    buffers: /^h\.\d+\.attn\.(bias|masked_bias)$/,
  },
  guess: {
    fields: {
      heads: 'n_head',
      activation: 'activation_function',
      epsilon: 'layer_norm_epsilon',
      byLayer: 'scale_attn_by_inverse_layer_idx',
    },
    config: ({ width, heads, layers, vocabulary, positions, inner }) => ({
      n_embd: width,
      n_head: heads,
      n_layer: layers,
      vocab_size: vocabulary,
      n_positions: positions,
      n_inner: inner,
      activation_function: 'gelu_new',
      layer_norm_epsilon: 1e-5,
      scale_attn_by_inverse_layer_idx: false,
    }),
  },
  describe(config) {
    const width = config.size(['n_embd', 'hidden_size']);
    const heads = config.size(['n_head', 'num_attention_heads']);
    const headDim = wholeShare(config, width, heads);
    const rows = config.size(['n_positions', 'max_position_embeddings', 'n_ctx']);
    const scale = config.flag('scale_attn_weights', true) ? 1 / Math.sqrt(headDim) : 1;
    const byLayer = config.flag('scale_attn_by_inverse_layer_idx', false);
    const count = config.size(['n_layer', 'num_hidden_layers'], undefined, mostLayers);
    return {
      family: 'gpt2',
      vocabulary: config.size('vocab_size'),
      width,
      heads,
      keyHeads: heads,
      headDim,
      inner: config.size('n_inner', 4 * width),
      trained: rows,
      norm: { kind: 'layer', epsilon: config.real('layer_norm_epsilon', 1e-5), plusOne: false },
      norms: 'before',
      parallel: false,
      queryKeyNorm: false,
      embeddingNorm: false,
      activation: activationIn(config, 'activation_function', 'gelu_new'),
      gated: false,
      biases: { queryKeyValue: true, out: true, forward: true },
      output: config.flag('tie_word_embeddings', true) ? 'embedding' : 'own',
      embeddingWidth: width,
      segments: false,
      embeddingScale: 1,
      table: { rows, first: 0 },
      causal: true,
      logitCap: null,
      layers: Array.from({ length: count }, (_, layer) => ({
        positions: noPositions,
        window: 0,
        scale: byLayer ? scale / (layer + 1) : scale,
      })),
    };
  },
});
