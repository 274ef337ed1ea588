/**
 * Puts the built page into one HTML file: script, styles, fonts, pictures and the table of
 * all-MiniLM-L6-v2. What cannot be in it is the trained encoder. Its content security policy names the
 * scripts and styles by their hashes, so that nothing else runs, and lets threads start from what the
 * script itself hands them.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { huggingFace } from '../src/files/huggingFace.ts';
import { licences } from './licences.ts';
import { prerenderedWhole } from './prerender.ts';

const publicFile = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../public/${name}`, import.meta.url)));

const dataAddress = (type: string, content: Buffer) =>
  `data:${type};base64,${content.toString('base64')}`;

let licencesText = '';
const { page: licencesFile } = licences(false, (text) => {
  licencesText = text;
});
/** They stand in the page as an element that is no script to the browser. */
const licencesWithin = `let address = '';
export const licencesAddress = () => address ||= URL.createObjectURL(
  new Blob([document.querySelector('#licences').textContent], { type: 'text/plain;charset=utf-8' }),
);`;

/** What is elsewhere fetched by its address is within. */
const within: Plugin = {
  name: 'whereabouts:within',
  enforce: 'pre',
  load(id) {
    const thread = /\/src\/(.+)\.ts\?worker&url$/.exec(id)?.[1];
    if (thread !== undefined) return `export default ${JSON.stringify(thread)};`;
    if (id.endsWith('/src/show/licences.ts')) return licencesWithin;
    if (id.endsWith('/src/encodings/minilmAddress.ts')) {
      const table = dataAddress(
        'application/octet-stream',
        publicFile('tables/minilm-positions.npy'),
      );
      return `export const minilmAddress = () => ${JSON.stringify(table)};`;
    }
    return null;
  },
};

/** Vite's mark for files to be fetched beside a part; there are none. */
const withoutPreloads = (code: string) => code.replaceAll('__VITE_PRELOAD__', 'void 0');

/** So that nothing in it ends the element it stands in. */
const inScript = (code: string) =>
  code.replace(/<\/script/gi, '<\\/script').replaceAll('<!--', '\\x3C!--');

const hashOf = (content: string) =>
  `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

function policyFor(scripts: readonly string[], styles: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hashOf).join(' ')}`,
    `style-src ${styles.map(hashOf).join(' ')}`,
    'img-src data: blob:',
    'font-src data:',
    `connect-src data: ${huggingFace.hosts.map((host) => `https://${host}`).join(' ')}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

const intoOne: Plugin = {
  name: 'whereabouts:into-one',
  enforce: 'post',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html
        .replace('/src/main.tsx', '/src/single.ts')
        .replace(/\s*<link rel="manifest"[^>]*>/, '')
        .replace(/\s*<script src="\/early\.js"><\/script>/, '')
        .replace('/favicon.svg', dataAddress('image/svg+xml', publicFile('favicon.svg'))),
  },
  async generateBundle(_, bundle) {
    const sight = await prerenderedWhole();
    const files = Object.values(bundle);
    const scripts = files.flatMap((file) => (file.type === 'chunk' ? [file.code] : []));
    const textOf = (end: string) =>
      files.flatMap((file) =>
        file.type === 'asset' && file.fileName.endsWith(end) ? [String(file.source)] : [],
      );
    const [html, ...pages] = textOf('.html');
    const [code, ...more] = scripts.map(withoutPreloads).map(inScript);
    const styles = textOf('.css');
    if (html === undefined || code === undefined || pages.length + more.length > 0) {
      throw new Error(`single: one page and one script, got ${Object.keys(bundle).join(', ')}`);
    }
    const early = inScript(publicFile('early.js').toString());
    const policy = policyFor([code, early], styles);
    const page = html
      .replace(/\s*<(script|link)\b[^>]*\b(src|href)="\.\/[^>]*>(<\/script>)?/g, '')
      .replace(
        '<head>',
        () => `<head>\n<meta http-equiv="Content-Security-Policy" content="${policy}">`,
      )
      .replace(
        '</head>',
        () => `${styles.map((style) => `<style>${style}</style>`).join('')}</head>`,
      )
      .replace(
        /<div id="root"><\/div>/,
        () =>
          `<div id="root">${sight}</div><script id="licences" type="text/plain">${inScript(licencesText)}</script><script>${early}</script><script>${code}</script>`,
      );
    for (const name of Object.keys(bundle)) delete bundle[name];
    this.emitFile({ type: 'asset', fileName: 'whereabouts.html', source: page });
  },
};

export const single: readonly Plugin[] = [within, licencesFile, intoOne];
