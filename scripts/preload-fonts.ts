/**
 * Names the fonts of what is read first in the page's head, so that they are fetched beside the
 * scripts and not after them: a font that comes late moves what is read.
 */
import type { Plugin } from 'vite';

/** Of running text, and of titles. */
const fonts = [
  /inter-latin-wght-normal-[\w-]+\.woff2$/,
  /source-serif-4-latin-600-normal-[\w-]+\.woff2$/,
];

export const preloadFonts: Plugin = {
  name: 'whereabouts:preload-fonts',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle }) {
      return fonts.map((font) => {
        const file = Object.keys(bundle ?? {}).find((name) => font.test(name));
        if (file === undefined) throw new Error(`preload-fonts: no ${font} in the build`);
        const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true };
        return { tag: 'link', attrs: { ...attrs, href: `./${file}` }, injectTo: 'head' } as const;
      });
    },
  },
};
