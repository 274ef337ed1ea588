/**
 * Under which names a family keeps its weights, and how they lie there. Each name is a stem, to which
 * `.weight` and `.bias` are added. Knows no file.
 */

/** Of a layer, its number in place of `{}`. Norms and parts that a family lacks have no name. */
interface LayerNames {
  /** The norm before the attention. */
  readonly enter: string;
  readonly query?: string;
  readonly key?: string;
  readonly value?: string;
  /** The three as one. */
  readonly queryKeyValue?: string;
  readonly queryNorm?: string;
  readonly keyNorm?: string;
  readonly out: string;
  /** The norm of what the attention adds. */
  readonly afterAttention?: string;
  /** The norm before the feed-forward. */
  readonly between: string;
  readonly gate?: string;
  readonly up?: string;
  /** The two as one. */
  readonly gateUp?: string;
  readonly down: string;
  /** The norm of what the feed-forward adds. */
  readonly afterForward?: string;
}

export interface WeightNames {
  /** Before every name but that of the output matrix; the first with which the embedding is found. */
  readonly prefixes: readonly string[];
  readonly embedding: string;
  readonly embeddingNorm?: string;
  /** The learned table of positions. */
  readonly table?: string;
  readonly layer: LayerNames;
  readonly finalNorm: string;
  readonly output: string;
  /** How rows of `queryKeyValue` lie: all queries, keys, values; or those of one head after another. */
  readonly fused?: 'parts' | 'heads';
  /** Whether matrices are [in, out], as in GPT-2's Conv1D, and not [out, in]. */
  readonly inputFirst?: boolean;
}

/** LLaMA's, which many have taken over. */
export const llamaNames: WeightNames = {
  prefixes: ['model.', '', 'language_model.model.', 'model.language_model.'],
  embedding: 'embed_tokens',
  layer: {
    enter: 'layers.{}.input_layernorm',
    query: 'layers.{}.self_attn.q_proj',
    key: 'layers.{}.self_attn.k_proj',
    value: 'layers.{}.self_attn.v_proj',
    queryNorm: 'layers.{}.self_attn.q_norm',
    keyNorm: 'layers.{}.self_attn.k_norm',
    out: 'layers.{}.self_attn.o_proj',
    between: 'layers.{}.post_attention_layernorm',
    gate: 'layers.{}.mlp.gate_proj',
    up: 'layers.{}.mlp.up_proj',
    down: 'layers.{}.mlp.down_proj',
  },
  finalNorm: 'norm',
  output: 'lm_head',
};
