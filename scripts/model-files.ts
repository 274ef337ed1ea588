// The trained encoder's files, 28 MB, served beside the page as the package has them: in development
// straight from the package, in a build as copies. They never pass through the bundler.
import { copyFileSync, createReadStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { ENCODER_FILES, ENCODER_FOLDER, ENCODER_PACKAGE } from '../src/model/files.ts';

const installed = fileURLToPath(
  new URL(`../node_modules/${ENCODER_PACKAGE.name}/`, import.meta.url),
);

function source(name: string): string {
  return path.join(installed, 'dist', name);
}

export const modelFiles: Plugin = {
  name: 'whereabouts:model-files',

  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const { pathname } = new URL(request.url ?? '', 'http://localhost');
      const file = ENCODER_FILES.find(({ name }) => pathname === `/${ENCODER_FOLDER}${name}`);
      if (file === undefined) return next();
      response.setHeader('Content-Length', file.bytes);
      createReadStream(source(file.name)).on('error', next).pipe(response);
    });
  },

  writeBundle({ dir }) {
    if (dir === undefined) throw new Error('model-files: the build has no folder');
    const folder = path.join(dir, ENCODER_FOLDER);
    mkdirSync(folder, { recursive: true });
    for (const { name } of ENCODER_FILES) copyFileSync(source(name), path.join(folder, name));
    // Apache-2.0 asks for its text wherever the files go.
    copyFileSync(path.join(installed, 'LICENSE'), path.join(folder, 'LICENSE'));
  },
};
