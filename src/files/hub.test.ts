import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headersHere } from './headers.ts';
import { type HubFile, hubAddress, hubFileNamed, hubModel, hubText } from './hub.ts';
import type { Hub } from './huggingFace.ts';
import { Refusal } from './refusal.ts';
import { openShards } from './shards.ts';
import { float32, refused, safetensorsBytes } from './testing.ts';

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

describe('what a person typed', () => {
  it.each([
    ['gpt2', { model: 'gpt2' }],
    [' a/b ', { model: 'a/b' }],
    ['a/b/x.Q4_K_M.gguf', { model: 'a/b', file: 'x.Q4_K_M.gguf' }],
    ['a/b/folder/x.gguf', { model: 'a/b', file: 'folder/x.gguf' }],
    ['https://huggingface.co/a/b', { model: 'a/b' }],
    ['https://huggingface.co/a/b/tree/main', { model: 'a/b' }],
    [
      'https://huggingface.co/a/b/blob/refs%2Fpr%2F1/x.gguf?download=true',
      { model: 'a/b', revision: 'refs/pr/1', file: 'x.gguf' },
    ],
    [
      'https://huggingface.co/a/b/resolve/main/x.gguf',
      { model: 'a/b', revision: 'main', file: 'x.gguf' },
    ],
  ])('“%s”', (text, file) => {
    expect(hubFileNamed(text)).toEqual(file);
  });

  it.each([
    ['a/b/c', 'files.hub.file'],
    ['a/b/pytorch_model.bin', 'files.hub.file'],
    ['https://example.org/a/b', 'files.hub.model'],
    ['a/b/../../c.gguf', 'files.hub.file'],
    ['', 'files.hub.model'],
  ])('“%s” is no file there', (text, key) => {
    expect(refusedAs(hubFileNamed(text))).toBe(key);
  });
});

describe('a model in several files', () => {
  const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
  const map = { wte: first, wpe: second };
  const shard = (name: string, rows: number) =>
    safetensorsBytes({
      [name]: float32(
        [rows, 4],
        Array.from({ length: 4 * rows }, (_, i) => i),
      ),
    });
  const stored: Readonly<Record<string, Uint8Array>> = {
    [`/a/b/resolve/main/${first}`]: shard('wte', 40_000),
    [`/a/b/resolve/main/${second}`]: shard('wpe', 10),
    '/a/b/resolve/main/model.safetensors.index.json': new TextEncoder().encode(
      JSON.stringify({ weight_map: map }),
    ),
    '/a/less/resolve/main/model.safetensors.index.json': new TextEncoder().encode(
      JSON.stringify({ weight_map: map }),
    ),
    '/a/b/resolve/main/config.json': new TextEncoder().encode('{}'),
    '/a/one/resolve/main/model.safetensors': shard('wte', 4),
  };
  let sent = 0;
  const server = createServer((request, response) => {
    const bytes = stored[request.url ?? ''];
    if (!bytes) return response.writeHead(404).end();
    const [, from = 0, last = 0] =
      /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')?.map(Number) ?? [];
    const to = Math.min(last + 1, bytes.length);
    sent += to - from;
    response.writeHead(206, { 'Content-Range': `bytes ${from}-${to - 1}/${bytes.length}` });
    return response.end(bytes.subarray(from, to));
  });
  const hub: Hub = { base: '', hosts: [] };
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    Object.assign(hub, { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
  afterAll(() => {
    server.close();
  });

  it('is found by its index, and read by ranges', async () => {
    const { files, sources, index } = await hubModel({ model: 'a/b' }, {}, hub);
    expect(files.map(({ file }) => file)).toEqual([first, second]);
    const opened = await openShards(sources, index, headersHere);
    const before = sent;
    expect([...(await opened.read('wte', { rows: [30_000, 30_001] }))]).toEqual([
      120_000, 120_001, 120_002, 120_003,
    ]);
    expect(sent - before).toBe(16);
  });

  it('has its shards told where one is not there, and in one file needs no index', async () => {
    expect((await refused(hubModel({ model: 'a/less' }, {}, hub))).key).toBe('files.absent');
    expect((await refused(hubModel({ model: 'a/none' }, {}, hub))).key).toBe('files.hub.none');
    expect((await refused(hubModel({ model: 'a/b', file: 'x.gguf' }, {}, hub))).key).toBe(
      'files.absent',
    );
    expect((await hubModel({ model: 'a/one' }, {}, hub)).index).toBeNull();
  });

  it('has texts beside it, or none', async () => {
    const config = { model: 'a/b', file: 'config.json' };
    expect(await hubText(config, 10, {}, hub)).toBe('{}');
    expect(await hubText(config, 1, {}, hub)).toBeNull();
    expect(await hubText({ ...config, file: 'tokenizer.json' }, 10, {}, hub)).toBeNull();
  });
});
