/**
 * A language model in a GGUF file: its keys as a description, and the names of its weights. What the
 * converter of llama.cpp changes is taken back here in words, not in weights: rows of W_q and W_k that
 * were reordered turn interleaved pairs, norms of 1 + w are stored as such, and fused matrices lie
 * in parts.
 */
import { ggufModelOf, type StatedModel } from '../ggufModel.ts';
import { refusal } from '../refusal.ts';
import type { Tensors } from '../tensors.ts';
import { type ModelDescription, noPositions } from './description.ts';
import type { Described } from './index.ts';
import type { WeightNames } from './names.ts';

const names: WeightNames = {
  prefixes: [''],
  embedding: 'token_embd',
  embeddingNorm: 'token_embd_norm',
  table: 'position_embd',
  layer: {
    enter: 'blk.{}.attn_norm',
    query: 'blk.{}.attn_q',
    key: 'blk.{}.attn_k',
    value: 'blk.{}.attn_v',
    queryKeyValue: 'blk.{}.attn_qkv',
    queryNorm: 'blk.{}.attn_q_norm',
    keyNorm: 'blk.{}.attn_k_norm',
    out: 'blk.{}.attn_output',
    afterAttention: 'blk.{}.post_attention_norm',
    between: 'blk.{}.ffn_norm',
    gate: 'blk.{}.ffn_gate',
    up: 'blk.{}.ffn_up',
    down: 'blk.{}.ffn_down',
    afterForward: 'blk.{}.post_ffw_norm',
  },
  finalNorm: 'output_norm',
  output: 'output',
};

type Built = Pick<
  ModelDescription,
  'norms' | 'queryKeyNorm' | 'embeddingNorm' | 'activation' | 'gated'
> & { readonly norm: ModelDescription['norm']['kind'] };

/** As LLaMA is built; the others by what is different. */
const llama: Built = {
  norm: 'rms',
  norms: 'before',
  queryKeyNorm: false,
  embeddingNorm: false,
  activation: 'silu',
  gated: true,
};
const gpt: Built = { ...llama, norm: 'layer', activation: 'gelu-tanh', gated: false };

const built: Readonly<Record<string, Built>> = {
  llama,
  smollm3: llama,
  qwen2: llama,
  phi3: llama,
  qwen3: { ...llama, queryKeyNorm: true },
  gemma3: { ...llama, norms: 'around', queryKeyNorm: true, activation: 'gelu-tanh' },
  gpt2: gpt,
  gptneox: { ...gpt, activation: 'gelu' },
  bloom: { ...gpt, embeddingNorm: true },
};

/**
 * What a GGUF says of its model and how to read it.
 *
 * @throws Refusal for an architecture that is not run, or a file that lacks what it needs
 */
export async function ggufDescribed(file: Tensors, signal?: AbortSignal): Promise<Described> {
  const model = await ggufModelOf(file, signal);
  const family = model?.architecture ?? '';
  const how = Object.hasOwn(built, family) ? built[family] : undefined;
  if (!model || !how) {
    throw refusal('files.family', { family, known: Object.keys(built).join(', ') });
  }
  return {
    description: describe(file, model, how),
    ends: [file.metadata.get('tokenizer.ggml.eos_token_id')].filter((id) => typeof id === 'number'),
    names: {
      ...names,
      ...(file.find('blk.0.attn_qkv.weight') && { fused: 'parts' }),
      // Phi-3 has gate and up in one, under the name of the latter.
      ...(!file.find('blk.0.ffn_gate.weight') && {
        layer: { ...names.layer, gateUp: 'blk.{}.ffn_up' },
      }),
    },
  };
}

function describe(file: Tensors, model: StatedModel, how: Built): ModelDescription {
  const { architecture, width, heads, keyHeads, headDim, trained } = model;
  const given = (key: string) => file.metadata.get(`${architecture}.${key}`);
  const number = (key: string, otherwise?: number) => {
    const value = given(key) ?? otherwise;
    if (typeof value === 'number' && value > 0) return value;
    throw refusal('files.gguf.missing', { name: `${architecture}.${key}` });
  };
  for (const key of ['embedding_length', 'attention.head_count', 'block_count']) number(key);
  if (heads % keyHeads !== 0) {
    throw refusal('files.gguf.missing', { name: `${architecture}.attention.head_count_kv` });
  }
  const embedding = file.find('token_embd.weight');
  const table = file.find('position_embd.weight');
  const has = (name: string) => file.find(name) !== null;
  const epsilon = how.norm === 'rms' ? 'layer_norm_rms_epsilon' : 'layer_norm_epsilon';
  const scale = number('attention.scale', 1 / Math.sqrt(headDim));
  const cap = given('final_logit_softcapping');
  return {
    family: architecture,
    vocabulary: embedding?.shape[0] ?? number('vocab_size'),
    width,
    heads,
    keyHeads,
    headDim,
    inner: number('feed_forward_length', 4 * width),
    trained: trained || null,
    norm: { kind: how.norm, epsilon: number(`attention.${epsilon}`, 1e-5), plusOne: false },
    norms: how.norms,
    parallel: given('use_parallel_residual') === true,
    queryKeyNorm: how.queryKeyNorm,
    embeddingNorm: how.embeddingNorm,
    activation: how.activation,
    gated: how.gated,
    biases: {
      queryKeyValue: has('blk.0.attn_q.bias') || has('blk.0.attn_qkv.bias'),
      out: has('blk.0.attn_output.bias'),
      forward: has('blk.0.ffn_up.bias'),
    },
    output: has('output.weight') ? 'own' : 'embedding',
    embeddingWidth: width,
    segments: false,
    embeddingScale: architecture === 'gemma3' ? Math.sqrt(width) : 1,
    table: table && { rows: table.shape[0] ?? 0, first: 0 },
    causal: given('attention.causal') !== false,
    logitCap: typeof cap === 'number' && cap > 0 ? cap : null,
    layers: model.layers.map(({ positions, window }) => ({
      // A learned table is added once, before all layers.
      positions: positions.scheme === 'learned' ? noPositions : positions,
      window,
      scale,
    })),
  };
}
