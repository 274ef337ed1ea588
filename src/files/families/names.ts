/**
 * Under which names a family keeps its weights, and how they lie there. Each name is a stem, to which
 * `.weight` and `.bias` are added.
 */
import type { Tensors } from '../tensors.ts';

/** Of a layer, its number in place of `{}`. Norms and parts that a family lacks have no name. */
interface LayerNames {
  /** The norm before the attention; none where a layer ends with its norm. */
  readonly enter?: string;
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
  /** The norm before the feed-forward; where norms come after, that of what the attention was added to. */
  readonly between: string;
  readonly gate?: string;
  readonly up?: string;
  /** The two as one. */
  readonly gateUp?: string;
  readonly down: string;
  /** The norm of what the feed-forward adds. */
  readonly afterForward?: string;
  /** The norm at the end of a layer, where norms come after what they are of. */
  readonly end?: string;
}

export interface WeightNames {
  /**
   * Before every name but that of the output matrix: the first with which the embedding is found, or
   * else whatever stands before it.
   */
  readonly prefixes: readonly string[];
  /** Of a model whose tokens are not those of a text, its first convolution. */
  readonly embedding: string;
  /** The token that stands before all others, a tensor by its whole name. */
  readonly classToken?: string;
  /** Its convolutions, in their order. */
  readonly stem?: readonly string[];
  readonly embeddingNorm?: string;
  /** From an embedding that is narrower than the model. */
  readonly embeddingProjection?: string;
  /** Of the two texts that a token can stand in. */
  readonly segments?: string;
  /** The learned table of positions; of ViT a tensor by its whole name. */
  readonly table?: string;
  readonly layer: LayerNames;
  readonly finalNorm?: string;
  readonly output?: string;
  /** How rows of `queryKeyValue` lie: all queries, keys, values; or those of one head after another. */
  readonly fused?: 'parts' | 'heads';
  /** Whether matrices are [in, out], as in GPT-2's Conv1D, and not [out, in]. */
  readonly inputFirst?: boolean;
  /**
   * Which tensors must all be named here, counted without the prefix: one more, and it is another
   * model under the same names. Where it is not given, more are let be.
   */
  readonly closed?: RegExp;
  /** Of those the ones that are no weights: masks and numbers of positions that were saved along. */
  readonly buffers?: RegExp;
}

/** What stands before the names in a file; null where its embedding is not there. */
export function prefixIn(file: Tensors, { prefixes, embedding }: WeightNames): string | null {
  const whole = `${embedding}.weight`;
  const known = prefixes.find((each) => file.find(each + whole));
  if (known !== undefined) return known;
  const found = file.tensors.find(({ name }) => name.endsWith(`.${whole}`))?.name;
  return found?.slice(0, -whole.length) ?? null;
}

/** Whether a tensor is one that a family has, its name without the prefix. */
export function isNamed(names: WeightNames, name: string): boolean {
  const { layer, embedding, embeddingNorm, embeddingProjection, segments, table, finalNorm } =
    names;
  const ends = [embedding, embeddingNorm, embeddingProjection, segments, table, finalNorm];
  const stems = [...ends, ...Object.values<string | undefined>({ ...layer })];
  // The oldest files call a norm's weight and bias gamma and beta.
  const stem = name.replace(/\.(weight|bias|gamma|beta)$/, '').replace(/\.\d+\./, '.{}.');
  return stems.includes(stem) || (names.buffers?.test(name) ?? false);
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
