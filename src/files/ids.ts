/** What a person typed as tokens, taken apart as ids; and a line of tokens cut to what is taken. */
import type { Encoded } from './tokenizer/tokenizer.ts';

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

/**
 * The first tokens of a line, and then those that close it: a BERT was never shown a line without
 * its [SEP]. As transformers truncates.
 */
export function cutTo({ ids, labels, closing }: Encoded, most: number): Encoded {
  if (ids.length <= most) return { ids, labels, closing };
  const kept = Math.min(closing, most);
  const cut = <T>(line: readonly T[]) => [
    ...line.slice(0, most - kept),
    ...line.slice(line.length - kept),
  ];
  return { ids: cut(ids), labels: cut(labels), closing: kept };
}
