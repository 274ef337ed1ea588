/** Names such as W_o in running text, taken apart so that the index can be lowered. */

/** The text in parts, of which every second one is an index: “W_q, W_k” → W, q, “, W”, k, “”. */
export function lowered(text: string): readonly string[] {
  return text.split(/(?<=[A-Z])_([a-z])(?![a-z])/);
}
