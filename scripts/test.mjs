// @ts-check
// `npm test`: every check there is, from a bare clone. A failing step does not hide the next one;
// the last line is always the sum, and no step can hang for ever. The stories need the built page and
// leave a core half idle, so all that needs no page begins at once and goes on beside them, in two lanes
// where there are cores for both; what a step beside them prints is kept until it ends.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { readPlaywright, readVitest, slowest } from './reports.mjs';
import { findOrInstallBrowser, root, SetupError, setUp } from './setup.mjs';

const MINUTE = 60_000;
/** How long a step that is told to end may take to close its browser. */
const GRACE = 5_000;
/** The next free one is taken: the page of another checkout may be served on this. */
const FIRST_PORT = 4183;

/** How many of the slowest tests are named. */
const NAMED = 20;

/**
 * @typedef {import('./reports.mjs').Count} Count
 * @typedef {import('./reports.mjs').Read} Read
 * @typedef {{
 *   name: string,
 *   program: string,
 *   args: string[],
 *   minutes: number,
 *   environment?: Record<string, string>,
 *   needsBrowser?: boolean,
 *   before?: () => void,
 *   needsPage?: boolean,
 *   report?: { file: string, read: (report: any) => Read },
 * }} Step
 */

/** For what is written in Go: several threads find out the same types again, each for itself. */
const frugal = { GOMAXPROCS: '1', GOGC: '400' };

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let interrupted = false;

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function end(child, signal) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    // Negative: the whole group, so that no worker, server or browser is left behind.
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function stop(child) {
  end(child, 'SIGTERM');
  // A runner whose test is in an endless loop does not listen to the first.
  setTimeout(() => end(child, 'SIGKILL'), GRACE).unref();
}

/**
 * @param {Step} step
 * @param {Record<string, string>} environment  added to ours
 * @param {boolean} beside  whether its output waits until it has ended
 * @returns {Promise<boolean>} whether it ended well, and in time
 */
function run(step, environment, beside) {
  return new Promise((resolve) => {
    const program = path.join(root, 'node_modules', step.program);
    const out = beside ? 'pipe' : 'inherit';
    const child = spawn(process.execPath, [program, ...step.args], {
      cwd: root,
      stdio: ['ignore', out, out],
      detached: process.platform !== 'win32',
      env: { ...process.env, ...environment },
    });
    running.add(child);
    /** @type {Buffer[]} */
    const kept = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (/** @type {Buffer} */ piece) => kept.push(piece));
    }
    const limit = setTimeout(() => {
      console.error(`${step.name}: ended after its limit of ${step.minutes} minutes`);
      stop(child);
    }, step.minutes * MINUTE);
    const over = () => {
      clearTimeout(limit);
      running.delete(child);
      end(child, 'SIGKILL');
    };
    child.on('error', (error) => {
      console.error(`${step.name}: ${error.message}`);
      over();
      resolve(false);
    });
    child.on('exit', over);
    // All that it printed is here.
    child.on('close', (code) => {
      if (beside) process.stdout.write(Buffer.concat([Buffer.from(headOf(step)), ...kept]));
      resolve(code === 0);
    });
  });
}

/** @param {Step} step */
const headOf = ({ name }) => `\n── ${name}\n`;

/**
 * @param {Step} step
 * @param {boolean} good
 * @returns {Read}
 */
function outcome(step, good) {
  const one = good ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (step.report === undefined) return { count: { ...one, skipped: 0 }, tests: [] };
  const { file, read } = step.report;
  /** @type {Read} */
  let result = { count: { passed: 0, failed: 0, skipped: 0 }, tests: [] };
  try {
    if (existsSync(file)) result = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    console.error(`${step.name}: its report could not be read: ${String(error)}`);
    return { count: { passed: 0, failed: 1, skipped: 0 }, tests: [] };
  }
  // Crashed, timed out, found no test, or threw outside of every test.
  const { passed, failed, skipped } = result.count;
  const hidden = failed === 0 && (!good || passed + skipped === 0);
  return hidden ? { ...result, count: { ...result.count, failed: 1 } } : result;
}

/**
 * Serves dist/ from this process, so that no server outlives it however a step ends.
 *
 * @returns {Promise<import('vite').PreviewServer>}
 */
async function served() {
  const { preview } = await import('vite');
  return preview({
    root,
    logLevel: 'warn',
    preview: { host: '127.0.0.1', port: FIRST_PORT, strictPort: false },
  });
}

/**
 * @param {string} reports  an empty folder for the runners' reports
 * @returns {{ before: Step[], single: Step[], main: Step[], inNode: Step[], inBrowser: Step[] }}
 */
function allSteps(reports) {
  /**
   * @param {string} project
   * @param {number} minutes
   * @returns {Step}
   */
  const vitest = (project, minutes) => {
    const file = path.join(reports, `${project}.json`);
    return {
      name: `vitest ${project}`,
      program: 'vitest/vitest.mjs',
      args: `run --project ${project}* --reporter=default --reporter=json`
        .split(' ')
        .concat(`--outputFile.json=${file}`),
      minutes,
      report: { file, read: readVitest },
    };
  };
  const stories = path.join(reports, 'stories.json');
  return {
    before: [
      {
        name: 'build',
        program: 'vite/bin/vite.js',
        args: ['build'],
        minutes: 5,
        // A failed build must not leave an older page for the stories to pass on.
        before: () => rmSync(path.join(root, 'dist'), { recursive: true, force: true }),
      },
      { name: 'size', program: 'size-limit/bin.js', args: [], minutes: 2 },
    ],
    single: [
      {
        name: 'single file',
        program: 'vite/bin/vite.js',
        args: ['build', '--config', 'vite.single.config.ts'],
        minutes: 5,
        before: () => rmSync(path.join(root, 'dist-single'), { recursive: true, force: true }),
      },
    ],
    main: [
      {
        name: 'stories',
        program: '@playwright/test/cli.js',
        args: ['test', '--reporter=list,json'],
        minutes: 45,
        needsBrowser: true,
        needsPage: true,
        report: { file: stories, read: readPlaywright },
      },
    ],
    inNode: [
      {
        name: 'types',
        program: 'typescript/bin/tsc',
        args: ['--noEmit', '--singleThreaded'],
        minutes: 3,
        environment: frugal,
      },
      {
        name: 'lint',
        program: 'oxlint/bin/oxlint',
        args: [],
        minutes: 3,
        environment: frugal,
      },
      { name: 'format', program: '@biomejs/biome/bin/biome', args: ['check'], minutes: 3 },
      { name: 'unused', program: 'knip/bin/knip.js', args: ['--no-progress'], minutes: 3 },
      vitest('unit', 10),
    ],
    inBrowser: [{ ...vitest('gpu', 25), needsBrowser: true }],
  };
}

/** @param {unknown} error */
function complain(error) {
  console.error(error instanceof SetupError ? error.message : error);
}

/** @returns {Promise<boolean>} */
async function browserReady() {
  try {
    console.log(`Browser: ${await findOrInstallBrowser()}`);
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}

/**
 * @param {Step} step
 * @param {boolean} beside
 * @returns {Promise<boolean>} whether it ended well
 */
async function perform(step, beside) {
  step.before?.();
  if (!step.needsPage || step.report === undefined) {
    return run(step, step.environment ?? {}, beside);
  }
  const server = await served();
  try {
    const environment = {
      PLAYWRIGHT_JSON_OUTPUT_FILE: step.report.file,
      WHEREABOUTS_ADDRESS: server.resolvedUrls?.local[0] ?? '',
    };
    return await run(step, environment, beside);
  } finally {
    await server.close();
  }
}

/**
 * @param {readonly Step[]} steps  one after another
 * @param {{ hasBrowser: boolean, beside: boolean }} how
 * @returns {Promise<Read[]>}
 */
async function performAll(steps, { hasBrowser, beside }) {
  const outcomes = [];
  for (const step of steps) {
    if (interrupted) break;
    if (!beside) console.log(headOf(step).trimEnd());
    let good = false;
    try {
      good = (hasBrowser || !step.needsBrowser) && (await perform(step, beside));
    } catch (error) {
      complain(error);
    }
    const result = outcome(step, good);
    outcomes.push(result);
    if (result.count.failed > 0) console.log(`── ${step.name}: ${result.count.failed} failed`);
  }
  return outcomes;
}

/** @returns {Promise<Read>} */
async function runAll() {
  setUp();
  const reports = mkdtempSync(path.join(tmpdir(), 'whereabouts-'));
  try {
    const hasBrowser = await browserReady();
    const { before, single, main, inNode, inBrowser } = allSteps(reports);
    const beside = availableParallelism() < 4 ? [[...inNode, ...inBrowser]] : [inNode, inBrowser];
    const built = Promise.all([
      performAll(before, { hasBrowser, beside: false }),
      performAll(single, { hasBrowser, beside: true }),
    ]);
    const lanes = await Promise.all([
      built.then((pages) => pages.flat()),
      built.then(() => performAll(main, { hasBrowser, beside: false })),
      ...beside.map((steps) => performAll(steps, { hasBrowser, beside: true })),
    ]);
    const outcomes = lanes.flat();
    /** @param {keyof Count} kind */
    const sum = (kind) => outcomes.reduce((total, { count }) => total + count[kind], 0);
    return {
      count: { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') },
      tests: outcomes.flatMap(({ tests }) => tests),
    };
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  // The steps have groups of their own, so the terminal's Ctrl+C reaches only this process.
  process.on(signal, () => {
    interrupted = true;
    for (const child of running) stop(child);
  });
}

/** @type {Read} */
let all = { count: { passed: 0, failed: 1, skipped: 0 }, tests: [] };
try {
  all = await runAll();
} catch (error) {
  complain(error);
}
const { passed, failed, skipped } = all.count;
if (failed > 0) process.exitCode = 1;
if (interrupted) process.exitCode = 130;
if (all.tests.length > 0) {
  console.log(`\n── the slowest\n${slowest(all.tests, NAMED).join('\n')}`);
}
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
