import { expect, it } from 'vitest';
import { sorted } from './given.ts';

const named = (...names: readonly string[]) => {
  const { tensors, tokenizer, config, others } = sorted(names.map((name) => ({ name })));
  return [tensors?.name, tokenizer?.name, config?.name, others.map(({ name }) => name)];
};

it('from a model’s folder the tensors, the tokenizer and the configuration are taken, and nothing else', () => {
  expect(
    named(
      'config.json',
      'README.md',
      'tokenizer_config.json',
      'model.safetensors',
      'tokenizer.json',
      'vocab.txt',
    ),
  ).toEqual([
    'model.safetensors',
    'tokenizer.json',
    'config.json',
    ['README.md', 'tokenizer_config.json', 'vocab.txt'],
  ]);
});

it('without a configuration any JSON may be the tokenizer; in a model’s folder none but its own', () => {
  expect(named('model.safetensors', 'words.json')[1]).toBe('words.json');
  const folder = ['config.json', 'generation_config.json', 'model.safetensors', 'vocab.json'];
  expect(named(...folder)[1]).toBeUndefined();
});

it('how a model’s pictures are prepared is taken with its tensors, and never for a tokenizer', () => {
  const files = ['preprocessor_config.json', 'model.safetensors'].map((name) => ({ name }));
  const { preparation, tokenizer, others } = sorted(files);
  expect([preparation, tokenizer, others]).toEqual([files[0], null, []]);
});

it('all shards of a model are taken, with their index', () => {
  const names = [
    'model-00002-of-00002.safetensors',
    'config.json',
    'model.safetensors.index.json',
    'model-00001-of-00002.safetensors',
    'tokenizer.json',
    'README.md',
  ];
  const { shards, index, tokenizer, others } = sorted(names.map((name) => ({ name })));
  expect(shards.map(({ name }) => name)).toEqual([names[3], names[0]]);
  expect([index?.name, tokenizer?.name]).toEqual([names[2], 'tokenizer.json']);
  expect(others).toEqual([{ name: 'README.md' }]);
});

it('a file alone is taken for what its name ends in', () => {
  expect(named('Mine.SAFETENSORS')).toEqual(['Mine.SAFETENSORS', undefined, undefined, []]);
  expect(named('gpt2-tokenizer.json')).toEqual([undefined, 'gpt2-tokenizer.json', undefined, []]);
  expect(named('config.json')).toEqual([undefined, 'config.json', undefined, []]);
  expect(named('weights.gguf')).toEqual(['weights.gguf', undefined, undefined, []]);
  expect(named('a.npy', 'b.npy')).toEqual(['a.npy', undefined, undefined, ['b.npy']]);
  expect(named('config.json', 'model.safetensors')).toEqual([
    'model.safetensors',
    undefined,
    'config.json',
    [],
  ]);
  expect(named()).toEqual([undefined, undefined, undefined, []]);
});
