// @ts-check
// `npm run race-rival`: a step of training in the race beside one in `@genai-fi/nanogpt` of the registry, the
// same model on WebGPU in the same browser, in turns. Installs the rival in a folder of its own, and throws
// it away. (On the CPU backend `npm run race-pace` with RACE_RIVAL=1 does it.)
//   --turns 51
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, preview } from 'vite';
import { machine, median, optionsOf } from './served.mjs';
import { findOrInstallBrowser, root, setUp } from './setup.mjs';

const RELEASE = '@genai-fi/nanogpt@1.3.0';

const { turns } = optionsOf({ turns: { type: 'string', default: '51' } });

/**
 * The rival's side, with `sizes` of the race's. Of its tfjs nothing is exported: what it tries itself out
 * with is made as large as a batch.
 */
const rival = `
import { models } from './node_modules/@genai-fi/nanogpt/dist/main.js';
import { selectBackend } from './node_modules/@genai-fi/nanogpt/dist/backend.js';
import BasicTrainer from './node_modules/@genai-fi/nanogpt/dist/training/BasicTrainer.js';
window.begin = async ({ length, sequences, dim, heads, vocabulary }) => {
  await selectBackend('webgpu');
  const sizes = { vocabSize: vocabulary, blockSize: length, nHead: heads, nEmbed: dim };
  const model = new models.NanoGPTV1({ ...sizes, nLayer: 1, mlpFactor: 4, useRope: true });
  const trainer = new BasicTrainer(model, null, { learningRate: 0.01 });
  const step = trainer.trainStep.bind(trainer);
  let batch;
  trainer.trainStep = (state, { xs, ys }, ...more) => {
    batch = { xs: xs.tile([sequences, 1]), ys: ys.tile([sequences, 1]) };
    return step(state, { xs, ys }, ...more);
  };
  await trainer.dummyPass();
  window.step = async () => (await step({}, batch).data())[0];
};
`;

/** Runs in a page before it is loaded. */
function countCalls() {
  const counts = { dispatches: 0, submits: 0 };
  // oxlint-disable-next-line typescript/unbound-method -- called with its own below.
  const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function counted(...sizes) {
    counts.dispatches++;
    return dispatchWorkgroups.apply(this, sizes);
  };
  // oxlint-disable-next-line typescript/unbound-method -- called with its own below.
  const { submit } = GPUQueue.prototype;
  GPUQueue.prototype.submit = function counted(buffers) {
    // An empty one only asks whether the GPU is done.
    if ([...buffers].length > 0) counts.submits++;
    return submit.call(this, buffers);
  };
  Object.assign(window, { counts });
}

/** Milliseconds of a step, its loss with it, and what it asked of the GPU. @param {import('playwright').Page} page */
const timed = (page) =>
  page.evaluate(async () => {
    const { counts, step } = /** @type {any} */ (window);
    Object.assign(counts, { dispatches: 0, submits: 0 });
    const begun = performance.now();
    const loss = await step();
    return { took: performance.now() - begun, loss, ...counts };
  });

setUp();
const executablePath = await findOrInstallBrowser();
const [{ chromium }, { launchOptions }] = await Promise.all([
  import('playwright'),
  import('./browser.mjs'),
]);
const folder = mkdtempSync(path.join(tmpdir(), 'whereabouts-'));
try {
  const asked = ['install', '--ignore-scripts', '--no-audit', '--no-fund', RELEASE];
  spawnSync('npm', asked, { cwd: folder, stdio: 'ignore' });
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: path.join(folder, 'own'),
      target: 'es2022',
      rolldownOptions: {
        input: path.join(root, 'scripts/race-rival-page.ts'),
        output: { entryFileNames: 'race.js' },
      },
    },
  });
  writeFileSync(path.join(folder, 'rival.js'), rival);
  for (const [name, script] of [
    ['race', 'own/race.js'],
    ['rival', 'rival.js'],
  ]) {
    const page = `<!doctype html><script type="module" src="./${script}"></script>`;
    writeFileSync(path.join(folder, `${name}.html`), page);
  }
  const server = await preview({
    root: path.dirname(folder),
    configFile: false,
    logLevel: 'warn',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 4196, strictPort: false },
  });
  const browser = await chromium.launch({ ...launchOptions, executablePath });
  try {
    const address = server.resolvedUrls?.local[0] ?? '';
    /** @param {string} name @param {string} needs */
    const opened = async (name, needs) => {
      const page = await browser.newPage();
      await page.addInitScript(countCalls);
      page.on('pageerror', (error) => console.error(`${name}: ${error}`));
      await page.goto(`${address}${name}.html`);
      await page.waitForFunction((each) => each in window, needs);
      return page;
    };
    const race = await opened('race', 'step');
    const { sizes, backend, adapter } = await race.evaluate(async () => {
      const found = await navigator.gpu.requestAdapter();
      const { sizes: own, backend: used } = /** @type {any} */ (window);
      return { sizes: own, backend: used, adapter: found?.info.architecture };
    });
    const other = await opened('rival', 'begin');
    await other.evaluate((given) => /** @type {any} */ (window).begin(given), sizes);
    /** @type {Awaited<ReturnType<typeof timed>>[]} */
    const own = [];
    /** @type {typeof own} */
    const theirs = [];
    for (let turn = 0; turn < Number(turns); turn++) {
      own.push(await timed(race));
      theirs.push(await timed(other));
    }
    const [ours = 0, others = 0] = [own, theirs].map((steps) =>
      median(steps.map(({ took }) => took)),
    );
    console.log(`${machine()}, ${backend} on ${adapter}, ${JSON.stringify(sizes)}`);
    for (const [name, steps, took] of /** @type {const} */ ([
      ['nanogpt', theirs, others],
      ['the race', own, ours],
    ])) {
      const { dispatches, submits, loss } = steps.at(-1) ?? {};
      const losses = `loss ${steps[0]?.loss.toFixed(3)} → ${loss.toFixed(3)}`;
      const calls = `${dispatches} dispatches in ${submits} submissions`;
      console.log(`${name}: ${took.toFixed(1)} ms a step, ${calls}, ${losses}`);
    }
    console.log(`${(others / ours).toFixed(2)} × as many steps (goal 1)`);
  } finally {
    await browser.close();
    await server.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
