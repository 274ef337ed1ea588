/** Ready-made states worth looking at: patches of the default Spec, and what is open beside them. */
import type { Locale } from '../text/locale.ts';
import type { TextKey } from '../text/t.ts';
import { defaultPage, type Look } from './page.ts';
import { patched, type SpecPatch } from './patch.ts';
import { defaultSpec, openingSpec, type Spec } from './spec.ts';
import { withText } from './typing.ts';

export interface Example {
  readonly key: TextKey & `example.${string}`;
  /** What to look at, in a sentence. */
  readonly says: TextKey & `example.${string}.says`;
  readonly patch: SpecPatch;
  /** The room, lens or experiment that shows it; where there is none, the plate does. */
  readonly open?: Partial<Pick<Look, 'room' | 'lens' | 'experiment'>>;
}

export const examples: readonly Example[] = [
  { key: 'example.river', says: 'example.river.says', patch: {} },
  {
    key: 'example.cat',
    says: 'example.cat.says',
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
    open: { lens: 'trajectory' },
  },
  {
    key: 'example.collide',
    says: 'example.collide.says',
    patch: {
      encoding: 'one-sine',
      length: 1024,
      dim: 2,
      heads: 1,
      similarity: 'dot',
      mask: 'none',
    },
    open: { lens: 'collisions' },
  },
  {
    key: 'example.rope',
    says: 'example.rope.says',
    patch: { encoding: 'rope', length: 128, start: 1_000_000 },
    open: { lens: 'precision' },
  },
  {
    key: 'example.alibi',
    says: 'example.alibi.says',
    patch: { encoding: 'alibi', heads: 8, length: 64, text: 'near' },
    open: { room: 'attend' },
  },
  {
    key: 'example.repeat',
    says: 'example.repeat.says',
    patch: { encoding: 'none', text: 'same', length: 32, mask: 'none' },
  },
  {
    key: 'example.chinese',
    says: 'example.chinese.says',
    patch: { text: '我们记得每一个路口，所以陌生人也能沿着这些字找到海边' },
  },
];

/** What an example shows; a text without a length has one position for each token. */
export function exampleSpec({ patch: { text, ...rest } }: Example, locale: Locale): Spec {
  return withText(patched(defaultSpec, rest), text ?? openingSpec(locale).text);
}

export function exampleNamed(key: string | null): Example | null {
  return examples.find((example) => example.key === key) ?? null;
}

/** Where an example is shown. */
export function shownIn({ open }: Example): Pick<Look, 'room' | 'lens' | 'experiment'> {
  const { room, lens, experiment } = defaultPage;
  return { room, lens, experiment, ...open };
}
