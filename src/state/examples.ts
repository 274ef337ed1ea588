/** Ready-made states worth looking at, as patches of the default Spec. */
import type { SpecPatch } from './patch.ts';

export const examples = [
  { key: 'example.river', patch: {} },
  {
    key: 'example.cat',
    patch: {
      encoding: 'circular',
      text: 'The cat in the hat',
      length: 5,
      dim: 2,
      heads: 1,
      weights: 'identity',
      mask: 'none',
      similarity: 'dot',
    },
  },
  {
    key: 'example.collide',
    patch: {
      encoding: 'one-sine',
      length: 1024,
      dim: 2,
      heads: 1,
      similarity: 'dot',
      mask: 'none',
    },
  },
  { key: 'example.rope', patch: { encoding: 'rope', length: 128, start: 1_000_000 } },
  { key: 'example.alibi', patch: { encoding: 'alibi', heads: 8, length: 64, text: 'near' } },
  { key: 'example.repeat', patch: { encoding: 'none', text: 'same', length: 32, mask: 'none' } },
  {
    key: 'example.chinese',
    patch: { text: '我们记得每一个路口，所以陌生人也能沿着这些字找到海边', length: 16 },
  },
] as const satisfies readonly { readonly key: string; readonly patch: SpecPatch }[];
