// @ts-check
// `npm run measure`: holds the page against the numbers it promises (accuracy, memory, recovery,
// first load, turns of the main thread, pieces of the GPU's work), prints them and writes bench/measured.json. Speed is `npm run bench`.
//   --only accuracy,attention,soak,loss,load,turns,pieces   --moves 1000   --losses 20   --dist FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { launchOptions } from './browser.mjs';
import { machine, opened, optionsOf, run, short, table, withPage } from './served.mjs';
import { root } from './setup.mjs';

/**
 * @typedef {import('./served.mjs').Served} Served
 * @typedef {import('playwright').Page} Page
 * @typedef {Window & typeof globalThis & { pieces: number[] }} Counting
 * @typedef {{ what: string, goal: string, measured: string, met: boolean }} Line
 */

const ACCURACY = {
  length: 512,
  dim: 64,
  heads: 8,
};

/** A scheme and how its position map is worked out here, independently of the page. */
const encodings = [
  { encoding: 'sinusoidal', params: { layout: 'interleaved' } },
  { encoding: 'sinusoidal', params: { layout: 'block' } },
  { encoding: 'sinusoidal', params: { layout: 'tensor2tensor' } },
  { encoding: 'circular', params: { origin: '0' } },
  { encoding: 'one-sine', params: {} },
  { encoding: 'rope', params: { pairing: 'interleaved' } },
  { encoding: 'rope', params: { pairing: 'half' } },
];

/**
 * Runs in the page: the largest |GPU − float64| of a position map.
 *
 * @param {{ encoding: string, params: Record<string, unknown>, start: number, length: number, dim: number, heads: number }} asked
 */
async function positionsError(asked) {
  const { encoding, params, start, length, dim, heads } = asked;
  await window.whereabouts.apply(asked);
  const { shape, data } = await window.whereabouts.read('positions');
  const [rows = 0, columns = 0] = shape;
  const base = 10_000;
  const half = dim / 2;
  const head = dim / heads;
  /** @type {Record<string, (position: number, channel: number) => number>} */
  const formulas = {
    'sinusoidal interleaved': (p, c) =>
      (c % 2 === 0 ? Math.sin : Math.cos)(p / base ** ((2 * Math.floor(c / 2)) / dim)),
    'sinusoidal block': (p, c) =>
      (c < half ? Math.sin : Math.cos)(p / base ** ((2 * (c % half)) / dim)),
    'sinusoidal tensor2tensor': (p, c) =>
      (c < half ? Math.sin : Math.cos)(p * Math.exp((-(c % half) * Math.log(base)) / (half - 1))),
    'circular 0': (p, c) =>
      c > 1 ? 0 : (c === 0 ? Math.sin : Math.cos)((2 * Math.PI * (p - start)) / length),
    'one-sine': (p, c) => (c === 0 ? Math.sin((Math.PI * p) / 1024) : 0),
    'rope interleaved': (p, c) =>
      (c % 2 === 0 ? Math.cos : Math.sin)(p / base ** ((2 * Math.floor(c / 2)) / head)),
    'rope half': (p, c) =>
      (c < head / 2 ? Math.cos : Math.sin)(p / base ** ((2 * (c % (head / 2))) / head)),
  };
  const name = [encoding, ...Object.values(params)].join(' ');
  const formula = formulas[name];
  if (!formula) throw new Error(`no formula for ${name}`);
  if (rows !== length || data.length !== rows * columns) throw new Error(`shape ${shape.join()}`);
  let worst = 0;
  for (let cell = 0; cell < data.length; cell += 1) {
    const exact = formula(start + Math.floor(cell / columns), cell % columns);
    worst = Math.max(worst, Math.abs((data[cell] ?? Number.NaN) - exact));
    if (Number.isNaN(data[cell])) return Infinity;
  }
  return worst;
}

/**
 * Runs in the page: the pass of all heads again in float64, from the page's own tokens and weights.
 *
 * @param {{ encoding: string, params: Record<string, unknown>, mask: 'none' | 'causal', length: number, dim: number, heads: number, start: number }} asked
 */
async function attentionError(asked) {
  const { encoding, params, mask, length, dim, heads, start } = asked;
  await window.whereabouts.apply(asked);
  /** @param {string} name */
  const values = async (name) => (await window.whereabouts.read(name)).data;
  const [tokens, wq, wk, weights, positions] = [
    await values('tokens'),
    await values('wq'),
    await values('wk'),
    await values('weights'),
    await values('positions'),
  ];
  const width = dim / heads;
  const base = 10_000;
  /** @param {number} p @param {number} c */
  const tableAt = (p, c) => {
    if (encoding === 'sinusoidal') {
      return (c % 2 === 0 ? Math.sin : Math.cos)(
        (start + p) / base ** ((2 * Math.floor(c / 2)) / dim),
      );
    }
    return encoding === 'learned' ? (positions[p * dim + c] ?? Number.NaN) : 0;
  };
  const input = new Float64Array(length * dim);
  for (let p = 0; p < length; p += 1) {
    for (let c = 0; c < dim; c += 1)
      input[p * dim + c] = (tokens[p * dim + c] ?? 0) + tableAt(p, c);
  }
  /** @param {Float32Array} matrix */
  const projected = (matrix) => {
    const out = new Float64Array(length * dim);
    for (let p = 0; p < length; p += 1) {
      for (let k = 0; k < dim; k += 1) {
        const entry = input[p * dim + k] ?? 0;
        for (let c = 0; c < dim; c += 1) {
          out[p * dim + c] = (out[p * dim + c] ?? 0) + entry * (matrix[k * dim + c] ?? 0);
        }
      }
    }
    if (encoding !== 'rope') return out;
    const turned = Float64Array.from(out);
    for (let p = 0; p < length; p += 1) {
      for (let pair = 0; pair < dim / 2; pair += 1) {
        const [head, i] = [Math.floor((2 * pair) / width), pair % (width / 2)];
        const [a, b] = params.pairing === 'half' ? [i, i + width / 2] : [2 * i, 2 * i + 1];
        const angle = (start + p) / base ** ((2 * i) / width);
        const [first, second] = [p * dim + head * width + a, p * dim + head * width + b];
        const [x, y] = [out[first] ?? 0, out[second] ?? 0];
        turned[first] = x * Math.cos(angle) - y * Math.sin(angle);
        turned[second] = x * Math.sin(angle) + y * Math.cos(angle);
      }
    }
    return turned;
  };
  const queries = projected(wq);
  const keys = projected(wk);
  let [worst, worstSum, leaked] = [0, 0, 0];
  const row = new Float64Array(length);
  for (let head = 0; head < heads; head += 1) {
    // Slopes of ALiBi for a power of two of heads, symmetric.
    const slope = encoding === 'alibi' ? 2 ** ((-8 * (head + 1)) / heads) : 0;
    for (let query = 0; query < length; query += 1) {
      const last = mask === 'causal' ? query : length - 1;
      let largest = -Infinity;
      for (let key = 0; key <= last; key += 1) {
        let score = 0;
        for (let c = head * width; c < (head + 1) * width; c += 1) {
          score += (queries[query * dim + c] ?? 0) * (keys[key * dim + c] ?? 0);
        }
        row[key] = score / Math.sqrt(width) - slope * Math.abs(query - key);
        largest = Math.max(largest, row[key] ?? 0);
      }
      let total = 0;
      for (let key = 0; key <= last; key += 1) total += Math.exp((row[key] ?? 0) - largest);
      let sum = 0;
      const from = (head * length + query) * length;
      for (let key = 0; key < length; key += 1) {
        const found = weights[from + key] ?? Number.NaN;
        const exact = key <= last ? Math.exp((row[key] ?? 0) - largest) / total : 0;
        if (key > last && found !== 0) leaked += 1;
        if (!(Math.abs(found - exact) <= worst)) worst = Math.abs(found - exact);
        sum += found;
      }
      if (!(Math.abs(sum - 1) <= worstSum)) worstSum = Math.abs(sum - 1);
    }
  }
  return { worst, worstSum, leaked };
}

/** @param {Served} served */
async function accuracy(served) {
  const { length, dim, heads } = ACCURACY;
  const page = await opened(served);
  const rows = [];
  for (const { encoding, params } of encodings) {
    for (const start of [0, 1_000, 1_000_000, 2 ** 20 - length]) {
      const asked = { encoding, params, start, length, dim, heads };
      const error = await page.evaluate(positionsError, asked);
      rows.push({ encoding, variant: Object.values(params).join(' '), start, error });
    }
  }
  await page.close();
  const worst = Math.max(...rows.map(({ error }) => error));
  return {
    result: { length, dim, worst, rows },
    lines: [
      line(
        'encodings against float64, positions up to 2²⁰',
        '≤ 1e-6',
        worst.toExponential(1),
        worst <= 1e-6,
      ),
    ],
  };
}

/** @param {Served} served */
async function attention(served) {
  const page = await opened(served);
  const rows = [];
  const schemes = [
    { encoding: 'none', params: {} },
    { encoding: 'sinusoidal', params: { layout: 'interleaved' } },
    { encoding: 'learned', params: {} },
    { encoding: 'rope', params: { pairing: 'interleaved' } },
    { encoding: 'rope', params: { pairing: 'half' } },
    { encoding: 'alibi', params: {} },
  ];
  for (const { encoding, params } of schemes) {
    for (const mask of /** @type {const} */ (['none', 'causal'])) {
      for (const length of [128, 512]) {
        const asked = { encoding, params, mask, length, dim: 64, heads: 8, start: 0 };
        const found = await page.evaluate(attentionError, asked);
        rows.push({ encoding, variant: Object.values(params).join(' '), mask, length, ...found });
      }
    }
  }
  await page.close();
  const worst = Math.max(...rows.map((row) => row.worst));
  const worstSum = Math.max(...rows.map((row) => row.worstSum));
  const leaked = rows.reduce((sum, row) => sum + row.leaked, 0);
  return {
    result: { dim: 64, heads: 8, worst, worstSum, leaked, rows },
    lines: [
      line(
        'attention against float64, whole, 512 × 8 heads',
        '≤ 1e-5',
        worst.toExponential(1),
        worst <= 1e-5,
      ),
      line(
        'rows of attention sum to 1',
        '± 1e-5',
        `± ${worstSum.toExponential(1)}`,
        worstSum <= 1e-5,
      ),
      line('masked weights that are not exactly 0', '0', String(leaked), leaked === 0),
    ],
  };
}

/** Numbers in [0, 1), always the same. */
function seeded(seed = 1) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const REFERENCE = { encoding: 'sinusoidal', params: {}, length: 64, dim: 64, heads: 4, start: 0 };

/**
 * @param {() => number} random
 * @param {readonly string[]} ids
 */
function randomMove(random, ids) {
  /** @template T @param {readonly T[]} of */
  const among = (of) => /** @type {T} */ (of[Math.floor(random() * of.length)]);
  /** @param {number} low @param {number} high */
  const whole = (low, high) => low + Math.floor(random() * (high - low + 1));
  const heads = among([1, 2, 3, 4, 6, 8]);
  return {
    encoding: among(ids),
    length: whole(8, 256),
    heads,
    head: 1,
    // Heads of an even width, so that every scheme can take it.
    dim: 2 * heads * whole(1, 8),
    start: whole(0, 2 ** 20 - 256),
    seed: whole(0, 2 ** 32 - 1),
    mask: among(['none', 'causal']),
    weights: among(['random', 'identity']),
    similarity: among(['dot', 'cosine']),
    tokens: among(['words', 'characters', 'bytes']),
  };
}

/**
 * @param {Served} served
 * @param {number} moves
 */
async function soak(served, moves) {
  /** @type {string[]} */
  const errors = [];
  const page = await opened(served, {
    before: async (fresh) => {
      fresh.on('pageerror', (error) => errors.push(String(error)));
      fresh.on('crash', () => errors.push('the page crashed'));
    },
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const random = seeded(7);
  const ids = await page.evaluate(() => window.whereabouts.encodings().map(({ id }) => id));
  /** @param {object} patch */
  const apply = (patch) => page.evaluate((given) => window.whereabouts.apply(given), patch);
  /** @param {object} patch  refused where a scheme cannot have such a width, which is a move too */
  const move = (patch) =>
    apply(patch).catch((error) => {
      if (!String(error).includes('RangeError')) throw error;
    });
  const state = async () => {
    await apply({
      ...REFERENCE,
      seed: 7,
      mask: 'causal',
      weights: 'random',
      similarity: 'cosine',
      tokens: 'words',
    });
    // The check after a change, and what the read-out asks for, have their tensors for a moment.
    await page.waitForTimeout(1500);
    await devtools.send('HeapProfiler.collectGarbage');
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    /** @param {string} name */
    const metric = (name) => metrics.find((entry) => entry.name === name)?.value ?? Number.NaN;
    const memory = await page.evaluate(() => window.whereabouts.memory());
    return {
      tensors: memory?.tensors ?? Number.NaN,
      bytesAllocated: memory?.bytesAllocated ?? Number.NaN,
      heap: metric('JSHeapUsedSize'),
      nodes: metric('Nodes'),
      elements: await page.evaluate(() => document.querySelectorAll('*').length),
    };
  };
  // Each scheme is met once before: kernels that are compiled once are no leak.
  for (const encoding of ids) await apply({ ...REFERENCE, encoding });
  for (let i = 0; i < 50; i += 1) await move(randomMove(random, ids));
  const before = await state();
  let [mostPooled, mostAllocated] = [0, 0];
  const start = Date.now();
  for (let i = 0; i < moves; i += 1) {
    await move(randomMove(random, ids));
    const memory = await page.evaluate(() => window.whereabouts.memory());
    mostPooled = Math.max(mostPooled, memory?.bytesPooled ?? 0);
    mostAllocated = Math.max(mostAllocated, memory?.bytesAllocated ?? 0);
  }
  const seconds = (Date.now() - start) / 1000;
  const after = await state();
  await page.close();
  const [tensors, nodes] = [after.tensors - before.tensors, after.nodes - before.nodes];
  const elements = after.elements - before.elements;
  const heap = (after.heap - before.heap) / 2 ** 20;
  const pooled = mostPooled / 2 ** 20;
  /** @param {number} count */
  const signed = (count) => `${count < 0 ? '−' : '+'}${Math.abs(count)}`;
  return {
    result: {
      moves,
      seconds,
      before,
      after,
      mostPooled,
      mostAllocated,
      errors: errors.length,
      firstError: errors[0] ?? null,
    },
    lines: [
      line(`tensors after ${moves} random moves`, '+0', signed(tensors), tensors === 0),
      line('pooled GPU bytes, at most', '≤ 64 MB', `${short(pooled)} MB`, pooled <= 64),
      line(
        'JS heap after collection',
        '≤ +1 MB',
        `${signed(Number(heap.toFixed(2)))} MB`,
        heap <= 1,
      ),
      line('DOM nodes', '+0', `${signed(nodes)} (elements ${signed(elements)})`, nodes <= 0),
      line('uncaught errors', '0', String(errors.length), errors.length === 0),
    ],
  };
}

/**
 * @param {Served} served
 * @param {number} losses
 */
async function loss(served, losses) {
  const page = await opened(served, {
    query: '?lang=en&length=128&dim=64&heads=8',
    before: (fresh) =>
      fresh.addInitScript(() => {
        // oxlint-disable-next-line typescript/unbound-method -- called on its adapter below
        const request = GPUAdapter.prototype.requestDevice;
        GPUAdapter.prototype.requestDevice = async function requestDevice(...given) {
          const device = await request.apply(this, given);
          Object.assign(window, { device });
          return device;
        };
      }),
  });
  const times = [];
  let intact = 0;
  for (let i = 0; i < losses; i += 1) {
    const found = await page.evaluate(async () => {
      /** The pixels of the three maps, added up: equal pictures have equal sums. */
      const picture = () =>
        [...document.querySelectorAll('.surface canvas')].map((canvas) => {
          if (!(canvas instanceof HTMLCanvasElement)) return 0;
          const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
          context?.drawImage(canvas, 0, 0);
          const image = context?.getImageData(0, 0, canvas.width, canvas.height);
          let sum = 0;
          image?.data.forEach((byte, k) => {
            sum = (sum * 31 + byte * ((k % 7) + 1)) % 1_000_003;
          });
          return sum;
        });
      const held = /** @type {{ device: GPUDevice }} */ (/** @type {unknown} */ (window));
      const state = () => JSON.stringify([window.whereabouts.spec(), picture()]);
      const before = state();
      const { device } = held;
      const start = performance.now();
      device.destroy();
      while (held.device === device || window.whereabouts.stats().draws === 0) {
        if (performance.now() - start > 20_000) return { milliseconds: Infinity, same: false };
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await held.device.queue.onSubmittedWorkDone();
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const milliseconds = performance.now() - start;
      // What the profile's height needs is read once all rests.
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { milliseconds, same: state() === before };
    });
    times.push(found.milliseconds);
    if (found.same) intact += 1;
  }
  await page.close();
  times.sort((a, b) => a - b);
  const within = times.filter((time) => time <= 1000).length;
  const median = times[Math.floor(times.length / 2)] ?? Number.NaN;
  const most = times.at(-1) ?? Number.NaN;
  return {
    result: { losses, within, intact, median, most },
    lines: [
      line(
        'device lost: the picture is back within 1 s',
        `${losses} of ${losses}`,
        `${within} of ${losses}, median ${short(median)} ms, longest ${short(most)} ms`,
        within === losses,
      ),
      line(
        'Spec and picture as before',
        `${losses} of ${losses}`,
        `${intact} of ${losses}`,
        intact === losses,
      ),
    ],
  };
}

/** @param {Served} served */
async function load(served) {
  const context = await served.browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  });
  await context.addInitScript(() => {
    const shifts = { sum: 0 };
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if ('value' in entry && typeof entry.value === 'number') shifts.sum += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const loads = [];
  for (let i = 0; i < 6; i += 1) {
    const page = await context.newPage();
    await page.goto(`${served.address}?lang=en`);
    await page.waitForFunction(() => 'whereabouts' in window);
    const found = await page.evaluate(async () => {
      // Ready is the page once all schemes are there, whether they are looked at or not.
      while (window.whereabouts.stats().draws === 0) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      const plate = performance.now();
      await window.whereabouts.ready;
      const paint =
        performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity;
      const files = performance
        .getEntriesByType('resource')
        .filter(({ name }) => /\.(js|css)(\?|$)/.test(name))
        .map(({ name, startTime }) => ({ name, before: startTime < paint }));
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const { shifts } = /** @type {{ shifts: { sum: number } }} */ (
        /** @type {unknown} */ (window)
      );
      return { plate, paint, files, shift: shifts.sum };
    });
    loads.push(found);
    await page.close();
  }
  await context.close();
  /** @param {string} file  of the built page */
  const weight = (file) =>
    gzipSync(readFileSync(path.join(served.dist, file)), { level: 9 }).length / 1024;
  const index = readFileSync(path.join(served.dist, 'index.html'), 'utf8');
  const named = [...index.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, file]) => file ?? '',
  );
  /** @param {string} name */
  const fileOf = (name) => new URL(name).pathname.slice(1);
  const all = [...new Set(loads.flatMap(({ files }) => files.map(({ name }) => fileOf(name))))];
  const lazy = all.filter((file) => !named.includes(file));
  /** @param {string[]} files */
  const sum = (files) => files.reduce((total, file) => total + weight(file), 0);
  // As in .size-limit.mjs: the other lazy files are schemes, languages and rooms.
  const computes = lazy.filter((file) => /\/(webgpu|pipeline|gpu|shared|dist)-/.test(file));
  const [first, gpu] = [sum(named), sum(computes)];
  const warm = loads
    .slice(1)
    .map(({ plate }) => plate)
    .toSorted((a, b) => a - b);
  const plate = warm[Math.floor(warm.length / 2)] ?? Number.NaN;
  const shift = Math.max(...loads.map((found) => found.shift));
  return {
    result: {
      firstPaintKiB: first,
      gpuKiB: gpu,
      lazyFiles: lazy.map((file) => ({
        file: file.replace(/-[\w-]{6,8}(?=\.)/, ''),
        KiB: weight(file),
      })),
      firstPaintMs: loads[1]?.paint ?? Number.NaN,
      coldPlateMs: loads[0]?.plate ?? Number.NaN,
      warmPlateMs: plate,
      layoutShift: shift,
    },
    lines: [
      line(
        'JS and CSS that index.html names, gzip',
        '≤ 150 KB',
        `${short(first)} KB`,
        first <= 150,
      ),
      line('GPU part, lazy, gzip', '≤ 145 KB', `${short(gpu)} KB`, gpu <= 145),
      line('layout shift while loading', '≤ 0.02', shift.toFixed(4), shift <= 0.02),
      line('first plate on a warm cache', '≤ 1 s', `${short(plate)} ms`, plate <= 1000),
    ],
  };
}

/** Rooms and lengths, and for what computes them the query and flags that choose it. */
const turnsOf = [
  { how: 'WebGPU', query: '', flags: [], lengths: [512, 1024, 2048, 4096] },
  { how: 'WebGL', query: '&gpu=off', flags: [], lengths: [256, 512, 1024, 2048] },
  {
    how: 'the CPU',
    query: '&gpu=off',
    flags: ['--disable-gpu', '--disable-3d-apis', '--disable-webgl', '--disable-webgl2'],
    lengths: [256, 512, 1024],
  },
];

/**
 * The longest task of the page's main thread while a long line is computed, drawn and checked, by the
 * browser's own trace: how long the thread works at it, and how long it takes, which also counts the
 * time for which others have the processor: the GPU's thread, other programs. Beside it how long a
 * timer waits for its turn at most: tasks one after another, and rendering, count in that.
 *
 * @param {Served} served
 */
async function turns(served) {
  const rows = [];
  for (const { how, query, flags, lengths } of turnsOf) {
    const browser =
      flags.length > 0
        ? await served.browser.browserType().launch({
            ...launchOptions,
            args: [...launchOptions.args, ...flags],
          })
        : served.browser;
    for (const room of ['encode', 'attend']) {
      for (const length of lengths) {
        const page = await opened(
          { ...served, browser },
          { query: `?lang=en&room=${room}${query}` },
        );
        rows.push({ how, room, length, ...(await away(page, browser, length)) });
        await page.close();
      }
    }
    if (browser !== served.browser) await browser.close();
  }
  return {
    result: { rows },
    lines: rows.map(({ how, room, length, longest, work, task, milliseconds }) =>
      line(
        `longest work of the main thread at one task while ${how} computes ${length} positions in ${room}`,
        '≤ 50 ms',
        `${short(work)} ms (longest task ${short(task)} ms, longest wait for a turn ${short(longest)} ms) of ${short(milliseconds)} ms`,
        work <= 50,
      ),
    ),
  };
}

/**
 * @param {Page} page
 * @param {import('playwright').Browser} browser
 * @param {number} length
 */
async function away(page, browser, length) {
  // What is compiled once is compiled before.
  await page.evaluate(() => window.whereabouts.apply({ length: 200 }));
  await page.waitForTimeout(1000);
  await browser.startTracing(page, { categories: ['toplevel'] });
  const found = await page.evaluate(async (to) => {
    let [longest, going, last] = [0, true, performance.now()];
    const turn = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (going) setTimeout(turn, 1);
    };
    turn();
    const since = performance.now();
    await window.whereabouts.apply({ length: to });
    const milliseconds = performance.now() - since;
    while (window.whereabouts.device()?.maxError == null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // What the read-out asks for comes a moment later.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    going = false;
    return { longest, milliseconds };
  }, length);
  return { ...found, ...longestTask(await browser.stopTracing()) };
}

/**
 * Of the main thread of the page that is traced, in milliseconds.
 *
 * @param {Buffer} trace
 */
function longestTask(trace) {
  /** @type {{ traceEvents: { name: string, ph: string, pid: number, tid: number, dur?: number, tdur?: number, args: { name?: string } }[] }} */
  const { traceEvents } = JSON.parse(trace.toString());
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) => name.endsWith('RunTask') && threads.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error('turns: the trace has no task of a page');
  const most = (/** @type {'dur' | 'tdur'} */ of) =>
    tasks.reduce((longest, task) => Math.max(longest, task[of] ?? 0), 0) / 1000;
  return { work: most('tdur'), task: most('dur') };
}

/**
 * How long the GPU is at a piece of work, computing or painting, by its own clock: so long whoever
 * else needs it waits.
 *
 * @param {Served} served
 */
async function pieces(served) {
  const rows = [];
  for (const room of ['encode', 'attend']) {
    for (const length of [512, 2048, 4096]) {
      const query = `?lang=en&room=${room}&heads=8&length=200`;
      const page = await opened(served, { query, before: countPieces });
      await page.waitForTimeout(1000);
      const found = await page.evaluate(async (to) => {
        const { pieces: counted } = /** @type {Counting} */ (window);
        counted.length = 0;
        await window.whereabouts.apply({ length: to });
        await new Promise((resolve) => setTimeout(resolve, 2000));
        return counted.toSorted((a, b) => b - a);
      }, length);
      const [longest = 0] = found;
      rows.push({
        room,
        length,
        pieces: found.length,
        longest,
        p99: found[Math.floor(found.length / 100)] ?? 0,
      });
      await page.close();
    }
  }
  return {
    result: { rows },
    lines: rows.map(({ room, length, pieces: count, longest, p99 }) =>
      line(
        `GPU work of ${length} positions × 8 heads in ${room}, longest of ${count} pieces`,
        '≤ 100 ms',
        `${short(longest)} ms (99 % within ${short(p99)} ms)`,
        longest <= 100,
      ),
    ),
  };
}

/**
 * Has the GPU itself say when it began and ended each submission, what it sets to zero before
 * included: the page may be busy when it hears of it.
 *
 * @param {Page} page
 */
function countPieces(page) {
  return page.addInitScript(() => {
    /** @type {number[]} */
    const counted = [];
    Object.assign(window, { pieces: counted });
    /** @type {WeakMap<GPUCommandEncoder, { device: GPUDevice, stamps: GPUQuerySet }>} */
    const begun = new WeakMap();
    /** @type {WeakMap<GPUCommandBuffer, () => Promise<void>>} */
    const submitted = new WeakMap();
    /**
     * @param {object} of
     * @param {string} name
     * @param {(original: (...given: any[]) => any) => (this: any, ...given: any[]) => any} made
     */
    const replace = (of, name, made) => {
      const original = Object.getOwnPropertyDescriptor(of, name)?.value;
      Object.defineProperty(of, name, { value: made(original) });
    };
    replace(
      GPUAdapter.prototype,
      'requestDevice',
      (request) =>
        function (asked) {
          const requiredFeatures = [...(asked.requiredFeatures ?? []), 'timestamp-query'];
          return request.call(this, { ...asked, requiredFeatures });
        },
    );
    replace(
      GPUDevice.prototype,
      'createCommandEncoder',
      (create) =>
        function (asked) {
          const encoder = create.call(this, asked);
          const stamps = this.createQuerySet({ type: 'timestamp', count: 2 });
          const timestampWrites = { querySet: stamps, beginningOfPassWriteIndex: 0 };
          encoder.beginComputePass({ timestampWrites }).end();
          begun.set(encoder, { device: this, stamps });
          return encoder;
        },
    );
    replace(
      GPUCommandEncoder.prototype,
      'finish',
      (finish) =>
        function (asked) {
          const own = begun.get(this);
          if (!own) throw new Error('pieces: an encoder of nobody');
          const { device, stamps } = own;
          const timestampWrites = { querySet: stamps, endOfPassWriteIndex: 1 };
          this.beginComputePass({ timestampWrites }).end();
          const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
          const from = device.createBuffer({ size: 16, usage: QUERY_RESOLVE | COPY_SRC });
          const to = device.createBuffer({ size: 16, usage: COPY_DST | MAP_READ });
          this.resolveQuerySet(stamps, 0, 2, from, 0);
          this.copyBufferToBuffer(from, 0, to, 0, 16);
          const commands = finish.call(this, asked);
          submitted.set(commands, async () => {
            await to.mapAsync(GPUMapMode.READ);
            const [since = 0n, until = 0n] = new BigUint64Array(to.getMappedRange());
            counted.push(Number(until - since) / 1e6);
            for (const each of [from, to, stamps]) each.destroy();
          });
          return commands;
        },
    );
    replace(
      GPUQueue.prototype,
      'submit',
      (submit) =>
        function (buffers) {
          submit.call(this, buffers);
          for (const buffer of buffers) void submitted.get(buffer)?.();
        },
    );
  });
}

/**
 * @param {string} what
 * @param {string} goal
 * @param {string} measured
 * @param {boolean} met
 * @returns {Line}
 */
function line(what, goal, measured, met) {
  return { what, goal, measured, met };
}

await run(async () => {
  const options = optionsOf({
    only: { type: 'string', default: 'accuracy,attention,load,loss,turns,pieces,soak' },
    moves: { type: 'string', default: '1000' },
    losses: { type: 'string', default: '20' },
  });
  /** @type {Record<string, (served: Served) => Promise<{ result: unknown, lines: Line[] }>>} */
  const parts = {
    accuracy,
    attention,
    load,
    loss: (served) => loss(served, Number(options.losses)),
    turns,
    pieces,
    soak: (served) => soak(served, Number(options.moves)),
  };
  await withPage(options.dist, async (served) => {
    const page = await opened(served);
    const device = await page.evaluate(() => window.whereabouts.device());
    await page.close();
    /** @type {Line[]} */
    const lines = [];
    /** @type {Record<string, unknown>} */
    const results = {};
    for (const name of options.only.split(',')) {
      const part = parts[name];
      if (!part)
        throw new Error(`measure: no part ${name}; there are ${Object.keys(parts).join(', ')}`);
      console.log(`${name} …`);
      const found = await part(served);
      results[name] = found.result;
      lines.push(...found.lines);
      for (const { what, measured, met } of found.lines) {
        console.log(`  ${met ? 'met' : 'NOT'}  ${what}: ${measured}`);
      }
    }
    const browser = served.browser.version();
    console.log(`\n${device?.adapter} (${device?.backend}), Chromium ${browser}, ${machine()}\n`);
    const rows = lines.map(({ what, goal, measured, met }) => [
      what,
      goal,
      measured,
      met ? 'yes' : 'no',
    ]);
    console.log(table(['what', 'goal', 'measured', 'met'], rows));
    if (Object.keys(results).length < Object.keys(parts).length) return;
    const report = {
      date: new Date().toISOString().slice(0, 10),
      browser: `Chromium ${browser}`,
      machine: machine(),
      backend: device?.backend,
      adapter: device?.adapter,
      lines,
      ...results,
    };
    mkdirSync(path.join(root, 'bench'), { recursive: true });
    writeFileSync(
      path.join(root, 'bench', 'measured.json'),
      `${JSON.stringify(report, null, 2)}\n`,
    );
    console.log('\nbench/measured.json is written.');
  });
});
