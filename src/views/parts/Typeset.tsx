/** A line of text with names such as W_o as they are printed. */
import { lowered } from '../../explain/lowered.ts';

export function Typeset({ text }: { readonly text: string }) {
  return lowered(text).map((part, i) =>
    // The parts of a text have no identity but their place.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above.
    i % 2 === 0 ? part : <sub key={i}>{part}</sub>,
  );
}
