/** Edits of the line as steps of the Spec; each says what came of it. */

import { readout } from '../../show/readout.ts';
import { say } from '../../show/words.ts';
import { change, finish, specStore } from '../../state/store.ts';
import { point, viewStore } from '../../state/view.ts';
import {
  duplicated,
  type Edited,
  inserted,
  lengthAfter,
  type Refused,
  removed,
  stepped,
} from '../../text/line.ts';
import { labelOf, tokenize, wellFormed } from '../../text/tokens.ts';

/** What came of an edit, and whether it is more than what is seen anyway. */
export interface Outcome {
  readonly says: string;
  readonly refused: boolean;
}

/** The tokens of the text, before they are fitted to the positions. */
function ownTokens(): string[] {
  const { text, tokens } = specStore.getState().spec;
  return tokenize(text, tokens);
}

/** Which token of the text a position shows, and where its copy of the text begins; or null. */
export function sourceOf(
  position: number,
  count: number,
  padded: boolean,
): { readonly index: number; readonly base: number } | null {
  if (count === 0 || (padded && position >= count)) return null;
  const index = position % count;
  return { index, base: position - index };
}

type Edit = 'back' | 'on' | 'duplicate' | 'remove';

/** Edits the token at a position; the crosshair's query goes with it. */
export function edit(kind: Edit, position: number): Outcome {
  const { spec } = specStore.getState();
  const tokens = ownTokens();
  const source = sourceOf(position, tokens.length, spec.mask === 'padding');
  if (!source) return refusal({ refused: 'nothing' });
  const { index, base } = source;
  const edits: Readonly<Record<Edit, () => Edited | Refused>> = {
    back: () => stepped(spec.text, spec.tokens, index, -1),
    on: () => stepped(spec.text, spec.tokens, index, 1),
    duplicate: () => duplicated(spec.text, spec.tokens, index),
    remove: () => removed(spec.text, spec.tokens, index),
  };
  const result = edits[kind]();
  if ('refused' in result) return refusal(result);
  take(result, tokens.length);
  query(base + result.at);
  const token = labelOf(tokens[index] ?? '');
  const place = { token, position: String(spec.start + base + result.at) };
  if (kind === 'remove') return { says: say('attend.line.removed', { token }), refused: false };
  const key = kind === 'duplicate' ? 'attend.line.duplicated' : 'attend.line.moved';
  return { says: say(key, place), refused: false };
}

/** Puts a text behind the token at a position. */
export function paste(clip: string, position: number): Outcome {
  const { spec } = specStore.getState();
  const { length } = ownTokens();
  const source = sourceOf(position, length, spec.mask === 'padding');
  take(inserted(spec.text, spec.tokens, source?.index ?? -1, wellFormed(clip)), length);
  return { says: say('attend.line.pasted'), refused: false };
}

export function refusal({ refused }: Refused): Outcome {
  return { says: say(`attend.line.refused.${refused}`), refused: true };
}

function take({ text, count }: Edited, before: number): void {
  finish(specStore);
  const { length } = specStore.getState().spec;
  change(specStore, { text, length: lengthAfter(length, before, count) });
}

/** Moves the crosshair's query, or its key, inside the line. */
export function query(position: number, column = readout.getState().cross?.column ?? 0): void {
  const last = specStore.getState().spec.length - 1;
  const inside = (place: number) => Math.min(Math.max(place, 0), last);
  point(viewStore, { map: 'attention', row: inside(position), column: inside(column) });
}
