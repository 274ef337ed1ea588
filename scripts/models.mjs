// @ts-check
// `node scripts/models.mjs`: src/state/models.json from ../shared/data/models.json, what the defaults of
// the transformers library's configuration classes say of positions. Configurations that say nothing of
// them are left out; one line for each of the others.
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
const lines = entries.map((entry) => JSON.stringify(entry)).join(',\n');
writeFileSync(target, `{"source":${JSON.stringify(given.source)},"entries":[\n${lines}\n]}\n`);
console.log(`${entries.length} of ${given.entries.length} configurations say where tokens stand.`);
