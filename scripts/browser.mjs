// @ts-check
// Which browser the tests, the benchmark and the screenshots start, and with which flags.
// Shared by vitest.config.ts, playwright.config.ts and the scripts, so that all see the same GPU.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

// Those without windows first: the same engine, at a tenth less of the processor's time.
const NAMES = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'msedge',
];

/** Where the set-up script writes the path of the browser it found. */
export const rememberedFile = fileURLToPath(
  new URL('../node_modules/.cache/whereabouts-browser', import.meta.url),
);

// Together they give every machine the same software adapter, so that a GPU is no condition for a test.
const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--disable-vulkan-surface',
  // A page put together by a GPU that is none takes twice as long.
  '--disable-gpu-compositing',
];

// Linux hides its GPU from a headless browser unless Vulkan is asked for; elsewhere nothing is needed.
const REAL_GPU =
  process.platform === 'linux'
    ? [
        '--enable-unsafe-webgpu',
        '--enable-features=Vulkan',
        '--use-angle=swiftshader',
        '--disable-vulkan-surface',
      ]
    : ['--enable-unsafe-webgpu'];

// The address bar has pages of its own for what it suggests: a second of a core for each new context.
const ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

// Only the last such flag counts: what Playwright turns off is said again.
const PLAYWRIGHT_OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

const QUIET = [
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
  // A browser without windows makes letters fit the pixels of a screen, which changes their widths.
  '--font-render-hinting=none',
  `--disable-features=${[...ADDRESS_BAR, ...PLAYWRIGHT_OFF].join(',')}`,
];

/** @returns {string[]} */
function flags() {
  const gpu = process.env['WHEREABOUTS_GPU'] === 'real' ? REAL_GPU : SOFTWARE_GPU;
  // Chromium refuses its sandbox to root, as in most containers.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [...gpu, ...QUIET, ...sandbox];
}

/** @returns {string | undefined} */
function remembered() {
  return existsSync(rememberedFile) ? readFileSync(rememberedFile, 'utf8').trim() : undefined;
}

/** @returns {string | undefined} */
function onPath() {
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const programs = NAMES.flatMap((name) => endings.map((ending) => name + ending));
  const candidates = programs.flatMap((program) =>
    folders.map((folder) => path.join(folder, program)),
  );
  const applications = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  if (process.platform === 'darwin') candidates.push(...applications);
  return candidates.find((candidate) => existsSync(candidate));
}

/**
 * The browser to start: the one named by WHEREABOUTS_BROWSER, else the remembered one, else
 * Playwright's own, else one on the path.
 *
 * @returns {string | undefined} undefined where this machine has none
 * @throws when WHEREABOUTS_BROWSER names a file that does not exist
 */
export function findBrowser() {
  const named = process.env['WHEREABOUTS_BROWSER'];
  if (named) {
    if (!existsSync(named)) throw new Error(`WHEREABOUTS_BROWSER names no file: ${named}`);
    return named;
  }
  return [remembered(), chromium.executablePath(), onPath()].find(
    (candidate) => candidate !== undefined && existsSync(candidate),
  );
}

const executablePath = findBrowser();

const launched = executablePath === undefined ? {} : { executablePath };

/** @type {{ args: string[], executablePath?: string }} */
export const launchOptions = { args: flags(), ...launched };

/**
 * For tests, which keep all cores busy anyway: threads that compile a page's code beside it and tidy its
 * memory would only take turns with it. Not for what measures time.
 *
 * @type {{ args: string[], executablePath?: string }}
 */
export const testLaunchOptions = {
  ...launchOptions,
  args: [...launchOptions.args, '--js-flags=--single-threaded'],
};
