/**
 * Splits a line of text into tokens and fits them to the positions that are shown. No vocabulary:
 * a token is what a reader can point at, and equal tokens are one entry.
 */
export type TokenMode = 'words' | 'characters' | 'bytes';

/** No line shows more, so no more are looked for. */
export const maxTokens = 4096;

// One language for all, so that a link gives the same tokens to everyone; dictionaries for
// Chinese, Japanese and Thai are used whatever the language.
const segmenters = {
  words: new Intl.Segmenter('en', { granularity: 'word' }),
  characters: new Intl.Segmenter('en', { granularity: 'grapheme' }),
};

// A letter, a digit, an emoji or half a flag: what makes a segment more than punctuation.
export const spoken = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;

/**
 * The tokens of a text, at most `maxTokens`, each in NFC.
 *
 * words       words and emoji; punctuation and spaces are left out
 * characters  what a reader takes for one character (grapheme clusters), spaces kept as ' '
 * bytes       UTF-8, two hexadecimal digits each
 * Halves of surrogate pairs are dropped.
 */
export function tokenize(text: string, mode: TokenMode): string[] {
  const tokens: string[] = [];
  for (const piece of pieces(wellFormed(text), mode === 'words' ? 'words' : 'characters')) {
    if (mode === 'words' && !spoken.test(piece)) continue;
    const token = piece.normalize('NFC');
    if (mode === 'bytes') tokens.push(...bytesOf(token));
    else tokens.push(token);
    if (tokens.length >= maxTokens) break;
  }
  return tokens.slice(0, maxTokens);
}

/** How much is segmented at once, and how much must follow a boundary before it is trusted. */
const span = 512;
const margin = 64;

/**
 * A well-formed text in words or characters, punctuation and spaces included, one after another. A
 * long run without words may come as one piece.
 * A piece longer than 512 UTF-16 units (a letter under a heap of accents) is cut there.
 */
export function* pieces(text: string, by: 'words' | 'characters'): Generator<string> {
  // Segmenting costs more than linear in what it is handed: 100,000 flags at once take 5 s.
  for (let from = 0; from < text.length; ) {
    const end = Math.min(from + span, text.length);
    const trusted = end < text.length ? end - margin : end;
    // Nothing in it to tell apart: 100,000 line breaks are as many segments.
    if (by === 'words' && !spoken.test(text.slice(from, end))) {
      // Not between the halves of a pair.
      const next = /[\udc00-\udfff]/.test(text.charAt(trusted)) ? trusted - 1 : trusted;
      yield text.slice(from, next);
      from = next;
      continue;
    }
    let next = from;
    for (const { segment, index } of segmenters[by].segment(text.slice(from, end))) {
      if (next > from && from + index + segment.length > trusted) break;
      yield segment;
      next = from + index + segment.length;
    }
    from = next;
  }
}

/** The text without halves of surrogate pairs, which no encoding can carry. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '');
}

const utf8 = new TextEncoder();

function bytesOf(text: string): string[] {
  return Array.from(utf8.encode(text), (byte) => byte.toString(16).padStart(2, '0'));
}

/** A token for each position, and how the text's own tokens came to fit. */
export interface Line {
  /** One for each position. */
  readonly tokens: readonly string[];
  /** For each position, the index of its token in `unique`. */
  readonly ids: readonly number[];
  /** The different tokens, in the order in which they appear. */
  readonly unique: readonly string[];
  readonly note: 'exact' | 'cut' | 'many' | 'repeated' | 'padded' | 'empty';
  /** How many tokens the text has; with `many`, at least. */
  readonly count: number;
}

/**
 * Fits tokens to `length` positions: a longer text is cut; a shorter one repeats from its
 * beginning, or is padded with the empty token '', which is all that a text without tokens has.
 */
export function lineOf(tokens: readonly string[], length: number, padded = false): Line {
  const count = tokens.length;
  const line = Array.from(
    { length },
    (_, position) => tokens[padded ? position : position % count] ?? '',
  );
  const unique: string[] = [];
  const known = new Map<string, number>();
  const ids = line.map((token) => {
    const id = known.get(token) ?? unique.push(token) - 1;
    known.set(token, id);
    return id;
  });
  return { tokens: line, ids, unique, note: noteOf(count, length, padded), count };
}

function noteOf(count: number, length: number, padded: boolean): Line['note'] {
  if (count === 0) return 'empty';
  if (count === length) return 'exact';
  // Nobody looks for more than that.
  if (count === maxTokens) return 'many';
  if (count > length) return 'cut';
  return padded ? 'padded' : 'repeated';
}

const invisible = new Map([
  ['', '∅'],
  [' ', '␣'],
  ['\n', '⏎'],
  ['\r\n', '⏎'],
  ['\t', '⇥'],
]);

/** What is longer than this, in UTF-16 units, nobody reads in a label. */
const longestLabel = 64;
/** And of one character, which is a heap of accents then. */
const longestCharacter = 40;

/**
 * The token as it is shown: one that leaves no ink gets a sign, and a long one is cut between two
 * characters. Text is laid out in a time that may grow with the square of its length.
 */
export function labelOf(token: string): string {
  const whole = invisible.get(token) ?? token;
  if (whole.length <= longestCharacter) return whole;
  let label = '';
  for (const piece of pieces(whole.slice(0, 2 * longestLabel), 'characters')) {
    if (piece.length > longestCharacter) return `${label}${heapOf(piece)}…`;
    if (label.length + piece.length > longestLabel) return `${label}…`;
    label += piece;
  }
  return label;
}

/** A letter and the first few of its accents. */
function heapOf(piece: string): string {
  return Array.from(piece.slice(0, 16)).slice(0, 8).join('');
}
