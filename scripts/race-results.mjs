// @ts-check
// `node scripts/race-results.mjs`: trains every task with every scheme below, each from three seeds, as
// the Race room does without a GPU, and writes how well each answers to src/race/recorded/results.json.
// What is there already is not trained again.
//   --row TASK SCHEME   trains one row anew, and says whether it comes out as it is written there
//   --winners           trains the racers that the page has at hand, and writes what they have learned
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runnerImport } from 'vite';
import { root } from './setup.mjs';

/**
 * @typedef {import('../src/race/recorded/recorded.ts').Results} Results
 * @typedef {import('../src/race/recorded/recorded.ts').Row} Row
 * @typedef {typeof import('./race-recording.ts')} Recording
 */

const folder = path.join(root, 'src/race/recorded');
const file = path.join(folder, 'results.json');

/** Small enough that all of it takes minutes; what is left out is as the room opens. */
const settings = { length: 8, dim: 16, heads: 2, steps: 150 };
const seeds = [7, 8, 9];
const racers = ['none', 'sinusoidal', 'learned', 'rope', 'alibi', 't5'];

/** @type {{ module: Recording }} */
const { module: recording } = await runnerImport('/scripts/race-recording.ts', {
  root,
  configFile: false,
  logLevel: 'error',
});
const { tasks } = recording;

/**
 * Shares of right answers at one, two, four and eight times the trained length.
 *
 * @param {string} task
 * @param {string} racer
 * @param {number} seed
 */
async function shares(task, racer, seed) {
  const { state } = await recording.trained({ ...settings, task, racers: racer, seed });
  return (state.racers[0]?.byLength ?? []).map(({ accuracy }) => Number(accuracy.toFixed(4)));
}

/** @returns {Results} */
function known() {
  const lengths = [1, 2, 4, 8].map((times) => times * settings.length);
  const rows = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).rows : [];
  return { settings, seeds, lengths, rows };
}

/** @param {Results} results */
function write(results) {
  const { rows, ...about } = results;
  const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
  writeFileSync(file, `${JSON.stringify(about).slice(0, -1)},"rows":[\n${lines}\n]}\n`);
}

/** A seed of every row, then the next seed, so that what is written is of all rows alike. */
async function trainAll() {
  const results = known();
  const rows = tasks.flatMap((task) =>
    racers.map(
      (racer) =>
        results.rows.find((row) => row.task === task && row.racer === racer) ?? {
          task,
          racer,
          shares: [],
        },
    ),
  );
  for (const [place, seed] of seeds.entries()) {
    for (const row of rows) {
      if (row.shares[place]) continue;
      row.shares = [...row.shares, await shares(row.task, row.racer, seed)];
      console.log(row.task, row.racer, seed, row.shares[place]?.join(' '));
      write({ ...results, rows });
    }
  }
}

/** @param {string | undefined} task @param {string | undefined} racer */
async function trainAnew(task = '', racer = '') {
  const row = known().rows.find((each) => each.task === task && each.racer === racer);
  if (!row) throw new Error(`race-results: no row ${task} ${racer}`);
  let agrees = true;
  for (const [place, seed] of seeds.entries()) {
    const [got, wanted] = [await shares(task, racer, seed), row.shares[place]];
    const same = JSON.stringify(got) === JSON.stringify(wanted);
    agrees &&= same;
    console.log(`seed ${seed}: ${got.join(' ')} ${same ? 'agrees' : `but ${wanted?.join(' ')}`}`);
  }
  console.log(`${task} ${racer}: ${agrees ? 'the row agrees' : 'the row DISAGREES'}`);
  process.exitCode = agrees ? 0 : 1;
}

/**
 * Each has one thing to be seen in its attention: a diagonal, an anti-diagonal, an induction line.
 *
 * @type {Record<string, import('../src/race/recorded/winners.ts').Winner['settings']>}
 */
const winners = {
  'previous-rope': { task: 'previous', racers: 'rope', causal: true, steps: 250 },
  'reverse-sinusoidal': { task: 'reverse', racers: 'sinusoidal' },
  'shift-t5': { task: 'shift', racers: 't5', causal: true },
  'induction-rope': { task: 'induction', racers: 'rope', causal: true, depth: 2, steps: 500 },
};

/** What each of them has learned, as src/race/recorded/winners.ts reads it. */
async function trainWinners() {
  for (const [name, asked] of Object.entries(winners)) {
    const own = { dim: 16, heads: 1, length: 12, ...asked };
    const winner = await recording.winner(own);
    const lines = JSON.stringify(winner).replaceAll(',"', ',\n"');
    writeFileSync(path.join(folder, 'winners', `${name}.json`), `${lines}\n`);
    console.log(name, winner.accuracy);
  }
}

const [option, ...names] = process.argv.slice(2);
if (option === '--row') await trainAnew(...names);
else if (option === '--winners') await trainWinners();
else await trainAll();
