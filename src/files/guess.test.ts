import { describe, expect, it } from 'vitest';
import { describedByGuess, guessedAgain, guessOf, headsFor } from './guess.ts';
import { languageModelOf } from './languageModel.ts';
import { runsOf } from './rows.ts';
import {
  float32,
  type Made,
  memorySource,
  refused,
  safetensorsBytes,
  tensorsIn,
} from './testing.ts';

type Weights = Readonly<Record<string, Made>>;

const [width, inner] = [4, 3];
/** Values that say where they came from: 100 · row + column, plus something for each tensor. */
const matrix = (rows: number, columns: number, plus = 0) =>
  float32(
    [rows, columns],
    Array.from(
      { length: rows * columns },
      (_, i) => 100 * Math.floor(i / columns) + (i % columns) + plus,
    ),
  );
const vector = (size: number, plus = 0) =>
  float32(
    [size],
    Array.from({ length: size }, (_, i) => i + plus),
  );

const affine = (name: string, to: number, from: number, plus: number): Weights => ({
  [`${name}.weight`]: matrix(to, from, plus),
  [`${name}.bias`]: vector(to, plus),
});
const bertLayer = (at: number): Weights => {
  const own = `bert.encoder.layer.${at}.`;
  return {
    ...affine(`${own}attention.self.query`, width, width, 1000 * at + 1),
    ...affine(`${own}attention.self.key`, width, width, 1000 * at + 2),
    ...affine(`${own}attention.self.value`, width, width, 1000 * at + 3),
    ...affine(`${own}attention.output.dense`, width, width, 1000 * at + 4),
    [`${own}attention.output.LayerNorm.gamma`]: vector(width, 30),
    [`${own}attention.output.LayerNorm.beta`]: vector(width, 40),
    ...affine(`${own}intermediate.dense`, inner, width, 1000 * at + 5),
    ...affine(`${own}output.dense`, width, inner, 1000 * at + 6),
    [`${own}output.LayerNorm.weight`]: vector(width, 5),
    [`${own}output.LayerNorm.bias`]: vector(width, 6),
  };
};
const table = 'bert.embeddings.position_embeddings.weight';
const bert = (change: Weights = {}): Weights => ({
  'bert.embeddings.word_embeddings.weight': matrix(50, width),
  [table]: matrix(8, width, 0.5),
  'bert.embeddings.token_type_embeddings.weight': matrix(2, width, 0.25),
  'bert.embeddings.LayerNorm.gamma': vector(width, 1),
  'bert.embeddings.LayerNorm.beta': vector(width, 2),
  ...bertLayer(0),
  ...bertLayer(1),
  ...change,
});
const gpt2: Weights = {
  'wte.weight': matrix(50, width),
  'wpe.weight': matrix(8, width, 0.5),
  'h.0.ln_1.weight': vector(width, 1),
  'h.0.ln_1.bias': vector(width, 2),
  'h.0.attn.bias': float32([1, 1, 2, 2], [1, 0, 1, 1]),
  'h.0.attn.c_attn.weight': matrix(width, 3 * width),
  'h.0.attn.c_attn.bias': vector(3 * width),
};
const renamed = (weights: Weights, from: RegExp, to: string): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, made]) => [name.replace(from, to), made]));

async function guessed(weights: Weights) {
  const source = memorySource(safetensorsBytes(weights));
  const file = await tensorsIn(source);
  return { source, file, guess: guessOf(file) };
}

async function opened(weights: Weights) {
  const { source, file, guess } = await guessed(weights);
  if (!guess) throw new Error('no guess');
  return { source, file, guess, model: languageModelOf(file, describedByGuess(guess)) };
}

describe('what the names and shapes of weights say', () => {
  it('is all but heads, activation, ε and whether later tokens are hidden', async () => {
    const { guess, model } = await opened(bert());
    expect(guess.family).toBe('bert');
    expect(guess.guessed.map(({ kind, value }) => [kind, value])).toEqual([
      ['heads', 1],
      ['activation', 'gelu'],
      ['epsilon', 1e-12],
      ['causal', false],
    ]);
    expect(model.description).toMatchObject({
      width,
      inner,
      vocabulary: 50,
      table: { rows: 8, first: 0 },
      causal: false,
      output: 'none',
    });
    expect(model.description.layers).toHaveLength(2);
  });

  it('every guess can be changed', async () => {
    const { guess } = await opened(bert());
    const heads = guessedAgain(guess, 'heads', 4);
    const all = guessedAgain(guessedAgain(heads, 'causal', true), 'activation', 'relu');
    const { description } = describedByGuess(guessedAgain(all, 'epsilon', 1e-3));
    expect(description).toMatchObject({ heads: 4, headDim: 1, causal: true, activation: 'relu' });
    expect(description.norm.epsilon).toBe(1e-3);
    expect(description.layers[0]?.scale).toBe(1);
    // Another family has an ε of its own, and a first row.
    const roberta = describedByGuess(guessedAgain(all, 'family', 'roberta')).description;
    expect(roberta).toMatchObject({ heads: 4, causal: true, table: { rows: 8, first: 2 } });
    expect(roberta.norm.epsilon).toBe(1e-5);
    expect(() => describedByGuess(guessedAgain(guess, 'family', 'electra'))).not.toThrow();
  });

  it('2^k + 2 rows are those of a RoBERTa, the first two of no position', async () => {
    const { guess, model } = await opened(bert({ [table]: matrix(10, width, 0.5) }));
    expect(guess.family).toBe('roberta');
    expect((await model.readTable(0, 1))[0]).toBe(200.5);
    const other = describedByGuess(guessedAgain(guess, 'padding', 0)).description;
    expect(other.table).toEqual({ rows: 10, first: 1 });
  });

  it('embeddings narrower than the model, and a matrix from them, are those of an ELECTRA', async () => {
    const { guess, model } = await opened({
      ...renamed(bert(), /^bert\./, 'electra.'),
      'electra.embeddings.word_embeddings.weight': matrix(50, 2),
      'electra.embeddings.position_embeddings.weight': matrix(8, 2),
      'electra.embeddings.token_type_embeddings.weight': matrix(2, 2, 0.25),
      'electra.embeddings.LayerNorm.gamma': vector(2, 1),
      'electra.embeddings.LayerNorm.beta': vector(2, 2),
      ...affine('electra.embeddings_project', width, 2, 7),
    });
    expect(guess.families).toEqual(['electra']);
    const ends = await model.readEnds();
    expect(ends.embeddingProjection).toMatchObject({ rows: width, columns: 2 });
    // Token 3, with the row of the first segment.
    expect([...(await model.readTokens([3]))]).toEqual([300.25, 302.25]);
  });

  it('a GPT-2 may divide scores by the number of the layer', async () => {
    const { guess } = await opened(gpt2);
    const { layers } = describedByGuess(guessedAgain(guess, 'byLayer', true)).description;
    expect(layers[0]?.scale).toBe(0.5);
    expect((await opened(renamed(gpt2, /^/, 'transformer.'))).guess.family).toBe('gpt2');
    expect((await opened(renamed(gpt2, /^/, 'some.thing.'))).guess.family).toBe('gpt2');
  });

  it('there are as many layers as follow one another from 0', async () => {
    const far = 'bert.encoder.layer.99999999999.attention.self.query.weight';
    expect((await opened(bert({ [far]: matrix(width, width) }))).guess.told.layers).toBe(2);
  });

  it('without a layer 0, or wider than any, nothing is guessed', async () => {
    const later = Object.entries(bert()).filter(([name]) => !name.includes('encoder.layer.0.'));
    expect((await guessed(Object.fromEntries(later))).guess).toBeNull();
    const wide = { dtype: 'X1', shape: [2, 2 ** 40], bytes: new Uint8Array(8) };
    const words = 'bert.embeddings.word_embeddings.weight';
    expect((await guessed(bert({ [words]: wide, [table]: wide }))).guess).toBeNull();
    expect((await guessed({ 'wpe.weight': matrix(8, width) })).guess).toBeNull();
  });

  it('heads are guessed at 64 channels', () => {
    expect([768, 1024, 384, 128, 100, 7].map(headsFor)).toEqual([12, 16, 6, 2, 2, 1]);
  });
});

describe('what has the names of a family and is not one', () => {
  // As the transformers library 5.24.0 names them, without the prefix of the model.
  it.each([
    ['LayoutLM', 'embeddings.x_position_embeddings.weight'],
    ['TAPAS', 'embeddings.token_type_embeddings_0.weight'],
    ['Nyströmformer', 'encoder.layer.0.attention.self.conv.weight'],
    ['RoBERTa with norms before', 'encoder.layer.0.attention.LayerNorm.weight'],
    ['Longformer', 'encoder.layer.0.attention.self.query_global.weight'],
    ['Megatron-BERT', 'encoder.layer.0.attention.ln.weight'],
    ['MobileBERT', 'embeddings.embedding_transformation.weight'],
    ['ConvBERT', 'encoder.layer.0.attention.self.key_conv_attn_layer.bias'],
    ['I-BERT', 'embeddings.word_embeddings.weight_integer'],
    ['X-MOD', 'encoder.layer.0.output.adapter_modules.en_XX.dense1.weight'],
  ])('%s', async (_, name) => {
    const own = `bert.${name}`;
    const opening = opened(bert({ [own]: vector(width) }));
    expect((await refused(opening)).said).toContain(`but “${own}” is no part`);
    // Its table is found all the same.
    expect((await guessed(bert({ [own]: vector(width) }))).file.tables[0]?.name).toBe(table);
  });

  it('masks and numbers of positions that were saved along are let be', async () => {
    const along = {
      'bert.embeddings.position_ids': float32([1, 8], [0, 1, 2, 3, 4, 5, 6, 7]),
      'cls.predictions.bias': vector(50),
    };
    expect((await opened(bert(along))).guess.family).toBe('bert');
  });
});

describe('reading', () => {
  it('norms by their oldest names, a GPT-2’s three projections apart', async () => {
    const { model } = await opened(bert());
    const { enter, query, key } = await model.readQueryKey(1);
    expect(enter).toBeNull();
    expect([query.bias?.[0], key.bias?.[0]]).toEqual([1001, 1002]);
    const { between, end } = await model.readLayer(0);
    expect([between.scale[0], between.bias?.[0], end?.scale[0]]).toEqual([30, 40, 5]);
    expect((await model.readEnds()).embeddingNorm?.scale[0]).toBe(1);
    const other = await (await opened(gpt2)).model.readQueryKey(0);
    expect(other.enter?.scale[0]).toBe(1);
    expect([...(other.key.bias ?? [])]).toEqual([4, 5, 6, 7]);
  });

  it('only the rows of the tokens, neighbours together', async () => {
    const { source, model } = await opened(bert());
    const before = source.bytesRead;
    await Promise.all([model.readTokens([10, 11, 13, 40]), model.readTable(0, 4)]);
    // Rows 10…13 and 40, a segment and four positions.
    expect(source.bytesRead - before).toBe((4 + 1 + 1 + 4) * width * 4);
  });

  it('refuses tokens and positions that there are no rows for, and weights of another shape', async () => {
    const { model } = await opened(bert());
    expect((await refused(model.readTokens([0, 50]))).said).toBe(
      'Token 50 is not in the vocabulary, which has 50 tokens; ids count from 0.',
    );
    expect((await refused(model.readTable(0, 9))).key).toBe('files.ids');
    const name = 'bert.encoder.layer.1.attention.self.key.bias';
    const { [name]: gone, ...less } = bert();
    expect(gone).toBeDefined();
    expect((await refused((await opened(less)).model.readQueryKey(1))).said).toBe(
      `There is no “${name}” in the file.`,
    );
    const query = 'bert.encoder.layer.0.attention.self.query.bias';
    const odd = await opened(bert({ [query]: vector(2) }));
    expect((await refused(odd.model.readLayer(0))).said).toBe(
      `“${query}” has the shape 2; 4 was expected.`,
    );
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
});
