import { describe, expect, it } from 'vitest';
import { type HubFile, hubAddress } from './hub.ts';
import { Refusal } from './refusal.ts';

const refusedAs = (file: HubFile) => {
  try {
    return hubAddress(file);
  } catch (error) {
    return error instanceof Refusal ? error.key : error;
  }
};

describe('the address of a model on the Hub', () => {
  it.each([
    ['openai-community/gpt2', 'openai-community/gpt2/resolve/main/model.safetensors'],
    [' gpt2 ', 'gpt2/resolve/main/model.safetensors'],
    [
      'sentence-transformers/all-MiniLM-L6-v2',
      'sentence-transformers/all-MiniLM-L6-v2/resolve/main/model.safetensors',
    ],
  ])('of “%s”', (model, path) => {
    expect(hubAddress({ model })).toBe(`https://huggingface.co/${path}`);
  });

  it('has a revision and a file of its own where they are given', () => {
    const file = { model: 'a/b', revision: 'refs/pr/1', file: 'onnx/x.safetensors' };
    expect(hubAddress(file, { base: 'http://127.0.0.1:1', hosts: [] })).toBe(
      'http://127.0.0.1:1/a/b/resolve/refs%2Fpr%2F1/onnx/x.safetensors',
    );
  });

  it.each([
    '',
    '/',
    'a/',
    'a/b/c',
    '../b',
    'a/..',
    'a b',
    'a/b?c',
    'a/b#c',
    'https://evil/x',
    'a--b',
    `a/${'b'.repeat(97)}`,
    '中文/模型',
  ])('is not made of “%s”', (model) => {
    expect(refusedAs({ model })).toBe('files.hub.model');
  });

  it('is not made of a revision or file that climbs', () => {
    expect(refusedAs({ model: 'a/b', revision: '../x' })).toBe('files.hub.revision');
    expect(refusedAs({ model: 'a/b', file: '../x.npy' })).toBe('files.hub.file');
    expect(refusedAs({ model: 'a/b', file: 'pytorch_model.bin' })).toBe('files.hub.file');
  });
});
