// @ts-check
// `npm start`: from a bare clone to the page on screen. Builds only what is older than its sources.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root, SetupError, setUp } from './setup.mjs';

const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];
const FIRST_PORT = 4173;

/**
 * The latest change of a file, or of anything in a folder; folders count, since a deletion touches
 * nothing else.
 *
 * @param {string} file
 * @returns {number} milliseconds since 1970; 0 for what does not exist
 */
function newest(file) {
  if (!existsSync(file)) return 0;
  const status = statSync(file);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(
    status.mtimeMs,
    ...readdirSync(file).map((entry) => newest(path.join(file, entry))),
  );
}

/** @returns {boolean} */
function isStale() {
  const built = newest(path.join(root, 'dist', 'index.html'));
  return built === 0 || SOURCES.some((source) => newest(path.join(root, source)) > built);
}

/** @returns {[string, string[]] | undefined} the command that opens an address; undefined without a screen */
function opener() {
  if (!process.stdout.isTTY || process.env['SSH_CONNECTION']) return undefined;
  if (process.platform === 'darwin') return ['open', []];
  if (process.platform === 'win32') return ['cmd', ['/c', 'start', '']];
  const hasDisplay = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  return hasDisplay ? ['xdg-open', []] : undefined;
}

/** @param {string} address */
function openInBrowser(address) {
  const found = opener();
  if (found === undefined) return;
  const [command, args] = found;
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  // The address is printed: a machine that can't open it loses nothing.
  child.on('error', () => undefined);
  child.unref();
}

async function main() {
  setUp();
  const { build, preview } = await import('vite');
  if (isStale()) await build({ root });
  const server = await preview({
    root,
    preview: { host: '127.0.0.1', port: FIRST_PORT, strictPort: false },
  });
  const address = server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${FIRST_PORT}/`;
  console.log(`\nWhereabouts is at ${address}  (Ctrl+C ends it)`);
  openInBrowser(address);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
