import { expect, it } from 'vitest';
import { configModelOf, statedBy } from './configModel.ts';
import { describedBy } from './families/index.ts';

const sizes = { hidden_size: 512, num_attention_heads: 8, num_hidden_layers: 4, vocab_size: 100 };
const configOf = (more: object) => JSON.stringify({ model_type: 'newest', ...sizes, ...more });

it('a family that is not known has its sizes and its rotation all the same', () => {
  const rope = { rope_theta: 5e5, num_key_value_heads: 2, max_position_embeddings: 8192 };
  const model = configModelOf(configOf({ ...rope, rope_scaling: { type: 'linear', factor: 4 } }));
  expect(model).toMatchObject({
    architecture: 'newest',
    width: 512,
    heads: 8,
    keyHeads: 2,
    headDim: 64,
    trained: 8192,
    pairingKnown: false,
  });
  expect(model?.layers).toHaveLength(4);
  expect(model?.layers[3]?.positions).toEqual({
    scheme: 'rope',
    params: { base: 5e5, pairing: 'half', scaling: 'linear', factor: 4 },
  });
});

it('is read where the text part of a larger model says it; without rotation it has none', () => {
  const nested = { model_type: 'seeing', text_config: { ...sizes, rope_theta: 1e6 } };
  const model = configModelOf(JSON.stringify(nested));
  expect([model?.architecture, model?.layers[0]?.positions.params['base']]).toEqual([
    'seeing',
    1e6,
  ]);
  expect(configModelOf(configOf({}))?.layers[0]?.positions.scheme).toBe('none');
});

it('says nothing of what is no configuration, or has values that none has', () => {
  for (const text of ['', '[]', '{}', configOf({ num_hidden_layers: 1e9 })]) {
    expect(configModelOf(text)).toBeNull();
  }
  expect(configModelOf(configOf({ rope_parameters: { rope_type: 'new' } }))).toBeNull();
});

it('of a family that is run it is what is computed', () => {
  const config = { n_embd: 48, n_head: 4, n_layer: 2, vocab_size: 96, n_positions: 32 };
  const { description } = describedBy(JSON.stringify({ model_type: 'gpt2', ...config }));
  expect(statedBy(description)).toMatchObject({ architecture: 'gpt2', headDim: 12, trained: 32 });
  expect(statedBy(description).layers).toEqual(
    Array.from({ length: 2 }, () => ({ positions: { scheme: 'learned', params: {} }, window: 0 })),
  );
});
