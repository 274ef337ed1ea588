/** Texts that people type: the length follows the text, until it is set to another. */
import { lengthAfter } from '../text/line.ts';
import { tokenize, wellFormed } from '../text/tokens.ts';
import { fitTogether } from './fitted.ts';
import type { Spec } from './spec.ts';
import { change, type SpecStore } from './store.ts';

/**
 * The Spec with another text. Where each token of the text has had one position, so it has now;
 * any other length stays as it was set. That of a trained model is not used.
 */
export function withText(spec: Spec, text: string): Spec {
  const next = { ...spec, text: wellFormed(text) };
  if (next.text === spec.text) return spec;
  if (spec.model !== 'seeded') return next;
  const length = lengthAfter(spec.length, tokensIn(spec), tokensIn(next));
  return fitTogether({ ...next, length }).spec;
}

/** Takes a text over as it is typed; all of it is one step. */
export function typeText(store: SpecStore, text: string): void {
  const { spec, gesture } = store.getState();
  const from = gesture?.name === 'text' ? gesture.from : spec;
  const { length } = withText(from, text);
  change(store, { text, length }, { gesture: 'text' });
}

/** The length at which each token has one position, as far as a line grows by itself. */
export function ownLength(spec: Spec): number {
  return lengthAfter(1, 1, tokensIn(spec));
}

const tokensIn = ({ text, tokens }: Spec) => tokenize(text, tokens).length;
