// @ts-check
// Makes a bare clone ready to run, with what Node brings alone: packages, and for tests a browser.
// Says in one sentence what is missing where it can't.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_NEEDED = '20.19 or newer within 20, or 22.12 or newer';

/** The folder of the project, wherever the command was started. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** An obstacle that the reader of the terminal can remove; shown without a stack. */
export class SetupError extends Error {}

/**
 * Runs a command in the project's folder and shows its output.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {boolean} whether it ended well
 */
function ran(command, args) {
  // Windows starts npm and npx through its shell only.
  const shell = process.platform === 'win32';
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell }).status === 0;
}

/**
 * Whether this version of Node can run Vite: ^20.19 or ≥ 22.12.
 *
 * @param {string} version
 */
export function nodeSuffices(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 20) return minor >= 19;
  if (major === 22) return minor >= 12;
  return major > 22;
}

function checkNode() {
  const version = process.versions.node;
  if (nodeSuffices(version)) return;
  throw new SetupError(`Whereabouts needs Node ${NODE_NEEDED}; this is Node ${version}.`);
}

function installPackages() {
  const lock = path.join(root, 'package-lock.json');
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing the packages of package-lock.json …');
  // Named because a shell with NODE_ENV=production, or npm's own settings, would leave them out.
  if (ran('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'])) return;
  throw new SetupError('The packages could not be installed; the lines above say why.');
}

/** Node and packages; throws a SetupError that says what to do. */
export function setUp() {
  checkNode();
  installPackages();
}

/** @returns {boolean} */
function canUseApt() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

/**
 * Finds a Chromium, or installs one, and remembers it for the configurations. Call setUp() first.
 *
 * @returns {Promise<string>} the path of its program
 */
export async function findOrInstallBrowser() {
  // Not imported above: it needs the packages that setUp() installs.
  const { findBrowser, rememberedFile } = await import('./browser.mjs');
  const installers = [['npx', 'playwright', 'install', 'chromium']];
  if (canUseApt()) {
    const install = (/** @type {string} */ name) => `apt-get install -y ${name}`;
    const either = `${install('chromium-headless-shell')} || ${install('chromium')}`;
    installers.push(['sh', '-c', `apt-get update && (${either})`]);
  }
  let browser = findBrowser();
  for (const [command = '', ...args] of installers) {
    if (browser !== undefined) break;
    console.log(`No browser yet: trying ${[command, ...args].join(' ')} …`);
    ran(command, args);
    browser = findBrowser();
  }
  if (browser === undefined) {
    throw new SetupError(
      'The tests need Chromium and none could be found or installed: install Chromium or Chrome, or set WHEREABOUTS_BROWSER to its program.',
    );
  }
  mkdirSync(path.dirname(rememberedFile), { recursive: true });
  writeFileSync(rememberedFile, `${browser}\n`);
  return browser;
}
