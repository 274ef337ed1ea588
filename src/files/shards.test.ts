import { expect, it } from 'vitest';
import { headersHere } from './headers.ts';
import { isShard, openShards } from './shards.ts';
import type { Source } from './source.ts';
import { float32, memorySource, refused, safetensorsBytes } from './testing.ts';

const named = (name: string, bytes: Uint8Array<ArrayBuffer>): Source =>
  Object.defineProperty(memorySource(bytes), 'name', { value: name });

const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
const words = safetensorsBytes({ 'wte.weight': float32([2, 2], [1, 2, 3, 4]) });
const places = safetensorsBytes({
  'wpe.weight': float32([2, 2], [5, 6, 7, 8]),
  other: float32([1], [9]),
});
const index = (map: object) => JSON.stringify({ metadata: {}, weight_map: map });
const right = { 'wte.weight': first, 'wpe.weight': second, other: second };
const both = () => [named(first, words), named(second, places)];
const open = (sources: readonly Source[], text: string | null) =>
  openShards(sources, text, headersHere);

it('shards are one file, with or without their index', async () => {
  for (const text of [index(right), null]) {
    const file = await open(both(), text);
    expect(file.tensors.map(({ name }) => name)).toEqual(['wte.weight', 'wpe.weight', 'other']);
    expect([...(await file.read('wpe.weight', { rows: [1, 2] }))]).toEqual([7, 8]);
    expect([...(await file.readBytes('other'))]).toHaveLength(4);
    expect(file.tables[0]?.name).toBe('wpe.weight');
    expect(file.source.size).toBe(words.length + places.length);
    expect(file.source.bytesRead).toBeGreaterThan(0);
  }
  const alone = await open([named('one.safetensors', words)], null);
  expect(alone.tensors).toHaveLength(1);
  expect([isShard(first), isShard('model.safetensors')]).toEqual([true, false]);
});

it.each([
  ['a shard that the index names is missing', [named(first, words)], index(right), second],
  [
    'one given alone, of which its name says that there are more',
    [named(first, words)],
    null,
    second,
  ],
  [
    'all but one of many',
    [named('m-00002-of-00007.safetensors', words)],
    null,
    'm-00001-of-00007.safetensors … m-00007-of-00007.safetensors (6)',
  ],
  [
    'shards that were swapped',
    [named(first, places), named(second, words)],
    index(right),
    '“wte.weight” should be in model-00001-of-00002.safetensors',
  ],
  ['an index of another model', both(), index({ ...right, more: first }), '“more” should be in'],
  ['what is no index', both(), '{"weight_map":{"a":1}}', 'is not the index'],
  ['no JSON', both(), '{', 'is not the index'],
  [
    'a tensor in two shards',
    [named(first, words), named(second, words)],
    null,
    '“wte.weight” twice',
  ],
])('%s is told', async (_, sources, text, said) => {
  expect((await refused(open(sources, text))).said).toContain(said);
});
