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
