// @ts-check
// `npm run lighthouse`: what Lighthouse 12 gives the built page, four scores of a hundred, and what it
// would mend. It is fetched when it is run and is no part of the project; where it cannot be had, that is
// said. Served compressed, as any host does. A score below the goal ends it with an error.
//   --query "room=attend"   --form desktop (or mobile)   --goal 95
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { launchOptions } from './browser.mjs';
import { optionsOf, run, withPage } from './served.mjs';

const VERSION = '12.8.2';

const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.txt': 'text/plain',
});

/**
 * Serves a folder with gzip.
 *
 * @param {string} folder
 * @returns {Promise<{ address: string, close: () => void }>}
 */
function serve(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    try {
      const body = gzipSync(readFileSync(file));
      const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      const port = typeof at === 'object' && at ? at.port : 0;
      resolve({ address: `http://127.0.0.1:${port}/`, close: () => server.close() });
    });
  });
}

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number | null, out: string, error: string }>}
 */
function lighthouse(args) {
  const child = spawn('npx', ['--yes', `lighthouse@${VERSION}`, ...args], {
    env: { ...process.env, CHROME_PATH: launchOptions.executablePath ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  return new Promise((resolve) => {
    let [out, error] = ['', ''];
    child.stdout.on('data', (piece) => (out += piece));
    child.stderr.on('data', (piece) => (error += piece));
    child.on('error', (fault) => resolve({ code: 1, out, error: fault.message }));
    child.on('close', (code) => resolve({ code, out, error }));
  });
}

await run(async () => {
  const options = optionsOf({
    query: { type: 'string', default: '' },
    form: { type: 'string', default: 'desktop' },
    goal: { type: 'string', default: '95' },
  });
  await withPage(options.dist, async ({ dist }) => {
    const served = await serve(dist);
    const { code, out, error } = await lighthouse([
      `${served.address}${options.query && `?${options.query}`}`,
      '--output=json',
      '--output-path=stdout',
      '--quiet',
      '--only-categories=performance,accessibility,best-practices,seo',
      ...(options.form === 'desktop' ? ['--preset=desktop'] : []),
      `--chrome-flags=--headless=new ${launchOptions.args.join(' ')}`,
    ]);
    served.close();
    if (code !== 0) {
      console.log(`lighthouse: ${VERSION} could not be run here.\n${error.slice(-600)}`);
      return;
    }
    /** @type {{ categories: Record<string, { title: string, score: number, auditRefs: { id: string, weight: number }[] }>, audits: Record<string, { title: string, score: number | null, displayValue?: string }> }} */
    const { categories, audits } = JSON.parse(out);
    for (const { title, score, auditRefs } of Object.values(categories)) {
      console.log(`${title}: ${Math.round(100 * score)}`);
      for (const { id, weight } of auditRefs) {
        const audit = audits[id];
        if (audit && weight > 0 && audit.score !== null && audit.score < 0.9)
          console.log(`  ${audit.title}${audit.displayValue ? `: ${audit.displayValue}` : ''}`);
      }
      if (100 * score < Number(options.goal)) process.exitCode = 1;
    }
  });
});
