// @ts-check
// `node scripts/models.mjs`: src/state/models.json from ../shared/data/models.json, what the defaults of
// the transformers library's configuration classes say of positions. Configurations that say nothing of
// them are left out; one line for each of the others. And src/state/checkpoints.json, well-known models
// for the presets of a scheme: what their own configuration files say, or the line of the list.
import { readFileSync, writeFileSync } from 'node:fs';

const source = new URL('../../shared/data/models.json', import.meta.url);
const target = new URL('../src/state/models.json', import.meta.url);

/** What says where a token stands; beside that, sizes and patterns. */
const places = [
  'rope',
  'max_position_embeddings',
  'n_positions',
  'relative_attention_num_buckets',
  'rel_extent',
  'position_embedding_type',
];
const kept = [
  'model',
  'part',
  ...places,
  'relative_attention_max_distance',
  'd_rel',
  'position_buckets',
  'head_dim',
  'qk_rope_head_dim',
  'rotary_dim',
  'partial_rotary_factor',
  'sliding_window',
  'layer_types',
  'no_rope_layers',
  'no_rope_layer_interval',
  'attn_temperature_tuning',
];

/** @type {{ source: string, entries: Record<string, unknown>[] }} */
const given = JSON.parse(readFileSync(source, 'utf8'));
const entries = given.entries
  .filter((entry) => places.some((name) => entry[name] !== undefined))
  .map((entry) =>
    Object.fromEntries(
      kept.flatMap((name) => (entry[name] === undefined ? [] : [[name, entry[name]]])),
    ),
  );
/** @param {readonly unknown[]} all */
const lines = (all) => all.map((entry) => JSON.stringify(entry)).join(',\n');
writeFileSync(
  target,
  `{"source":${JSON.stringify(given.source)},"entries":[\n${lines(entries)}\n]}\n`,
);

const llama3 = {
  rope_type: 'llama3',
  rope_theta: 500000,
  original_max_position_embeddings: 8192,
  low_freq_factor: 1,
  high_freq_factor: 4,
};
/** What the published config.json of each says; those without numbers are a line of the list. */
const checkpoints = [
  { checkpoint: 'RoFormer', rope: { rope_theta: 10000 }, rope_interleave: true },
  { checkpoint: 'Llama 2', rope: { rope_theta: 10000 } },
  { checkpoint: 'Code Llama', rope: { rope_theta: 1000000 } },
  {
    checkpoint: 'Vicuna 1.5 16k',
    rope: { rope_type: 'linear', rope_theta: 10000, factor: 4 },
  },
  { checkpoint: 'Llama 3', rope: { rope_theta: 500000 } },
  { checkpoint: 'Llama 3.1 8B', rope: { ...llama3, factor: 8 } },
  { checkpoint: 'Llama 3.2', rope: { ...llama3, factor: 32 } },
  {
    checkpoint: 'Qwen2.5 + YaRN',
    rope: {
      rope_type: 'yarn',
      rope_theta: 1000000,
      factor: 4,
      original_max_position_embeddings: 32768,
    },
  },
  {
    checkpoint: 'DeepSeek-V3',
    rope: {
      rope_type: 'yarn',
      rope_theta: 10000,
      factor: 40,
      original_max_position_embeddings: 4096,
      beta_fast: 32,
      beta_slow: 1,
      mscale: 1,
      mscale_all_dim: 1,
    },
    rope_interleave: true,
    scores_by_mscale: true,
  },
  { checkpoint: 'gpt-oss', of: 'GptOssConfig' },
  // Its two lists have 48 factors each, one for each pair of its own head width, 96.
  {
    checkpoint: 'Phi-3 mini 128k',
    rope: {
      rope_type: 'longrope',
      rope_theta: 10000,
      factor: 32,
      original_max_position_embeddings: 4096,
    },
    factor_lists: 48,
  },
  // Their sections, 16, 24, 24 and 24, 20, 20 of 64 pairs, are the shares that the page takes of any width.
  { checkpoint: 'Qwen2-VL', rope: { rope_theta: 1000000, mrope_interleaved: false } },
  { checkpoint: 'Qwen3-VL', rope: { rope_theta: 5000000, mrope_interleaved: true } },
  { checkpoint: 'DeBERTa base', relative_attention: true, max_position_embeddings: 512 },
  { checkpoint: 'DeBERTa-v3 base', position_buckets: 256, max_position_embeddings: 512 },
  { checkpoint: 'Inkling', of: 'InklingTextConfig' },
].map(({ of, ...own }) => {
  const line = entries.find(({ part }) => part === of);
  if (of !== undefined && !line) throw new Error(`models: no ${of}`);
  return { model: own.checkpoint, part: own.checkpoint, ...line, ...own };
});
writeFileSync(
  new URL('../src/state/checkpoints.json', import.meta.url),
  `{"entries":[\n${lines(checkpoints)}\n]}\n`,
);
console.log(`${entries.length} of ${given.entries.length} configurations say where tokens stand.`);
