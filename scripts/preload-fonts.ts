/**
 * Names the font of all running text in the page's head, so that it is fetched beside the scripts and
 * not after them: a font that comes late moves what is read.
 */
import type { Plugin } from 'vite';

const font = /inter-latin-wght-normal-[\w-]+\.woff2$/;

export const preloadFonts: Plugin = {
  name: 'whereabouts:preload-fonts',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle }) {
      const file = Object.keys(bundle ?? {}).find((name) => font.test(name));
      if (file === undefined) throw new Error('preload-fonts: no such font in the build');
      const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true };
      return [{ tag: 'link', attrs: { ...attrs, href: `./${file}` }, injectTo: 'head' }];
    },
  },
};
