// How the page is built and served. The content security policy is written into the built page only,
// because the development server needs inline scripts and styles.
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { licences } from './scripts/licences.ts';
import { modelFiles } from './scripts/model-files.ts';
import { offline } from './scripts/offline.ts';
import { preloadFonts } from './scripts/preload-fonts.ts';
import { prerender } from './scripts/prerender.ts';
import { withoutWasm } from './scripts/without-wasm.ts';
import { huggingFace } from './src/files/huggingFace.ts';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  // The Hub's hosts are asked only when a person asks for a model of theirs by name.
  `connect-src 'self' ${huggingFace.hosts.map((host) => `https://${host}`).join(' ')}`,
  "worker-src 'self'",
  "manifest-src 'self'",
  // The page within itself, where its code for other pages is made.
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const contentSecurityPolicy: Plugin = {
  name: 'whereabouts:content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

const { noted, page: licencesFile } = licences(true);

export default defineConfig({
  // Relative, so that the built page works from any folder of any site.
  base: './',
  plugins: [
    react(),
    contentSecurityPolicy,
    modelFiles,
    offline,
    withoutWasm,
    preloadFonts,
    prerender(),
    licencesFile,
  ],
  // In modules, so that a thread loads only what it uses.
  worker: {
    format: 'es',
    plugins: () => [withoutWasm, noted],
    // Told from the page's own parts of the same names, which alone .size-limit.mjs counts.
    rolldownOptions: { output: { chunkFileNames: 'assets/thread-[name]-[hash].js' } },
  },
  build: {
    target: 'es2022',
    // Small fonts would otherwise become data: addresses, which the policy refuses.
    assetsInlineLimit: 0,
    // The fallback is the whole of tfjs, loaded only where there is no WebGPU.
    chunkSizeWarningLimit: 800,
    // The first part names all others: a letter less of each, a hundred and more.
    rolldownOptions: {
      output: {
        chunkFileNames: 'assets/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:7][extname]',
        // One file, which is packed better than the thirty that others share parts of.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1', port: 4173, strictPort: true },
});
