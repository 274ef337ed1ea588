// Lists the built files for the service worker, in place of vite-plugin-pwa: that would bring 326
// packages to the 309 there are, a second bundler among them, for what is these lines and
// src/offline/worker.js.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const WORKER = fileURLToPath(new URL('../src/offline/worker.js', import.meta.url));

export const offline: Plugin = {
  name: 'whereabouts:offline',
  apply: 'build',

  writeBundle: {
    order: 'post',
    handler({ dir }, bundle) {
      if (dir === undefined) throw new Error('offline: the build has no folder');
      const { publicDir } = this.environment.config;
      const names = [...Object.keys(bundle), ...filesIn(publicDir)].toSorted();
      const files = Object.fromEntries(
        names.map((name) => {
          const content = readFileSync(path.join(dir, name));
          const file = { bytes: content.length, integrity: `sha256-${sha256(content)}` };
          // By its folder, because some servers redirect the name.
          return [name === 'index.html' ? '' : name, file];
        }),
      );
      const list = JSON.stringify(files, null, 2);
      const worker = readFileSync(WORKER, 'utf8');
      const version = sha256(list + worker);
      const constants = `const VERSION = '${version}';\nconst FILES = ${list};\n`;
      writeFileSync(path.join(dir, 'service-worker.js'), constants + worker);
    },
  },
};

/** Names of all files under a folder, with slashes. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => name.split(path.sep).join('/'));
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64');
}
