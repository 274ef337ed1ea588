/** Where the page as one file is (`npm run single`). */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const file = path.resolve(import.meta.dirname, '../dist-single/whereabouts.html');

/** Its address; nothing is built here. */
export function singleFile(query = ''): string {
  if (!existsSync(file)) throw new Error('There is no single file: npm run single');
  return `${pathToFileURL(file).href}${query}`;
}
