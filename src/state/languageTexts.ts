/** Texts made for language models, each for something that positions are needed for. No words of the page. */

const words =
  'lantern copper violin meadow harbour walnut glacier button parade kettle orbit velvet';
/** Filler of the passkey test: Mohtashami and Jaggi 2023, arXiv 2305.16300, appendix A. */
const filler =
  'The grass is green. The sky is blue. The sun is yellow. Here we go. There and back again.';
const verse = '床前明月光，疑是地上霜。举头望明月，低头思故乡。';

export const languageTexts = {
  repeat: `${words} ${words}`,
  key: `The pass key is 4817. Remember it. ${filler} ${filler} What is the pass key? The pass key is`,
  code: 'def area(width, height):\n    return width * height\n\ndef volume(width, height, depth):\n    return area(width, height) *',
  count: '1. one\n2. two\n3. three\n4. four\n5. five\n6. six\n7. seven\n8. eight\n9. nine\n10.',
  verse: `${verse}\n${verse}`,
} as const;

export type LanguageTextName = keyof typeof languageTexts;

/** Texts of a model without its tokenizer, in ids. @param vocabulary  how many there are */
export function idTexts(vocabulary: number): Partial<Record<LanguageTextName, string>> {
  // Twelve far from each other; a vocabulary has more than a hundred, mostly thousands.
  const drawn = Array.from({ length: 12 }, (_, at) => (37 * at + 11) % vocabulary).join(' ');
  const counted = Array.from({ length: 24 }, (_, at) => (at + 1) % vocabulary).join(' ');
  return { repeat: `${drawn} ${drawn}`, count: counted };
}
