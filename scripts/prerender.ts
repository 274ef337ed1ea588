/**
 * Puts the first sight of the page into the built HTML, with pictures of the default plate for who has
 * no JavaScript, what links to it show of it, its icons, and a list of its addresses for search engines.
 * Those need to be whole: the site's is taken from WHEREABOUTS_SITE, and without it they are left out.
 */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type Plugin, runnerImport } from 'vite';
import type * as Made from '../src/prerender/prerender.ts';
import { pngOf } from './png.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const place = '<div id="root"></div>';

/** Of the page's style sheets nothing is needed. */
const withoutStyles: Plugin = {
  name: 'whereabouts:without-styles',
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('.css') ? '\0no-style' : null),
  load: (id) => (id === '\0no-style' ? '' : null),
};

async function made(): Promise<typeof Made.prerendered> {
  const { module } = await runnerImport<typeof Made>('/src/prerender/prerender.ts', {
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [withoutStyles],
  });
  return module.prerendered;
}

/** The address under which the built page will be found, with a slash at its end; null if not said. */
export function siteOf(given: string | undefined): string | null {
  if (!given) return null;
  const address = URL.canParse(given) ? new URL(given) : null;
  if (!address || !/^https?:$/.test(address.protocol) || address.search || address.hash) {
    throw new Error(
      `WHEREABOUTS_SITE is the address of the page, such as https://example.org/whereabouts/, not ${given}`,
    );
  }
  return address.href.replace(/\/?$/, '/');
}

interface BuiltFile {
  readonly fileName: string;
  readonly source: string | Buffer;
}

/** The prerendered HTML, its pictures within. */
export async function prerenderedWhole(): Promise<string> {
  const { html, pictures } = await made();
  return pictures.reduce((filled, { name, picture }) => {
    const address = `data:image/png;base64,${pngOf(picture).toString('base64')}`;
    return filled.replaceAll(`picture:${name}`, address);
  }, html);
}

/** The prerendered HTML, and the files beside it. */
async function built(site: string | null): Promise<{ html: string; files: readonly BuiltFile[] }> {
  const { html, pictures, preview, icons, queries } = await made();
  const addressed = pictures.map(({ name, picture }) => {
    const source = pngOf(picture);
    const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
    return { name, fileName: `assets/${name}-${hash}.png`, source };
  });
  return {
    html: addressed.reduce(
      (filled, { name, fileName }) => filled.replaceAll(`picture:${name}`, `./${fileName}`),
      html,
    ),
    files: [
      ...addressed,
      { fileName: 'preview.png', source: pngOf(preview) },
      ...icons.map((icon) => ({ fileName: `icon-${icon.width}.png`, source: pngOf(icon) })),
      ...(site === null ? [] : [{ fileName: 'sitemap.xml', source: sitemapOf(site, queries) }]),
    ],
  };
}

function sitemapOf(site: string, queries: readonly string[]): string {
  const addresses = [site, ...queries.map((query) => `${site}?${query.replaceAll('&', '&amp;')}`)];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...addresses.map((address) => `<url><loc>${address}</loc></url>`),
    '</urlset>',
    '',
  ].join('\n');
}

export function prerender(): Plugin {
  const site = siteOf(process.env['WHEREABOUTS_SITE']);
  let building: ReturnType<typeof built>;
  return {
    name: 'whereabouts:prerender',
    apply: 'build',

    // Beside the build itself.
    buildStart() {
      building = built(site);
      // It is awaited below.
      building.catch(() => {});
    },

    transformIndexHtml: {
      order: 'post',
      async handler(page) {
        if (!page.includes(place)) throw new Error('prerender: index.html has no empty #root');
        const { html } = await building;
        const told = { 'og:image': `${site ?? './'}preview.png`, ...(site && { 'og:url': site }) };
        return {
          html: page.replace(place, () => `<div id="root">${html}</div>`),
          tags: [
            { tag: 'link', attrs: { rel: 'apple-touch-icon', href: './icon-192.png' } },
            ...Object.entries(told).map(([property, content]) => ({
              tag: 'meta',
              attrs: { property, content },
            })),
          ].map((tag) => ({ ...tag, injectTo: 'head' as const })),
        };
      },
    },

    async generateBundle() {
      const { files } = await building;
      for (const file of files) this.emitFile({ type: 'asset', ...file });
    },
  };
}
