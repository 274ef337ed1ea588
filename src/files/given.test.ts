import { expect, it } from 'vitest';
import { sorted } from './given.ts';

const named = (...names: readonly string[]) => {
  const { tensors, tokenizer, others } = sorted(names.map((name) => ({ name })));
  return [tensors?.name, tokenizer?.name, others.map(({ name }) => name)];
};

it('from a model’s folder the tensors and the tokenizer are taken, and nothing else', () => {
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
    ['config.json', 'README.md', 'tokenizer_config.json', 'vocab.txt'],
  ]);
});

it('a file alone is taken for what its name ends in', () => {
  expect(named('Mine.SAFETENSORS')).toEqual(['Mine.SAFETENSORS', undefined, []]);
  expect(named('gpt2-tokenizer.json')).toEqual([undefined, 'gpt2-tokenizer.json', []]);
  expect(named('config.json')).toEqual([undefined, 'config.json', []]);
  expect(named('weights.gguf')).toEqual(['weights.gguf', undefined, []]);
  expect(named('a.npy', 'b.npy')).toEqual(['a.npy', undefined, ['b.npy']]);
  expect(named()).toEqual([undefined, undefined, []]);
});
