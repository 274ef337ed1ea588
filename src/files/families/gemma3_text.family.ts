/**
 * Gemma 3: Gemma Team 2025, arXiv 2503.19786. Norms of 1 + w around each part and of queries and keys,
 * embeddings times √width, most layers with a window and a base of their own.
 */
import { defineFamily } from './family.ts';
import { activationIn, llamaLike, sizesOf, slidingIn } from './llamaLike.ts';
import { llamaNames } from './names.ts';
import { ropeOf } from './rope.ts';

export default defineFamily({
  type: 'gemma3_text',
  names: {
    ...llamaNames,
    layer: {
      ...llamaNames.layer,
      afterAttention: 'layers.{}.post_attention_layernorm',
      between: 'layers.{}.pre_feedforward_layernorm',
      afterForward: 'layers.{}.post_feedforward_layernorm',
    },
  },
  describe(config) {
    const sizes = sizesOf(config, 256);
    const { count, width, headDim } = sizes;
    const capped = config.realOrNull('attn_logit_softcapping');
    if (capped !== null) throw config.notComputed('attn_logit_softcapping', capped);
    if (config.flag('use_bidirectional_attention', false)) {
      throw config.notComputed('use_bidirectional_attention', true);
    }
    const window = config.size('sliding_window', 4096);
    const pattern = config.size(['sliding_window_pattern', '_sliding_window_pattern'], 6);
    const slides = slidingIn(config, (layer) => (layer + 1) % pattern !== 0);
    const far = ropeOf(config, headDim, { base: 1e6 }, 'full_attention');
    // Its configurations before rope_parameters scale the full layers alone.
    const near = config.part('rope_parameters')
      ? ropeOf(config, headDim, { base: 1e4 }, 'sliding_attention')
      : {
          scheme: 'rope',
          params: { base: config.real('rope_local_base_freq', 1e4), pairing: 'half' },
        };
    const scale = 1 / Math.sqrt(config.real('query_pre_attn_scalar', 256));
    const layers = Array.from({ length: count }, (_, layer) =>
      slides(layer) ? { positions: near, window, scale } : { positions: far, window: 0, scale },
    );
    const made = llamaLike(config, 'gemma3_text', layers, sizes);
    return {
      ...made,
      norm: { ...made.norm, plusOne: true },
      norms: 'around',
      queryKeyNorm: true,
      activation: activationIn(config, 'hidden_activation', 'gelu_pytorch_tanh'),
      output: config.flag('tie_word_embeddings', true) ? 'embedding' : 'own',
      embeddingScale: Math.sqrt(width),
      logitCap: config.realOrNull('final_logit_softcapping'),
    };
  },
});
