/** A text as characters to be learned, each of them a token. */
import { pieces, wellFormed } from '../text/tokens.ts';

/** More different characters than this would make the last layer the largest part of a racer. */
export const mostCharacters = 255;

/** Stands for all characters that have no token of their own. */
const rareSymbol = '□';

export interface Characters {
  /** Each character that is told apart, the most frequent first; last what stands for all others. */
  readonly symbols: readonly string[];
  /** The text. */
  readonly ids: readonly number[];
  /** The id that stands for all others; it is never asked for. */
  readonly rare: number;
}

let last: { readonly text: string; readonly characters: Characters } | null = null;

/**
 * What a reader takes for one character is one token, in any script. Of a text with more than
 * `mostCharacters` different ones the rarer share a token.
 */
export function charactersOf(text: string): Characters {
  if (last?.text !== text) last = { text, characters: read(text) };
  return last.characters;
}

function read(text: string): Characters {
  const all = [...pieces(wellFormed(text), 'characters')].map((each) => each.normalize('NFC'));
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  const known = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostCharacters)
    .map(([character]) => character);
  const idOf = new Map(known.map((character, id) => [character, id]));
  const rare = known.length;
  return { symbols: [...known, rareSymbol], ids: all.map((each) => idOf.get(each) ?? rare), rare };
}
