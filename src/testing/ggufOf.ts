/**
 * A checkpoint of the transformers library as a GGUF, as llama.cpp's convert_hf_to_gguf.py makes it: its
 * names, its keys, and what it does to the weights on the way. For tests only.
 */
import type { TensorInfo } from '../files/stored.ts';
import type { Tensors } from '../files/tensors.ts';
import type { Made } from '../files/testing.ts';
import { ggufBytes } from './gguf.ts';

type Config = Readonly<Record<string, unknown>>;
type Scalar = string | number | boolean;

/** From there to here; the first that fits. `$1` is the number of the layer. */
const renamed: readonly (readonly [there: RegExp, here: string])[] = [
  [
    /^model\.embed_tokens\.|^transformer\.wte\.|^transformer\.word_embeddings\.|^gpt_neox\.embed_in\./,
    'token_embd.',
  ],
  [/^transformer\.word_embeddings_layernorm\./, 'token_embd_norm.'],
  [/^transformer\.wpe\./, 'position_embd.'],
  [/^model\.norm\.|^transformer\.ln_f\.|^gpt_neox\.final_layer_norm\./, 'output_norm.'],
  [/^lm_head\.|^embed_out\./, 'output.'],
  [/^model\.layers\.(\d+)\.self_attn\.q_proj\./, 'blk.$1.attn_q.'],
  [/^model\.layers\.(\d+)\.self_attn\.k_proj\./, 'blk.$1.attn_k.'],
  [/^model\.layers\.(\d+)\.self_attn\.v_proj\./, 'blk.$1.attn_v.'],
  [/^model\.layers\.(\d+)\.self_attn\.o_proj\./, 'blk.$1.attn_output.'],
  [/^model\.layers\.(\d+)\.self_attn\.q_norm\./, 'blk.$1.attn_q_norm.'],
  [/^model\.layers\.(\d+)\.self_attn\.k_norm\./, 'blk.$1.attn_k_norm.'],
  [/^model\.layers\.(\d+)\.input_layernorm\./, 'blk.$1.attn_norm.'],
  [/^model\.layers\.(\d+)\.pre_feedforward_layernorm\./, 'blk.$1.ffn_norm.'],
  [/^model\.layers\.(\d+)\.post_feedforward_layernorm\./, 'blk.$1.post_ffw_norm.'],
  [/^model\.layers\.(\d+)\.mlp\.(gate|up|down)_proj\./, 'blk.$1.ffn_$2.'],
  [/^model\.layers\.(\d+)\.self_attn\.qkv_proj\./, 'blk.$1.attn_qkv.'],
  [/^model\.layers\.(\d+)\.mlp\.gate_up_proj\./, 'blk.$1.ffn_up.'],
  [/^\w+\.(?:h|layers)\.(\d+)\.(?:self_)?attention\.query_key_value\./, 'blk.$1.attn_qkv.'],
  [/^\w+\.(?:h|layers)\.(\d+)\.(?:self_)?attention\.dense\./, 'blk.$1.attn_output.'],
  [/^(?:transformer\.h|gpt_neox\.layers)\.(\d+)\.input_layernorm\./, 'blk.$1.attn_norm.'],
  [/^(?:transformer\.h|gpt_neox\.layers)\.(\d+)\.post_attention_layernorm\./, 'blk.$1.ffn_norm.'],
  [/^\w+\.(?:h|layers)\.(\d+)\.mlp\.dense_h_to_4h\./, 'blk.$1.ffn_up.'],
  [/^\w+\.(?:h|layers)\.(\d+)\.mlp\.dense_4h_to_h\./, 'blk.$1.ffn_down.'],
  [/^transformer\.h\.(\d+)\.ln_1\./, 'blk.$1.attn_norm.'],
  [/^transformer\.h\.(\d+)\.ln_2\./, 'blk.$1.ffn_norm.'],
  [/^transformer\.h\.(\d+)\.attn\.c_attn\./, 'blk.$1.attn_qkv.'],
  [/^transformer\.h\.(\d+)\.attn\.c_proj\./, 'blk.$1.attn_output.'],
  [/^transformer\.h\.(\d+)\.mlp\.c_fc\./, 'blk.$1.ffn_up.'],
  [/^transformer\.h\.(\d+)\.mlp\.c_proj\./, 'blk.$1.ffn_down.'],
];

/** What else differs by architecture. */
const rules: Readonly<
  Record<
    string,
    {
      readonly between?: string;
      readonly reorders?: true;
      readonly normsPlusOne?: true;
      readonly transposes?: true;
      /** Queries, keys and values of all heads in three parts, not head by head. */
      readonly parts?: true;
    }
  >
> = {
  llama: { reorders: true },
  qwen2: {},
  gemma3: { normsPlusOne: true, between: 'post_attention_norm' },
  gpt2: { transposes: true },
  qwen3: {},
  phi3: {},
  smollm3: { reorders: true },
  bloom: { parts: true },
  gptneox: { parts: true },
};

const float32 = (shape: readonly number[], values: Float32Array): Made => ({
  dtype: 'F32',
  shape,
  bytes: new Uint8Array(values.buffer),
});

interface Given extends Pick<Tensors, 'read'> {
  readonly tensors: readonly Pick<TensorInfo, 'name' | 'shape'>[];
}

export async function ggufOf(file: Given, config: Config, architecture: string) {
  const rule = rules[architecture];
  if (!rule) throw new Error(`ggufOf: ${architecture}`);
  const tensors: Record<string, Made> = {};
  for (const { name, shape } of file.tensors) {
    const here = nameOf(name, rule.between ?? 'ffn_norm');
    let values: Float32Array = await file.read(name);
    let sizes = shape;
    if (rule.reorders && /attn_[qk]\.weight$/.test(here)) {
      const heads = Number(
        here.includes('attn_q') ? config['num_attention_heads'] : config['num_key_value_heads'],
      );
      values = reordered(values, shape, heads);
    }
    if (rule.parts && here.includes('attn_qkv.')) {
      const rows = shape[0] ?? 0;
      values = inParts(values, rows, Number(config['n_head'] ?? config['num_attention_heads']));
    }
    if (rule.normsPlusOne && here.endsWith('norm.weight')) values = values.map((w) => w + 1);
    if (rule.transposes && /(attn_qkv|attn_output|ffn_up|ffn_down)\.weight$/.test(here)) {
      values = transposed(values, shape[1] ?? 1);
      sizes = shape.toReversed();
    }
    tensors[here] = float32(sizes, values);
  }
  const lists = { ...longropeFactors(config), 'rope_freqs.weight': llama3Factors(config) };
  for (const [name, factors] of Object.entries(lists)) {
    if (factors) tensors[name] = float32([factors.length], Float32Array.from(factors));
  }
  const metadata = { 'general.architecture': architecture, ...keysOf(config, architecture) };
  return ggufBytes({ metadata, tensors });
}

function nameOf(name: string, between: string): string {
  const post = /^model\.layers\.(\d+)\.post_attention_layernorm\./;
  if (post.test(name)) return name.replace(post, `blk.$1.${between}.`);
  const found = renamed.find(([there]) => there.test(name));
  if (!found) throw new Error(`ggufOf: ${name} has no name in a GGUF`);
  return name.replace(...found);
}

/** Halves of each head become neighbours: row i of a half goes to 2i, or 2i + 1. */
function reordered(values: Float32Array, shape: readonly number[], heads: number): Float32Array {
  const [rows = 0, columns = 0] = shape;
  const [headDim, half] = [rows / heads, rows / heads / 2];
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const [head, at] = [Math.floor(row / headDim), row % headDim];
    const to = head * headDim + 2 * (at % half) + Math.floor(at / half);
    out.set(values.subarray(row * columns, (row + 1) * columns), to * columns);
  }
  return out;
}

/** Rows [head, query or key or value, channel] with the middle one first. */
function inParts(values: Float32Array, rows: number, heads: number): Float32Array {
  const [row, headDim] = [values.length / rows, rows / heads / 3];
  const out = new Float32Array(values.length);
  for (let from = 0; from < rows; from++) {
    const [head, rest] = [Math.floor(from / (3 * headDim)), from % (3 * headDim)];
    const [part, channel] = [Math.floor(rest / headDim), rest % headDim];
    const to = (part * heads + head) * headDim + channel;
    out.set(values.subarray(from * row, (from + 1) * row), to * row);
  }
  return out;
}

function transposed(values: Float32Array, columns: number): Float32Array {
  const rows = values.length / columns;
  return values.map((_, at) => values[(at % rows) * columns + Math.floor(at / rows)] ?? 0);
}

/** Keys by the fields of the configuration; those it lacks are left out. */
function keysOf(config: Config, architecture: string): Record<string, Scalar> {
  const fields: Readonly<Record<string, unknown>> = {
    block_count: config['num_hidden_layers'] ?? config['n_layer'],
    embedding_length: config['hidden_size'] ?? config['n_embd'],
    feed_forward_length:
      config['intermediate_size'] ?? 4 * Number(config['n_embd'] ?? config['hidden_size']),
    context_length: config['max_position_embeddings'] ?? config['n_positions'],
    'attention.head_count': config['num_attention_heads'] ?? config['n_head'],
    'attention.head_count_kv': config['num_key_value_heads'],
    'attention.key_length': config['head_dim'],
    'attention.layer_norm_rms_epsilon': config['rms_norm_eps'],
    'attention.layer_norm_epsilon': config['layer_norm_epsilon'] ?? config['layer_norm_eps'],
    use_parallel_residual: config['use_parallel_residual'],
    'attention.sliding_window': config['sliding_window'],
    'attention.sliding_window_pattern': patternOf(config),
    ...ropeKeys(config),
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      isScalar(value) && !Number.isNaN(value) ? [[`${architecture}.${key}`, value] as const] : [],
    ),
  );
}

const isScalar = (value: unknown): value is Scalar =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** Of how many layers in a row the last has no window. */
function patternOf({ layer_types: types }: Config): number | undefined {
  const full = Array.isArray(types) ? types.indexOf('full_attention') : -1;
  return full > 0 ? full + 1 : undefined;
}

/** By which each frequency is divided, one per pair. */
function llama3Factors({ rope_parameters: given, head_dim: headDim }: Config): number[] | null {
  const { rope_type: type, rope_theta: base, factor, ...rope } = Object(given);
  if (type !== 'llama3') return null;
  const [low, high] = [rope.low_freq_factor, rope.high_freq_factor].map(
    (each) => rope.original_max_position_embeddings / each,
  );
  return Array.from({ length: Number(headDim) / 2 }, (_, pair) => {
    const wavelength = 2 * Math.PI * base ** ((2 * pair) / Number(headDim));
    if (wavelength < (high ?? 0)) return 1;
    if (wavelength > (low ?? 0)) return factor;
    const turns = rope.original_max_position_embeddings / wavelength;
    const smooth = (turns - rope.low_freq_factor) / (rope.high_freq_factor - rope.low_freq_factor);
    return 1 / ((1 - smooth) / factor + smooth);
  });
}

function longropeFactors({ rope_parameters: given }: Config): Record<string, number[]> {
  const { rope_type: type, short_factor: short, long_factor: long } = Object(given);
  if (type !== 'longrope') return {};
  return { 'rope_factors_short.weight': short, 'rope_factors_long.weight': long };
}

function ropeKeys(config: Config): Config {
  const parameters = Object(config['rope_parameters']);
  const width = Number(config['hidden_size']) / Number(config['num_attention_heads']);
  const rope = parameters.full_attention ?? parameters;
  const scaled = rope.rope_type === 'yarn' || rope.rope_type === 'linear';
  return {
    'rope.freq_base': rope.rope_theta,
    ...(rope.partial_rotary_factor !== undefined && {
      'rope.dimension_count': Math.trunc(rope.partial_rotary_factor * width),
    }),
    ...(rope.rope_type === 'longrope' && {
      'rope.scaling.original_context_length': rope.original_max_position_embeddings,
      'rope.scaling.attn_factor': longropeAttention(config, rope.original_max_position_embeddings),
    }),
    ...(scaled && {
      'rope.scaling.type': rope.rope_type,
      'rope.scaling.factor': rope.factor,
      'rope.scaling.original_context_length': rope.original_max_position_embeddings,
    }),
  };
}

/** Of what a cosine and a sine are multiplied with. Ding et al. 2024, arXiv 2402.13753, as Phi-3 has it. */
function longropeAttention(config: Config, original: number): number {
  const factor = Number(config['max_position_embeddings']) / original;
  return Math.sqrt(1 + Math.log(factor) / Math.log(original));
}
