// @ts-check
// npm run language-speed: a LLaMA-shaped model of SmolLM2's size with seeded weights in Q4_1 (or a GGUF
// of one's own by --file PATH) in the built page: a line of 16 tokens to all maps and the next token,
// each token after it, memory open and closed; after that, in the same run, the same pass as plain
// tfjs operations on float32 weights of the same sizes (and all alike). Prints a table and the adapter's name.
//   --runs 3   --tokens 16   --dist FOLDER
import { createCipheriv } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { machine, median, opened, optionsOf, run, short, table, withPage } from './served.mjs';
import { root } from './setup.mjs';

const SHAPE = {
  layers: 30,
  width: 576,
  heads: 9,
  keyHeads: 3,
  inner: 1536,
  vocabulary: 49_152,
  base: 100_000,
};
const PROMPT = 16;

/** @typedef {typeof SHAPE} Shape */

/** Bytes that look like chance, always the same. @param {number} count */
function seededBytes(count) {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16)).update(
    Buffer.alloc(count),
  );
}

/** Little-endian. @param {number} value */
const uint32 = (value) => Buffer.from(Uint32Array.of(value).buffer);
/** @param {number} value */
const uint64 = (value) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
/** @param {string} text */
const string = (text) => Buffer.concat([uint64(Buffer.byteLength(text)), Buffer.from(text)]);

/** A value with its type, as GGUF numbers them. @param {string | number} value */
function typed(value) {
  if (typeof value === 'string') return Buffer.concat([uint32(8), string(value)]);
  if (Number.isInteger(value)) return Buffer.concat([uint32(4), uint32(value)]);
  return Buffer.concat([uint32(6), Buffer.from(Float32Array.of(value).buffer)]);
}

/**
 * Blocks of 32 numbers: Q4_1 has a scale, a least value and sixteen bytes, Q8_0 a scale and 32 bytes.
 *
 * @param {3 | 8} type  as GGUF numbers them
 * @param {number} count  of numbers
 */
function blocks(type, count) {
  const size = type === 3 ? 20 : 34;
  const bytes = seededBytes((count / 32) * size);
  for (let at = 0; at < bytes.length; at += size) {
    // Float16: 0.0117 and −0.0879, so that numbers lie about 0; 0.0005.
    bytes.writeUInt16LE(type === 3 ? 0x22_00 : 0x10_00, at);
    if (type === 3) bytes.writeUInt16LE(0xad_a0, at + 2);
  }
  return bytes;
}

/** @param {Shape} shape */
function ggufOf({ layers, width, heads, keyHeads, inner, vocabulary, base }) {
  const keys = {
    'general.architecture': 'llama',
    'llama.block_count': layers,
    'llama.context_length': 8192,
    'llama.embedding_length': width,
    'llama.feed_forward_length': inner,
    'llama.attention.head_count': heads,
    'llama.attention.head_count_kv': keyHeads,
    'llama.rope.freq_base': base + 0.5,
    'llama.attention.layer_norm_rms_epsilon': 1e-5,
    'llama.vocab_size': vocabulary,
  };
  const shared = (width / heads) * keyHeads;
  /** @type {[name: string, shape: number[], type: 0 | 3 | 8][]} */
  const tensors = [
    ['token_embd.weight', [width, vocabulary], 8],
    ['output_norm.weight', [width], 0],
  ];
  for (let layer = 0; layer < layers; layer += 1) {
    const own = (/** @type {string} */ name) => `blk.${layer}.${name}.weight`;
    tensors.push(
      [own('attn_norm'), [width], 0],
      [own('ffn_norm'), [width], 0],
      [own('attn_q'), [width, width], 3],
      [own('attn_k'), [width, shared], 3],
      [own('attn_v'), [width, shared], 3],
      [own('attn_output'), [width, width], 3],
      [own('ffn_gate'), [width, inner], 3],
      [own('ffn_up'), [width, inner], 3],
      [own('ffn_down'), [inner, width], 3],
    );
  }
  const aligned = (/** @type {number} */ size) => 32 * Math.ceil(size / 32);
  const data = tensors.map(([, shape, type]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return type === 0 ? Buffer.from(new Float32Array(count).fill(1).buffer) : blocks(type, count);
  });
  let offset = 0;
  const infos = tensors.map(([name, shape, type], i) => {
    const info = [
      string(name),
      uint32(shape.length),
      ...shape.map(uint64),
      uint32(type),
      uint64(offset),
    ];
    offset += aligned(data[i]?.length ?? 0);
    return Buffer.concat(info);
  });
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    uint32(3),
    uint64(tensors.length),
    uint64(Object.keys(keys).length),
    ...Object.entries(keys).map(([key, value]) => Buffer.concat([string(key), typed(value)])),
    ...infos,
  ]);
  const padded = (/** @type {Buffer} */ part) =>
    Buffer.concat([part, Buffer.alloc(aligned(part.length) - part.length)]);
  return Buffer.concat([padded(header), ...data.map(padded)]);
}

/**
 * Runs in a page that has tfjs: the same pass of its plain operations, weights float32.
 *
 * @param {Shape & { count: number }} shape
 */
async function prepareRival({ layers, width, heads, keyHeads, inner, vocabulary, base, count }) {
  const tf = /** @type {any} */ (globalThis).tf;
  await tf.setBackend('webgpu');
  const head = width / heads;
  /** @param {number} rows @param {number} columns */
  const matrix = (rows, columns) => tf.tidy(() => tf.ones([rows, columns]).div(rows));
  const embedding = matrix(vocabulary, width);
  const weights = Array.from({ length: layers }, () => ({
    enter: tf.ones([width]),
    between: tf.ones([width]),
    query: matrix(width, width),
    key: matrix(width, head * keyHeads),
    value: matrix(width, head * keyHeads),
    out: matrix(width, width),
    gate: matrix(width, inner),
    up: matrix(width, inner),
    down: matrix(inner, width),
  }));
  const half = head / 2;
  const angles = Array.from({ length: count * half }, (_, cell) => {
    return Math.floor(cell / half) * base ** (-(cell % half) / half);
  });
  const [cos, sin] = [Math.cos, Math.sin].map((of) =>
    tf.tensor3d(angles.map(of), [1, count, half]),
  );
  const mask = tf.tensor2d(
    Array.from({ length: count * count }, (_, cell) =>
      cell % count > Math.floor(cell / count) ? -1e9 : 0,
    ),
    [count, count],
  );
  /** @param {any} x @param {any} scale */
  const normed = (x, scale) => x.mul(x.square().mean(-1, true).add(1e-5).rsqrt()).mul(scale);
  /** @param {any} x @param {number} of */
  const apart = (x, of) => x.reshape([count, of, head]).transpose([1, 0, 2]);
  /** @param {any} x */
  const turned = (x) => {
    const [a, b] = tf.split(x, 2, 2);
    return tf.concat([a.mul(cos).sub(b.mul(sin)), a.mul(sin).add(b.mul(cos))], 2);
  };
  /** @param {any} x */
  const served = (x) =>
    tf.tile(x.expandDims(1), [1, heads / keyHeads, 1, 1]).reshape([heads, count, head]);
  /** All maps, and the logits of every token: the page has their losses as well. */
  const pass = () =>
    tf.tidy(() => {
      let x = tf.gather(embedding, tf.range(0, count, 1, 'int32'));
      const maps = [];
      for (const own of weights) {
        const y = normed(x, own.enter);
        const [q, k, v] = [
          turned(apart(y.matMul(own.query), heads)),
          served(turned(apart(y.matMul(own.key), keyHeads))),
          served(apart(y.matMul(own.value), keyHeads)),
        ];
        const map = q.matMul(k, false, true).div(Math.sqrt(head)).add(mask).softmax();
        maps.push(map);
        const joined = map.matMul(v).transpose([1, 0, 2]).reshape([count, width]);
        x = x.add(joined.matMul(own.out));
        const z = normed(x, own.between);
        const gate = z.matMul(own.gate);
        x = x.add(gate.mul(gate.sigmoid()).mul(z.matMul(own.up)).matMul(own.down));
      }
      return [...maps, normed(x, tf.ones([width])).matMul(embedding, false, true)];
    });
  /** @type {any} */ (globalThis).rival = async () => {
    const since = performance.now();
    const made = pass();
    await made.at(-1).data();
    const milliseconds = performance.now() - since;
    tf.dispose(made);
    return milliseconds;
  };
  await /** @type {any} */ (globalThis).rival();
  return tf.backend().bufferManager.numBytesUsed;
}

/** Runs in the page: bytes per second that the adapter copies, read and written. */
async function bandwidth() {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  if (!device) return Number.NaN;
  const [size, times] = [2 ** 26, 8];
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [a, b] = [0, 1].map(() => device.createBuffer({ size, usage }));
  if (!a || !b) return Number.NaN;
  const copied = async () => {
    const encoder = device.createCommandEncoder();
    for (let i = 0; i < times; i += 1) encoder.copyBufferToBuffer(a, 0, b, 0, size);
    const since = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - since) / 1000;
  };
  await copied();
  const seconds = await copied();
  device.destroy();
  return (2 * size * times) / seconds;
}

await run(async () => {
  const options = optionsOf({
    file: { type: 'string', default: '' },
    runs: { type: 'string', default: '3' },
    tokens: { type: 'string', default: '16' },
  });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'whereabouts-'));
  try {
    const file = options.file || path.join(folder, 'seeded.gguf');
    if (options.file === '') writeFileSync(file, ggufOf(SHAPE));
    await withPage(options.dist, async (served) => {
      const page = await opened(served, { query: `?room=model&lang=en&goOn=${options.tokens}` });
      // In use: buffers that are free are kept for the next to come, whatever that is.
      const bytes = () =>
        page.evaluate(() => {
          const { bytesAllocated = 0, bytesPooled = 0 } = window.whereabouts.memory() ?? {};
          return bytesAllocated - bytesPooled;
        });
      const before = await bytes();
      await page.locator('[data-own=file]').setInputFiles(file);
      await page.locator('.language').waitFor({ timeout: 600_000 });
      const text = options.file
        ? 'The capital of France is Paris, and that of Spain is Madrid. A'
        : Array.from({ length: PROMPT }, (_, i) => 100 + 37 * i).join(' ');
      /** A run of what stands for the model: a start of its own, so that nothing is kept. @param {number} start */
      const prompt = (start) =>
        page.evaluate(
          async ([asked, at]) => {
            const since = performance.now();
            await window.whereabouts.apply({ text: asked, start: at });
            return performance.now() - since;
          },
          /** @type {[string, number]} */ ([text, start]),
        );
      await prompt(0);
      const open = await bytes();
      /** @type {{ own: number[], plain: number[], token: number[] }} */
      const times = { own: [], plain: [], token: [] };
      for (let each = 1; each <= Number(options.runs); each += 1) {
        // As trained is run beside it: the same number of tokens, once more the first time.
        times.own.push(await prompt(each));
      }
      await prompt(0);
      await page.locator('[data-continue=start]').click();
      const written = page.locator('.continue [data-written]');
      await page.locator('[data-continue=start]').waitFor({ timeout: 600_000 });
      times.token.push(Number(await written.getAttribute('data-ms')));
      const rival = await served.browser.newPage({ bypassCSP: true });
      const empty = { contentType: 'text/html', body: '<!doctype html>' };
      await rival.route('**/rival', (route) => route.fulfill(empty));
      await rival.goto(`${served.address}rival`);
      for (const script of [
        'tfjs/dist/tf.min.js',
        'tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js',
      ])
        await rival.addScriptTag({ path: path.join(root, 'node_modules/@tensorflow', script) });
      const rivalBytes = await rival.evaluate(prepareRival, { ...SHAPE, count: PROMPT });
      for (let each = 1; each <= Number(options.runs); each += 1)
        times.plain.push(await rival.evaluate(() => /** @type {any} */ (globalThis).rival()));
      const ids = await page.evaluate(
        async () => (await window.whereabouts.read('pieces')).data.length,
      );
      const speed = await page.evaluate(bandwidth);
      await page.locator('.language-name').getByRole('button', { name: 'Close' }).click();
      await page.locator('.language').waitFor({ state: 'detached' });
      // What is shown in its place is there, and what it was made of is let go.
      await page.evaluate(() => window.whereabouts.apply({}));
      await page.waitForFunction(() => window.whereabouts.memory()?.resting === true);
      const closed = await bytes();
      const device = await page.evaluate(() => window.whereabouts.device());
      const [own, plain, token] = [times.own, times.plain, times.token].map(median);
      const mebibytes = (/** @type {number} */ value) => `${short(value / 2 ** 20)} MiB`;
      const perSecond = 1000 / (token ?? 1);
      console.log(
        `Adapter: ${device?.adapter} (${device?.backend}), ${machine()}; ${ids} tokens at the end.`,
      );
      console.log(
        table(
          ['', 'this page', 'plain tfjs, float32', ''],
          [
            [
              `${PROMPT} tokens to all maps and the next, ms`,
              short(own ?? 0),
              short(plain ?? 0),
              `${short((plain ?? 0) / (own ?? 1))} ×`,
            ],
            [
              'memory, open',
              mebibytes(open - before),
              mebibytes(rivalBytes),
              `${short(rivalBytes / (open - before))} ×`,
            ],
            [
              'each further token, ms',
              short(token ?? 0),
              '—',
              `${short((own ?? 0) / (token ?? 1))} × less than the line`,
            ],
            ['tokens per second', short(perSecond), '—', ''],
            [
              'of the adapter’s measured bandwidth',
              `${short((100 * perSecond * statSync(file).size) / speed)} %`,
              '—',
              `${short(speed / 1e9)} GB/s`,
            ],
            ['memory, closed', mebibytes(closed - before), '—', ''],
          ],
        ),
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
