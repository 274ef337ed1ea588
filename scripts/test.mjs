// @ts-check
// `npm test`: every check there is, from a bare clone. A failing step does not hide the next one;
// the last line is always the sum, and no step can hang for ever.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findOrInstallBrowser, root, SetupError, setUp } from './setup.mjs';

const MINUTE = 60_000;
/** How long a step that is told to end may take to close its browser. */
const GRACE = 5_000;
/** The next free one is taken: the page of another checkout may be served on this. */
const FIRST_PORT = 4183;

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 * @typedef {{
 *   name: string,
 *   program: string,
 *   args: string[],
 *   minutes: number,
 *   needsBrowser?: boolean,
 *   before?: () => void,
 *   needsPage?: boolean,
 *   report?: { file: string, count: (report: any) => Count },
 * }} Step
 */

/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
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
 * @returns {Promise<boolean>} whether it ended well, and in time
 */
function run(step, environment) {
  return new Promise((resolve) => {
    const program = path.join(root, 'node_modules', step.program);
    const child = spawn(process.execPath, [program, ...step.args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
      env: { ...process.env, ...environment },
    });
    running = child;
    const limit = setTimeout(() => {
      console.error(`${step.name}: ended after its limit of ${step.minutes} minutes`);
      stop(child);
    }, step.minutes * MINUTE);
    /** @param {boolean} good */
    const finish = (good) => {
      clearTimeout(limit);
      running = undefined;
      end(child, 'SIGKILL');
      resolve(good);
    };
    child.on('error', (error) => {
      console.error(`${step.name}: ${error.message}`);
      finish(false);
    });
    child.on('exit', (code) => finish(code === 0));
  });
}

/**
 * A file that could not even be loaded has no failed test in it, and still counts as one.
 *
 * @param {any} report
 * @returns {Count}
 */
function countVitest(report) {
  const broken = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' &&
      !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param {any} report
 * @returns {Count}
 */
function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/**
 * @param {Step} step
 * @param {boolean} good
 * @returns {Count}
 */
function counted(step, good) {
  if (step.report === undefined) return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 };
  const { file, count } = step.report;
  /** @type {Count} */
  let result = { passed: 0, failed: 0, skipped: 0 };
  try {
    if (existsSync(file)) result = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    console.error(`${step.name}: its report could not be read: ${String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // Crashed, timed out, found no test, or threw outside of every test.
  const hidden = result.failed === 0 && (!good || result.passed + result.skipped === 0);
  return hidden ? { ...result, failed: 1 } : result;
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
 * @returns {Step[]}
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
      args: `run --project ${project} --reporter=default --reporter=json`
        .split(' ')
        .concat(`--outputFile.json=${file}`),
      minutes,
      report: { file, count: countVitest },
    };
  };
  const stories = path.join(reports, 'stories.json');
  return [
    { name: 'types', program: 'typescript/bin/tsc', args: ['--noEmit'], minutes: 3 },
    { name: 'lint', program: 'oxlint/bin/oxlint', args: [], minutes: 3 },
    { name: 'format', program: '@biomejs/biome/bin/biome', args: ['check'], minutes: 3 },
    { name: 'unused', program: 'knip/bin/knip.js', args: ['--no-progress'], minutes: 3 },
    vitest('unit', 10),
    {
      name: 'build',
      program: 'vite/bin/vite.js',
      args: ['build'],
      minutes: 5,
      // A failed build must not leave an older page for the stories to pass on.
      before: () => rmSync(path.join(root, 'dist'), { recursive: true, force: true }),
    },
    { name: 'size', program: 'size-limit/bin.js', args: [], minutes: 2 },
    { ...vitest('gpu', 25), needsBrowser: true },
    {
      name: 'stories',
      program: '@playwright/test/cli.js',
      args: ['test', '--reporter=list,json'],
      minutes: 45,
      needsBrowser: true,
      needsPage: true,
      report: { file: stories, count: countPlaywright },
    },
  ];
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
 * @returns {Promise<boolean>} whether it ended well
 */
async function perform(step) {
  step.before?.();
  if (!step.needsPage || step.report === undefined) return run(step, {});
  const server = await served();
  try {
    return await run(step, {
      PLAYWRIGHT_JSON_OUTPUT_FILE: step.report.file,
      WHEREABOUTS_ADDRESS: server.resolvedUrls?.local[0] ?? '',
    });
  } finally {
    await server.close();
  }
}

/**
 * @param {Step} step
 * @returns {Promise<boolean>} false as well where the step could not even begin
 */
async function performed(step) {
  try {
    return await perform(step);
  } catch (error) {
    complain(error);
    return false;
  }
}

/** @returns {Promise<Count>} */
async function runAll() {
  setUp();
  const reports = mkdtempSync(path.join(tmpdir(), 'whereabouts-'));
  try {
    const hasBrowser = await browserReady();
    const total = { passed: 0, failed: 0, skipped: 0 };
    for (const step of allSteps(reports)) {
      if (interrupted) break;
      console.log(`\n── ${step.name}`);
      const canRun = hasBrowser || !step.needsBrowser;
      const count = counted(step, canRun && (await performed(step)));
      total.passed += count.passed;
      total.failed += count.failed;
      total.skipped += count.skipped;
      if (count.failed > 0) console.log(`── ${step.name}: ${count.failed} failed`);
    }
    return total;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  // The steps have groups of their own, so the terminal's Ctrl+C reaches only this process.
  process.on(signal, () => {
    interrupted = true;
    if (running !== undefined) stop(running);
  });
}

/** @type {Count} */
let total = { passed: 0, failed: 1, skipped: 0 };
try {
  total = await runAll();
} catch (error) {
  complain(error);
}
if (total.failed > 0) process.exitCode = 1;
if (interrupted) process.exitCode = 130;
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
