// @ts-check
// The built page in a browser, for the scripts that measure it or take its picture: builds it from
// the sources as they are, serves it from this process, and leaves nothing running.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findOrInstallBrowser, root, SetupError, setUp } from './setup.mjs';

/** The next free one is taken: the page of another checkout may be served on this. */
const FIRST_PORT = 4193;

/**
 * @typedef {{
 *   address: string,
 *   dist: string,
 *   browser: import('playwright').Browser,
 * }} Served
 */

/**
 * The command line: the script's own options, and `--dist FOLDER` to build elsewhere than in dist/.
 *
 * @template {Record<string, { type: 'string' | 'boolean', default: string | boolean }>} T
 * @param {T} own
 * @returns {{ dist: string } & { [K in keyof T]: string }}
 */
export function optionsOf(own) {
  const { values } = parseArgs({
    options: { dist: { type: 'string', default: 'dist' }, ...own },
    allowNegative: true,
  });
  // parseArgs can't say of a type that it was handed in.
  return /** @type {any} */ (values);
}

/**
 * Builds and serves the page, opens a browser, and closes both whatever happens.
 *
 * @template T
 * @param {string} folder  to build in, from the project's
 * @param {(served: Served) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withPage(folder, work) {
  setUp();
  const executablePath = await findOrInstallBrowser();
  const [{ build, preview }, { chromium }, { launchOptions }] = await Promise.all([
    import('vite'),
    import('playwright'),
    import('./browser.mjs'),
  ]);
  const dist = path.resolve(root, folder);
  const settings = { outDir: dist, emptyOutDir: true };
  await build({ root, logLevel: 'error', build: settings });
  const server = await preview({
    root,
    logLevel: 'warn',
    build: settings,
    preview: { host: '127.0.0.1', port: FIRST_PORT, strictPort: false },
  });
  try {
    const address = server.resolvedUrls?.local[0];
    if (address === undefined) throw new Error('served: the server says no address');
    const browser = await chromium.launch({ ...launchOptions, executablePath });
    try {
      return await work({ address, dist, browser });
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

/**
 * Opens the page and waits until it has painted its first frame.
 *
 * @param {Served} served
 * @param {{
 *   query?: string,
 *   before?: (page: import('playwright').Page) => Promise<unknown>,
 *   context?: import('playwright').BrowserContextOptions,
 * }} [options]  `before` runs before the page is loaded
 */
export async function opened(served, { query = '', before, context } = {}) {
  const page = await served.browser.newPage({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    colorScheme: 'light',
    // Keeping the page for offline use would run beside what is measured.
    serviceWorkers: 'block',
    ...context,
  });
  // As on a second visit.
  await page.addInitScript(() => localStorage.setItem('whereabouts.introduced', 'yes'));
  await before?.(page);
  await page.goto(`${served.address}${query}`);
  await page.waitForFunction(() => 'whereabouts' in window);
  await page.evaluate(() => window.whereabouts.ready);
  return page;
}

/** @returns {string} what this was measured on, but for the adapter */
export function machine() {
  return `${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** The one in the middle, 0 of none. @param {number[]} values */
export const median = (values) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * A Markdown table; columns that hold numbers are set to the right.
 *
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table(head, rows) {
  const rule = head.map((_, i) =>
    rows.every((row) => /^[\d—]/.test(row[i] ?? '')) ? '---:' : '---',
  );
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * A number for people: three significant digits, thousands set apart.
 *
 * @param {number} value
 */
export function short(value) {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(value < 1 ? 2 : 3)));
}

/** @param {string} file */
export function readText(file) {
  return readFileSync(path.join(root, file), 'utf8');
}

/**
 * Runs a script and says an obstacle in one sentence.
 *
 * @param {() => Promise<void>} main
 */
export async function run(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
