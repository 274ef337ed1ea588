// `npm run single`: the page as one HTML file, dist-single/whereabouts.html, which opens from a disk.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { single } from './scripts/single.ts';
import { withoutWasm } from './scripts/without-wasm.ts';

export default defineConfig({
  mode: 'single',
  base: './',
  publicDir: false,
  plugins: [react(), withoutWasm, ...single],
  build: {
    outDir: 'dist-single',
    target: 'es2022',
    assetsInlineLimit: Number.POSITIVE_INFINITY,
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
    reportCompressedSize: false,
    rolldownOptions: {
      // A classic script, the only kind that may be a thread there too; it fetches nothing by import.meta.
      output: { format: 'iife', codeSplitting: false },
      checks: { emptyImportMeta: false },
    },
  },
});
