import { expect, it } from 'vitest';
import { ggufBytes } from '../testing/gguf.ts';
import { ggufModelOf } from './ggufModel.ts';
import { float32, type Made, memorySource, tensorsIn } from './testing.ts';

type Metadata = Readonly<Record<string, string | number | readonly number[]>>;

/** A model of 8 heads of 64 and as many layers as is said, 12 without. */
async function modelOf(
  architecture: string,
  own: Metadata = {},
  tensors: Readonly<Record<string, Made>> = {},
) {
  const usual = {
    block_count: 12,
    embedding_length: 512,
    'attention.head_count': 8,
    context_length: 8192,
  };
  const keys = Object.entries({ ...usual, ...own });
  const named = keys.map(([key, value]) => [`${architecture}.${key}`, value] as const);
  const metadata = { 'general.architecture': architecture, ...Object.fromEntries(named) };
  const model = await ggufModelOf(await tensorsIn(memorySource(ggufBytes({ metadata, tensors }))));
  if (!model) throw new Error('it names its architecture');
  return model;
}

const positionsOf = async (...args: Parameters<typeof modelOf>) =>
  (await modelOf(...args)).layers[0]?.positions;

it('says its sizes, and that of its heads where they are apart from its width', async () => {
  expect(await modelOf('llama', { 'attention.head_count_kv': 2, vocab_size: 1000 })).toMatchObject({
    architecture: 'llama',
    width: 512,
    heads: 8,
    keyHeads: 2,
    headDim: 64,
    vocabulary: 1000,
    trained: 8192,
  });
  expect((await modelOf('qwen3', { 'attention.key_length': 128 })).headDim).toBe(128);
  expect((await modelOf('deci', { 'attention.head_count': [4, 8] })).heads).toBe(4);
});

it('turns neighbours where the converter has reordered the rows, halves elsewhere', async () => {
  const llama = await positionsOf('llama', {
    'rope.freq_base': 100_000,
    'rope.dimension_count': 64,
  });
  expect(llama).toEqual({ scheme: 'rope', params: { base: 100_000, pairing: 'interleaved' } });
  expect(await positionsOf('qwen2')).toEqual({
    scheme: 'rope',
    params: { base: 10_000, pairing: 'half' },
  });
  expect(await positionsOf('gptneox', { 'rope.dimension_count': 16 })).toMatchObject({
    params: { pairing: 'half', rotaryDim: 16 },
  });
  const unknown = await modelOf('newest', { 'rope.freq_base': 5e6 });
  expect(unknown.pairingKnown).toBe(false);
  expect(unknown.layers[0]?.positions.params).toEqual({ base: 5e6, pairing: 'half' });
});

it('has its scaling', async () => {
  const linear = { 'rope.scaling.type': 'linear', 'rope.scaling.factor': 4 };
  expect((await positionsOf('llama', linear))?.params).toMatchObject({
    scaling: 'linear',
    factor: 4,
  });
  const yarn = {
    'rope.scaling.type': 'yarn',
    'rope.scaling.factor': 4,
    'rope.scaling.original_context_length': 2048,
  };
  expect((await positionsOf('qwen2', yarn))?.params).toEqual({
    base: 10_000,
    pairing: 'half',
    scaling: 'yarn',
    factor: 4,
    originalLength: 2048,
  });
  const factors = float32(
    [32],
    Array.from({ length: 32 }, (_, i) => 1 + i / 4),
  );
  const freqs = await positionsOf('llama', {}, { 'rope_freqs.weight': factors });
  expect(freqs?.params).toMatchObject({ scaling: 'longrope', attentionFactor: 1 });
  expect(freqs?.params['shortFactors']).toBe(freqs?.params['longFactors']);
  expect(freqs?.params['longFactors']).toMatch(/^1, 1.25, 1.5, .* 8.75$/);
  const long = await positionsOf(
    'phi3',
    { 'rope.scaling.attn_factor': 1.19, 'rope.scaling.original_context_length': 4096 },
    { 'rope_factors_long.weight': factors, 'rope_factors_short.weight': factors },
  );
  expect(long?.params).toMatchObject({ scaling: 'longrope', originalLength: 4096 });
  expect(long?.params['attentionFactor']).toBeCloseTo(1.19, 6);
});

it('has layers of several kinds', async () => {
  const gemma = await modelOf('gemma3', {
    'attention.sliding_window': 512,
    'rope.freq_base': 1e6,
    'rope.scaling.factor': 8,
  });
  const [near, far] = [gemma.layers[4], gemma.layers[5]];
  expect(near).toMatchObject({ window: 512, positions: { params: { base: 10_000 } } });
  expect(near?.positions.params).not.toHaveProperty('factor');
  expect(far).toMatchObject({ window: 0, positions: { params: { base: 1e6, factor: 8 } } });
  const bare = async (architecture: string, own: Metadata = {}) =>
    (await modelOf(architecture, own)).layers.map(({ positions }) => positions.scheme);
  expect((await bare('smollm3')).slice(0, 5)).toEqual(['rope', 'rope', 'rope', 'none', 'rope']);
  expect((await bare('cohere2', { 'attention.sliding_window': 4096 })).slice(2, 5)).toEqual([
    'rope',
    'none',
    'rope',
  ]);
});

it('may have other positions than rotary ones, or none', async () => {
  expect(await positionsOf('bloom')).toEqual({ scheme: 'alibi', params: {} });
  expect(await positionsOf('gpt2')).toEqual({ scheme: 'learned', params: {} });
  const t5 = { 'attention.relative_buckets_count': 32 };
  expect(await positionsOf('t5', t5)).toEqual({ scheme: 't5', params: { buckets: 32 } });
  expect(await positionsOf('mamba')).toEqual({ scheme: 'none', params: {} });
});

it('is not led astray by what no model says', async () => {
  const odd = await modelOf('llama', { block_count: 1e9, 'rope.dimension_count': 4e9 });
  expect(odd.layers).toHaveLength(1024);
  expect(odd.layers[0]?.positions.scheme).toBe('none');
  expect((await modelOf('llama', { embedding_length: 'wide', block_count: 0 })).headDim).toBe(0);
  const nameless = await tensorsIn(memorySource(ggufBytes({ metadata: { a: 1 } })));
  expect(await ggufModelOf(nameless)).toBeNull();
});
