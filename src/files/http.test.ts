import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpOptions, httpSource } from './http.ts';
import { hubSource } from './hub.ts';
import { patience } from './patience.ts';
import { float32, refused, safetensorsBytes, tensorsIn } from './testing.ts';

const width = 768;
const positions = Array.from({ length: 512 * width }, (_, i) => Math.fround(Math.sin(i)));
const file = safetensorsBytes({
  'h.0.attn.bias': float32(
    [400_000],
    Array.from({ length: 400_000 }, () => 1),
  ),
  'wpe.weight': float32([512, width], positions),
});

type Answer = (response: ServerResponse, from: number, to: number, url: URL) => void;

/** The honest answer. */
function part(response: ServerResponse, from: number, to: number) {
  changed(response, from, to, {});
}

/** The same with something changed. */
function changed(
  response: ServerResponse,
  from: number,
  to: number,
  change: { readonly range?: string; readonly tag?: string; readonly body?: Uint8Array },
) {
  const range = change.range ?? `bytes ${from}-${to - 1}/${file.length}`;
  response.writeHead(206, { 'Content-Range': range, ETag: change.tag ?? '"1"' });
  response.end(change.body ?? file.subarray(from, to));
}

let sent = 0;
let closed = false;
let asked = 0;
let address = '';
let other = '';

const answers: Readonly<Record<string, Answer>> = {
  '/model.safetensors': part,
  '/gpt2/resolve/main/model.safetensors': (response, _from, _to, url) => {
    response.writeHead(302, { Location: `${other}/model.safetensors${url.search}` }).end();
  },
  '/moved': (response) => response.writeHead(302, { Location: '/model.safetensors' }).end(),
  '/elsewhere': (response) => response.writeHead(302, { Location: `${other}/counted` }).end(),
  '/counted': (response) => {
    const pour = () => {
      sent += 65_536;
      if (!response.destroyed && sent < 2 ** 28) response.write(new Uint8Array(65_536), pour);
    };
    response.on('close', () => {
      closed = true;
    });
    response.writeHead(200, { 'Content-Length': 2 ** 28 });
    pour();
  },
  '/empty': (response) => response.writeHead(416, { 'Content-Range': 'bytes */0' }).end(),
  '/empty-whole': (response) => response.writeHead(200, { 'Content-Length': 0 }).end(),
  '/missing': (response) => response.writeHead(404).end('no'),
  '/private': (response) => response.writeHead(401).end('no'),
  '/broken': (response) => response.writeHead(503).end('no'),
  '/sizeless': (response, from, to) =>
    changed(response, from, to, { range: `bytes ${from}-${to - 1}/*` }),
  '/later': (response, from, to) =>
    changed(response, from, to, { range: `bytes ${from + 1}-${to - 1}/${file.length}` }),
  '/other-range': (response, from, to) =>
    changed(response, from, to, { range: `bytes ${from + 1}-${to}/${file.length}` }),
  '/short': (response, from, to) =>
    changed(response, from, to, { body: file.subarray(from, to - 9) }),
  '/long': (response, from, to) =>
    changed(response, from, to, { body: file.subarray(from, to + 9) }),
  '/changing': (response, from, to) => changed(response, from, to, { tag: `"${from}"` }),
  '/growing': (response, from, to) =>
    changed(response, from, to, { range: `bytes ${from}-${to - 1}/${file.length + from}` }),
  '/half-way': (response, from, to) => {
    if (from === 0) return part(response, from, to);
    response.writeHead(206, {
      'Content-Range': `bytes ${from}-${to - 1}/${file.length}`,
      'Content-Length': to - from,
    });
    response.write(file.subarray(from, from + 100_000), () => response.destroy());
  },
  '/stalling': (response, from, to) => {
    if (from === 0) return part(response, from, to);
    response.writeHead(206, { 'Content-Range': `bytes ${from}-${to - 1}/${file.length}` });
    response.write(file.subarray(from, from + 100_000));
  },
  '/silent': () => {},
};

function answer(request: IncomingMessage, response: ServerResponse) {
  asked++;
  const [, from, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')?.map(Number) ?? [];
  const url = new URL(request.url ?? '', 'http://any');
  const to = Math.min((last ?? 0) + 1, file.length);
  answers[url.pathname]?.(response, from ?? 0, to, url);
}

const servers = [createServer(answer), createServer(answer)];

beforeAll(async () => {
  const started = servers.map(
    (server) =>
      new Promise<string>((done) => {
        server.listen(0, '127.0.0.1', () => {
          done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
        });
      }),
  );
  [address = '', other = ''] = await Promise.all(started);
});

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const from = (path: string, options: HttpOptions = {}) => httpSource(address + path, options);
const table = async (path: string, options: HttpOptions = {}) =>
  await (await tensorsIn(await from(path, options))).read('wpe.weight');

describe('a server that sends ranges', () => {
  it('is asked twice: for the start, and for the table', async () => {
    asked = 0;
    const source = await from('/model.safetensors');
    const tensors = await tensorsIn(source);
    expect(source).toMatchObject({
      name: 'model.safetensors',
      size: file.length,
      bytesRead: 65_536,
    });
    const values = await tensors.read('wpe.weight');
    expect(values).toHaveLength(positions.length);
    expect(values.findIndex((value, i) => value !== positions[i])).toBe(-1);
    expect(asked).toBe(2);
    expect(source.bytesRead).toBe(65_536 + 512 * width * 4);
  });

  it('may move the file on its own host', async () => {
    expect(await table('/moved')).toHaveLength(512 * width);
  });

  it('may keep the file on a host that is known to be its own', async () => {
    const hub = { base: address, hosts: [new URL(other).host] };
    const tensors = await tensorsIn(await hubSource({ model: 'gpt2' }, {}, hub));
    expect(await tensors.read('wpe.weight', { rows: [0, 1] })).toHaveLength(width);
  });
});

describe('a server is refused', () => {
  it.each([
    ['/empty', 'files.empty'],
    ['/empty-whole', 'files.empty'],
    ['/missing', 'files.absent'],
    ['/private', 'files.absent'],
    ['/broken', 'files.status'],
    ['/sizeless', 'files.nosize'],
    ['/other-range', 'files.range'],
    ['/later', 'files.range'],
    ['/short', 'files.stopped'],
    ['/long', 'files.more'],
    ['/changing', 'files.changed'],
    ['/growing', 'files.changed'],
    ['/half-way', 'files.stopped'],
  ])('%s: %s', async (path, key) => {
    expect((await refused(table(path))).key).toBe(key);
  });

  it('with the number of bytes that came before it stopped', async () => {
    const { said } = await refused(table('/half-way'));
    expect(said).toMatch(/stopped after [\d,]+ of 1,572,864 bytes/);
  });

  it('when it would send the whole file, which is not downloaded', async () => {
    [sent, closed] = [0, false];
    const { key } = await refused(from('/counted'));
    expect(key).toBe('files.noranges');
    await expect.poll(() => closed).toBe(true);
    // What sockets buffer by themselves; the file is 256 MiB.
    expect(sent).toBeLessThan(16 * 2 ** 20);
  });

  it('when it hands over to a host that was not named, whose answer is not read', async () => {
    [sent, closed] = [0, false];
    const { key, said } = await refused(from('/elsewhere'));
    expect(key).toBe('files.redirect');
    expect(said).toContain(`to ${new URL(other).host}, a host that you did not name`);
    await expect.poll(() => closed).toBe(true);
    expect(sent).toBeLessThan(16 * 2 ** 20);
  });

  it.each(['/stalling', '/silent'])('%s: when nothing comes any more', async (path) => {
    const begun = performance.now();
    expect((await refused(table(path, { patience: 300 }))).key).toBe('files.stalled');
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('within 5 seconds where the page waits as long as it does', () => {
    expect(patience).toBeLessThan(5000);
  });

  it('when there is none', async () => {
    expect((await refused(httpSource('http://127.0.0.1:1/x.npy'))).key).toBe('files.unreachable');
  });
});

it.each(['', 'model', 'file:///etc/passwd', 'javascript:alert(1)'])(
  '“%s” is no address',
  async (text) => {
    expect((await refused(httpSource(text))).key).toBe('files.address');
  },
);

it('a read that was called off ends at once with its reason', async () => {
  const source = await from('/stalling');
  const controller = new AbortController();
  const reading = source.read(100_000, 900_000, controller.signal);
  setTimeout(() => controller.abort(new Error('closed')), 20);
  await expect(reading).rejects.toThrow('closed');
});
