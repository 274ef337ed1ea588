/** What a person typed as tokens, taken apart: by a tokenizer, or as ids. */
import type { Encoded, Tokenizer } from '../../../files/tokenizer/tokenizer.ts';

/** As many tokens as a map can show apart. */
export const mostTokens = 128;

/** @returns  the ids, or the first part that is none */
export function readIds(text: string): Encoded | { readonly bad: string } {
  const parts = text.split(/[\s,，、;]+/u).filter((part) => part !== '');
  const bad = parts.find((part) => !/^\d{1,9}$/.test(part));
  if (bad !== undefined) return { bad };
  const ids = parts.map(Number);
  return { ids, labels: ids.map(String), closing: 0 };
}

export function readTokens(text: string, tokenizer: Tokenizer | null): ReturnType<typeof readIds> {
  return tokenizer ? tokenizer.encode(text) : readIds(text);
}
