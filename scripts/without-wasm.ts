/**
 * Takes the probe for WebAssembly out of the package `long`, which tfjs brings along: the page's
 * content security policy forbids it, and browsers report that it was tried. Without it the package
 * does the same in plain arithmetic.
 */
import type { Plugin } from 'vite';

const probe = /try \{\s*wasm = new WebAssembly\.Instance\([\s\S]*?\} catch \(e\) \{[\s\S]*?\n\}/;

export const withoutWasm: Plugin = {
  name: 'whereabouts:without-wasm',
  apply: 'build',
  transform: {
    filter: { id: /[\\/]long[\\/]src[\\/]long\.js/ },
    handler(code) {
      if (!probe.test(code)) throw new Error('without-wasm: `long` no longer has its probe');
      return { code: code.replace(probe, ''), map: null };
    },
  },
};
