import { describe, expect, it } from 'vitest';
import { checkpointOf, headsFor } from './checkpoint.ts';
import { runsOf } from './rows.ts';
import {
  float32,
  type Made,
  memorySource,
  refused,
  safetensorsBytes,
  tensorsIn,
} from './testing.ts';

const width = 4;
/** Values that say where they came from: 100 · row + column, plus something for each tensor. */
const matrix = (rows: number, columns: number, plus = 0) =>
  float32(
    [rows, columns],
    Array.from(
      { length: rows * columns },
      (_, i) => 100 * Math.floor(i / columns) + (i % columns) + plus,
    ),
  );
const vector = (size: number, plus = 0) => float32([size], matrix1(size, plus));
const matrix1 = (size: number, plus: number) => Array.from({ length: size }, (_, i) => i + plus);

const bert = (change: Readonly<Record<string, Made>> = {}) => ({
  'bert.embeddings.word_embeddings.weight': matrix(50, width),
  'bert.embeddings.position_embeddings.weight': matrix(8, width, 0.5),
  'bert.embeddings.token_type_embeddings.weight': matrix(2, width, 0.25),
  'bert.embeddings.LayerNorm.gamma': vector(width, 1),
  'bert.embeddings.LayerNorm.beta': vector(width, 2),
  'bert.encoder.layer.0.attention.self.query.weight': matrix(width, width, 1000),
  'bert.encoder.layer.0.attention.self.query.bias': vector(width, 3),
  'bert.encoder.layer.0.attention.self.key.weight': matrix(width, width, 2000),
  'bert.encoder.layer.0.attention.self.key.bias': vector(width, 4),
  'bert.encoder.layer.0.output.LayerNorm.weight': vector(width, 5),
  'bert.encoder.layer.0.output.LayerNorm.bias': vector(width, 6),
  'bert.encoder.layer.1.attention.self.query.weight': matrix(width, width, 3000),
  'bert.encoder.layer.1.attention.self.query.bias': vector(width, 7),
  'bert.encoder.layer.1.attention.self.key.weight': matrix(width, width, 4000),
  'bert.encoder.layer.1.attention.self.key.bias': vector(width, 8),
  ...change,
});

const inner = 3;
/** The rest of a BERT's layer 0. */
const restOfBert = {
  'bert.encoder.layer.0.attention.self.value.weight': matrix(width, width, 5000),
  'bert.encoder.layer.0.attention.self.value.bias': vector(width, 10),
  'bert.encoder.layer.0.attention.output.dense.weight': matrix(width, width, 6000),
  'bert.encoder.layer.0.attention.output.dense.bias': vector(width, 20),
  'bert.encoder.layer.0.attention.output.LayerNorm.gamma': vector(width, 30),
  'bert.encoder.layer.0.attention.output.LayerNorm.beta': vector(width, 40),
  'bert.encoder.layer.0.intermediate.dense.weight': matrix(inner, width, 7000),
  'bert.encoder.layer.0.intermediate.dense.bias': vector(inner, 50),
  'bert.encoder.layer.0.output.dense.weight': matrix(width, inner, 8000),
  'bert.encoder.layer.0.output.dense.bias': vector(width, 60),
};

const restOfGpt2 = {
  'h.0.attn.c_proj.weight': matrix(width, width, 1000),
  'h.0.attn.c_proj.bias': vector(width, 10),
  'h.0.ln_2.weight': vector(width, 20),
  'h.0.ln_2.bias': vector(width, 30),
  'h.0.mlp.c_fc.weight': matrix(width, inner, 2000),
  'h.0.mlp.c_fc.bias': vector(inner, 40),
  'h.0.mlp.c_proj.weight': matrix(inner, width, 3000),
  'h.0.mlp.c_proj.bias': vector(width, 50),
};

const gpt2 = {
  'wte.weight': matrix(50, width),
  'wpe.weight': matrix(8, width, 0.5),
  'h.0.ln_1.weight': vector(width, 1),
  'h.0.ln_1.bias': vector(width, 2),
  'h.0.attn.bias': float32([1, 1, 2, 2], [1, 0, 1, 1]),
  'h.0.attn.c_attn.weight': matrix(width, 3 * width),
  'h.0.attn.c_attn.bias': vector(3 * width),
};

async function opened(tensors: Readonly<Record<string, Made>>) {
  const source = memorySource(safetensorsBytes(tensors));
  const file = await tensorsIn(source);
  const checkpoint = checkpointOf(file);
  if (!checkpoint) throw new Error('no checkpoint');
  return { source, checkpoint };
}

describe('a BERT', () => {
  it('has its sizes told by its tensors', async () => {
    const { checkpoint } = await opened(bert());
    expect(checkpoint).toMatchObject({
      shape: 'bert',
      layers: 2,
      width,
      heads: 1,
      vocabulary: 50,
      positions: 8,
      epsilon: 1e-12,
    });
  });

  it('has as many layers as follow one another from 0, whatever number another has', async () => {
    const far = 'bert.encoder.layer.99999999999.attention.self.query.weight';
    const { checkpoint } = await opened(bert({ [far]: matrix(width, width) }));
    expect(checkpoint.layers).toBe(2);
  });

  it('without its layer 0, or wider than any, is none', async () => {
    const later = Object.entries(bert()).filter(([name]) => !name.includes('encoder.layer.0.'));
    const file = await tensorsIn(memorySource(safetensorsBytes(Object.fromEntries(later))));
    expect(checkpointOf(file)).toBeNull();
    const wide = { dtype: 'X1', shape: [2, 2 ** 40], bytes: new Uint8Array(8) };
    const widest = await tensorsIn(
      memorySource(
        safetensorsBytes(
          bert({
            'bert.embeddings.word_embeddings.weight': wide,
            'bert.embeddings.position_embeddings.weight': wide,
          }),
        ),
      ),
    );
    expect(checkpointOf(widest)).toBeNull();
  });

  it('gives the rows of words, the first positions and the first segment', async () => {
    const { checkpoint } = await opened(bert());
    const { tokens, positions, segment } = await checkpoint.readEmbedded([49, 3, 49]);
    expect([...tokens]).toEqual([49, 3, 49].flatMap((id) => [0, 1, 2, 3].map((c) => 100 * id + c)));
    expect([...positions]).toEqual(
      [0, 1, 2].flatMap((p) => [0, 1, 2, 3].map((c) => 100 * p + c + 0.5)),
    );
    expect([...(segment ?? [])]).toEqual([0.25, 1.25, 2.25, 3.25]);
  });

  it('has its weights turned to [in, out], and the norm that comes before', async () => {
    const { checkpoint } = await opened(bert());
    const first = await checkpoint.readLayer(0);
    // Stored [out, in]: the value at (in 1, out 2) stands at row 2, column 1.
    expect(first.query.weight[1 * width + 2]).toBe(1201);
    expect(first.key.weight[1 * width + 2]).toBe(2201);
    expect([...first.query.bias, ...first.key.bias]).toEqual([3, 4, 5, 6, 4, 5, 6, 7]);
    expect([...first.norm.weight, ...first.norm.bias]).toEqual([1, 2, 3, 4, 2, 3, 4, 5]);
    const second = await checkpoint.readLayer(1);
    expect(second.query.weight[0]).toBe(3000);
    expect([...second.norm.weight]).toEqual([5, 6, 7, 8]);
  });

  it('has the rest of a layer turned too, whatever the width of its feed-forward', async () => {
    const { checkpoint } = await opened(bert(restOfBert));
    const whole = await checkpoint.readWholeLayer(0);
    // Stored [out, in]: (in 1, out 2) stands at row 2, column 1.
    expect(whole.value.weight[1 * width + 2]).toBe(5201);
    expect(whole.out.weight[1 * width + 2]).toBe(6201);
    expect([...whole.between.weight, ...whole.between.bias]).toEqual([
      30, 31, 32, 33, 40, 41, 42, 43,
    ]);
    expect(whole.wide.weight).toHaveLength(width * inner);
    expect(whole.wide.weight[1 * inner + 2]).toBe(7201);
    expect([...whole.wide.bias]).toEqual([50, 51, 52]);
    expect(whole.narrow.weight[2 * width + 1]).toBe(8102);
    expect(whole.query.weight[1 * width + 2]).toBe(1201);
    const { checkpoint: less } = await opened(bert());
    expect((await refused(less.readWholeLayer(0))).key).toBe('files.missing');
  });

  it('that is a RoBERTa starts at row 2', async () => {
    const { checkpoint } = await opened(
      bert({ 'bert.embeddings.position_embeddings.weight': matrix(10, width, 0.5) }),
    );
    expect(checkpoint).toMatchObject({ positions: 8, epsilon: 1e-5 });
    expect((await checkpoint.readEmbedded([0])).positions[0]).toBe(200.5);
  });

  it('without a weight, or with one of another shape, is refused when it is read', async () => {
    const { 'bert.encoder.layer.1.attention.self.key.bias': _, ...less } = bert();
    const { checkpoint } = await opened(less);
    expect((await refused(checkpoint.readLayer(1))).said).toBe(
      'There is no “bert.encoder.layer.1.attention.self.key.bias” in the file.',
    );
    const name = 'bert.encoder.layer.0.attention.self.query.weight';
    const other = await opened(bert({ [name]: matrix(2, width) }));
    expect((await refused(other.checkpoint.readLayer(0))).said).toBe(
      `“${name}” has the shape 2 × 4; 4 × 4 was expected.`,
    );
  });

  it('refuses tokens that it has no row for', async () => {
    const { checkpoint } = await opened(bert());
    expect((await refused(checkpoint.readEmbedded([0, 50]))).said).toBe(
      'Token 50 is not in the vocabulary, which has 50 tokens; ids count from 0.',
    );
    const nine = Array.from({ length: 9 }, () => 0);
    expect((await refused(checkpoint.readEmbedded(nine))).key).toBe('files.ids');
  });
});

describe('a GPT-2', () => {
  it('has query and key side by side in one matrix, already [in, out]', async () => {
    const { checkpoint } = await opened(gpt2);
    expect(checkpoint).toMatchObject({ shape: 'gpt2', layers: 1, vocabulary: 50, epsilon: 1e-5 });
    const { query, key, norm } = await checkpoint.readLayer(0);
    const block = (first: number) =>
      [0, 1, 2, 3].flatMap((row) => [0, 1, 2, 3].map((column) => 100 * row + first + column));
    expect([...query.weight]).toEqual(block(0));
    expect([...key.weight]).toEqual(block(4));
    expect([...query.bias, ...key.bias]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...norm.weight]).toEqual([1, 2, 3, 4]);
    expect((await checkpoint.readEmbedded([1])).segment).toBeNull();
  });

  it('has the rest of a layer as it is used', async () => {
    const { checkpoint } = await opened({ ...gpt2, ...restOfGpt2 });
    const whole = await checkpoint.readWholeLayer(0);
    expect(whole.value.weight[1 * width + 2]).toBe(110);
    expect(whole.out.weight[1 * width + 2]).toBe(1102);
    expect([...whole.between.bias]).toEqual([30, 31, 32, 33]);
    expect(whole.wide.weight[1 * inner + 2]).toBe(2102);
    expect(whole.narrow.weight[2 * width + 1]).toBe(3201);
  });

  it('is recognised under a prefix', async () => {
    const prefixed = Object.entries(gpt2).map(([name, made]) => [`transformer.${name}`, made]);
    const { checkpoint } = await opened(Object.fromEntries(prefixed));
    expect((await checkpoint.readLayer(0)).query.weight[1]).toBe(1);
  });
});

it('another file is no checkpoint', async () => {
  const file = await tensorsIn(memorySource(safetensorsBytes({ 'wpe.weight': matrix(8, width) })));
  expect(checkpointOf(file)).toBeNull();
});

it('only the rows of the tokens are read, neighbours together', async () => {
  const { source, checkpoint } = await opened(bert());
  const before = source.bytesRead;
  await checkpoint.readEmbedded([10, 11, 13, 40]);
  // Rows 10…13 and 40, four positions and a segment.
  expect(source.bytesRead - before).toBe((4 + 1 + 4 + 1) * width * 4);
});

it('runs of rows read at most twice what was asked for', () => {
  expect(runsOf([5])).toEqual([[5, 6]]);
  expect(runsOf([9, 1, 2, 3])).toEqual([
    [1, 4],
    [9, 10],
  ]);
  expect(runsOf([1, 2, 3, 7])).toEqual([[1, 8]]);
  for (let step = 1; step < 30; step++) {
    const ids = Array.from({ length: 40 }, (_, i) => (i * i * step) % 997);
    const unique = [...new Set(ids)];
    const runs = runsOf(unique);
    for (const id of unique)
      expect(runs.filter(([from, to]) => id >= from && id < to)).toHaveLength(1);
    const read = runs.reduce((sum, [from, to]) => sum + to - from, 0);
    expect(read).toBeLessThanOrEqual(2 * unique.length);
  }
});

it('heads are guessed at 64 channels', () => {
  expect([768, 1024, 384, 128, 100, 7].map(headsFor)).toEqual([12, 16, 6, 2, 2, 1]);
});
