/**
 * How much of a tokenizer.json is taken: several times what any in use has. What asks for more is
 * refused with a sentence before any work is done.
 */
import { refusal } from '../refusal.ts';

/** Larger than any such file in use, in bytes. */
export const mostBytes = 2 ** 25;

/** Entries of a list, by its name in the file. */
const mostEntries = {
  vocab: 2 ** 20,
  merges: 2 ** 20,
  added_tokens: 2 ** 14,
  single: 100,
} as const;
/** Of one token, or of what is put before or behind one, in UTF-16 units. */
const longestToken = 1000;
/** Of a word that WordPiece tries to cover; BERT's own limit is 100. */
const longestWord = 1000;

/** @throws Refusal where a list has too many entries */
export function checkCount(what: keyof typeof mostEntries, count: number): void {
  const most = mostEntries[what];
  if (count > most) throw refusal('files.tokenizer.many', { what, count, most });
}

/** @throws Refusal for a token that is too long */
export function checkLength(what: string, { length }: string): void {
  if (length > longestToken) {
    throw refusal('files.tokenizer.long', { what, length, most: longestToken });
  }
}

/** @throws Refusal for words that would be tried at too great a length */
export function checkWord(what: string, found: number): void {
  if (!(found <= longestWord)) {
    throw refusal('files.tokenizer.number', { what, found, most: longestWord });
  }
}
