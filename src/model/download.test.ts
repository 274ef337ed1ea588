import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packagedBytes } from '../testing/sentenceEncoder.ts';
import { loadEncoder } from './download.ts';
import { ENCODER_FILES, ENCODER_FOLDER } from './files.ts';
import { tokeniser } from './tokeniser.ts';
import { weightsByName, weightsByRole } from './weights.ts';

const total = ENCODER_FILES.reduce((sum, { bytes }) => sum + bytes, 0);
const SHARD = 'group1-shard3of7';

/** How the server answers for a file that it does not simply send. */
let faults: Record<string, RequestListener> = {};
let asked: string[] = [];

const server = createServer((request, response) => {
  const name = (request.url ?? '').replace(`/page/${ENCODER_FOLDER}`, '');
  asked.push(name);
  const fault = faults[name];
  if (fault) return fault(request, response);
  response.end(packagedBytes(name));
});
let base: string;

beforeEach(async () => {
  faults = {};
  asked = [];
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/page/?encoding=rope`;
});
afterEach(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

/** The part of the Cache API that is used, in memory; `full` refuses what is put in. */
function stubStore(full = false): Map<string, Uint8Array<ArrayBuffer>> {
  const stored = new Map<string, Uint8Array<ArrayBuffer>>();
  const cache = {
    match: async (address: string) => {
      const bytes = stored.get(address);
      return bytes && new Response(bytes);
    },
    put: async (address: string, response: Response) => {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      stored.set(address, new Uint8Array(await response.arrayBuffer()));
    },
  };
  vi.stubGlobal('caches', { open: async () => cache });
  return stored;
}

/** Compared as memory: a matcher takes minutes for four million numbers. */
function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

describe('a download that goes well', () => {
  it('gives weights and vocabulary that work, and counts every byte', async () => {
    const seen: number[] = [];
    const progress = (bytes: number, of: number) => {
      expect(of).toBe(total);
      seen.push(bytes);
    };
    const files = await loadEncoder({ base, progress });
    expect(weightsByRole(weightsByName(files.manifest, files.shards)).layers).toHaveLength(2);
    expect([...tokeniser(files.vocabulary)('dog bites man').ids]).toEqual([959, 5965, 7, 337]);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(total);
    expect(asked).toEqual(ENCODER_FILES.map(({ name }) => name));
  });

  it('is kept, and asks the server for nothing the next time', async () => {
    stubStore();
    const first = await loadEncoder({ base });
    asked = [];
    const second = await loadEncoder({ base });
    expect(second.shards.map((shard, i) => same(shard, first.shards[i]))).not.toContain(false);
    expect(asked).toEqual([]);
  });

  it('does without a store that is full', async () => {
    stubStore(true);
    expect((await loadEncoder({ base })).shards).toHaveLength(7);
  });
});

describe('a download that goes wrong', () => {
  const sent = (bytes: Uint8Array): RequestListener => {
    return (_, response) => response.end(bytes);
  };
  const whole = packagedBytes(SHARD);
  const flipped = whole.slice();
  flipped[1_000_000] = (flipped[1_000_000] ?? 0) ^ 1;

  const wrong: [what: string, key: string, fault: RequestListener][] = [
    ['is missing', 'missing', (_, response) => response.writeHead(404).end('no such file')],
    ['has one wrong bit', 'damaged', sent(flipped)],
    ['is one byte too long', 'damaged', sent(Buffer.concat([whole, Buffer.of(0)]))],
    ['is one byte short', 'short', sent(whole.subarray(1))],
    ['is empty', 'short', sent(new Uint8Array(0))],
    ['is a page that says sorry', 'short', sent(new TextEncoder().encode('<html>sorry</html>'))],
    [
      'breaks off half-way',
      'broken',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': whole.length });
        response.write(whole.subarray(0, 100_000), () => response.destroy());
      },
    ],
    ['is never answered', 'stalled', () => undefined],
    ['stops coming', 'stalled', (_, response) => response.write(whole.subarray(0, 100_000))],
  ];

  it.each(wrong)('says which file %s', async (_, key, fault) => {
    faults[SHARD] = fault;
    // Short only where it is what runs out: a busy machine may take a second to answer.
    const error = loadEncoder({ base, patience: key === 'stalled' ? 1000 : 30_000 });
    await expect(error).rejects.toMatchObject({ key: `model.download.${key}`, file: SHARD });
    for (const locale of ['en', 'zh-CN'] as const) {
      await expect(error).rejects.toHaveProperty(`text.${locale}`, expect.stringContaining(SHARD));
    }
  });

  it('says so where there is no network', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    await expect(loadEncoder({ base })).rejects.toMatchObject({ key: 'model.download.broken' });
  });

  it('takes up where it stopped when it is called again', async () => {
    stubStore();
    faults[SHARD] = sent(flipped);
    await expect(loadEncoder({ base })).rejects.toThrow(SHARD);
    faults = {};
    asked = [];
    await loadEncoder({ base });
    expect(asked).toEqual([3, 4, 5, 6, 7].map((shard) => `group1-shard${shard}of7`));
  });

  it('fetches anew what was damaged in the store', async () => {
    const stored = stubStore();
    await loadEncoder({ base });
    const address = new URL(ENCODER_FOLDER + SHARD, base).href;
    stored.set(address, flipped);
    asked = [];
    const { shards } = await loadEncoder({ base });
    expect(same(shards[2], whole)).toBe(true);
    expect(asked).toEqual([SHARD]);
    expect(same(stored.get(address), whole)).toBe(true);
  });
});

describe('a download that is given up', () => {
  it('ends at once with the reason, and the connection with it', async () => {
    const controller = new AbortController();
    const closed = new Promise<void>((resolve) => {
      faults[SHARD] = (_, response) => {
        response.on('close', resolve);
        response.write('begun');
        setTimeout(() => controller.abort(new Error('enough')), 50);
      };
    });
    await expect(loadEncoder({ base, signal: controller.signal })).rejects.toThrow('enough');
    await closed;
    expect(asked.at(-1)).toBe(SHARD);
  });

  it('asks for nothing where it was given up before', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(loadEncoder({ base, signal })).rejects.toThrow('enough');
    expect(asked).toEqual([]);
  });
});
