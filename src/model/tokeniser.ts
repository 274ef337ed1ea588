/**
 * Text to the tokens of Universal Sentence Encoder Lite: a SentencePiece unigram model, which takes
 * the segmentation whose pieces have the largest sum of log-probabilities. Takes any text and
 * throws for none; knows nothing of what the ids mean to the encoder.
 * Source: Kudo 2018, arXiv 1804.10959; SentencePiece, Kudo and Richardson 2018, arXiv 1808.06226.
 */

/**
 * Pieces with their log-probabilities; a token's id is its place in the list. Seven of the
 * package's scores are null, which counts as 0, as it does in arithmetic.
 */
export type Vocabulary = readonly (readonly [piece: string, score: number | null])[];

export interface Tokens {
  /** At most `MAX_TOKENS` ids; 0 is unknown. */
  readonly ids: Int32Array;
  /** Beside each id its piece, or for an unknown run the text itself; a space is `▁`. */
  readonly pieces: readonly string[];
  /** Tokens of the whole text. */
  readonly total: number;
  /** Whether `total` is more than is kept. */
  readonly cut: boolean;
}

/** The longest sentence that the encoder was trained to take. */
export const MAX_TOKENS = 128;

/** Unknown, control and extra entries: they have ids, and are never found in a text. */
const RESERVED = 6;
/** A character without a piece costs this much more than the rarest piece (SentencePiece). */
const UNKNOWN_PENALTY = 10;
const UNKNOWN_ID = 0;

/** NFKC, with `▁` before the text and for every space; nothing for nothing. */
export function normalised(text: string): string {
  const composed = text.normalize('NFKC');
  return composed === '' ? '' : `▁${composed.replaceAll(' ', '▁')}`;
}

/** Makes ready for a vocabulary; what it returns cuts a text into tokens. */
export function tokeniser(vocabulary: Vocabulary): (text: string) => Tokens {
  const root = trie(vocabulary);
  const rarest = vocabulary.reduce((least, [, score]) => Math.min(least, score ?? 0), 0);
  return (text) => {
    const source = normalised(text);
    const { starts, ids } = bestSegmentation(source, root, rarest - UNKNOWN_PENALTY);
    return tokensOf(source, starts, ids);
  };
}

/** The piece that ends at a node of the trie, if any, and the nodes one UTF-16 unit further. */
interface Node {
  piece: { readonly id: number; readonly score: number } | null;
  readonly next: Map<number, Node>;
}

function trie(vocabulary: Vocabulary): Node {
  const root: Node = { piece: null, next: new Map() };
  vocabulary.forEach(([text, score], id) => {
    if (id < RESERVED) return;
    const node = nodeAt(root, text);
    // One piece stands in the list three times: the likeliest is the one that a best sum takes.
    if (node.piece === null || (score ?? 0) > node.piece.score)
      node.piece = { id, score: score ?? 0 };
  });
  return root;
}

/** The node of a text, made where it is missing. */
function nodeAt(root: Node, text: string): Node {
  let node = root;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    let next = node.next.get(unit);
    if (next === undefined) {
      next = { piece: null, next: new Map() };
      node.next.set(unit, next);
    }
    node = next;
  }
  return node;
}

/**
 * Viterbi over UTF-16 units: for each end, where the last piece of the best segmentation starts
 * and which one it is. For one end, longer pieces start earlier and so come first: of equal sums
 * the one with the longer last piece stays.
 */
function bestSegmentation(source: string, root: Node, unknown: number) {
  const sums = new Float64Array(source.length + 1).fill(-Infinity);
  const starts = new Int32Array(source.length + 1);
  const ids = new Int32Array(source.length + 1);
  sums[0] = 0;
  const offer = (start: number, end: number, id: number, score: number) => {
    const sum = (sums[start] ?? 0) + score;
    if (sum <= (sums[end] ?? 0)) return;
    sums[end] = sum;
    starts[end] = start;
    ids[end] = id;
  };
  for (let start = 0; start < source.length; start++) {
    offer(start, start + 1, UNKNOWN_ID, unknown);
    let node: Node | undefined = root;
    for (let end = start; node !== undefined; end++) {
      if (node.piece) offer(start, end, node.piece.id, node.piece.score);
      node = end < source.length ? node.next.get(source.charCodeAt(end)) : undefined;
    }
  }
  return { starts, ids };
}

/** Follows the best segmentation back from its end; neighbours without a piece become one token. */
function tokensOf(source: string, starts: Int32Array, idAt: Int32Array): Tokens {
  const backwards: { readonly id: number; start: number; readonly end: number }[] = [];
  for (let end = source.length; end > 0; end = starts[end] ?? 0) {
    const id = idAt[end] ?? UNKNOWN_ID;
    const start = starts[end] ?? 0;
    const after = backwards.at(-1);
    if (id === UNKNOWN_ID && after?.id === UNKNOWN_ID) after.start = start;
    else backwards.push({ id, start, end });
  }
  const total = backwards.length;
  const kept = backwards.toReversed().slice(0, MAX_TOKENS);
  return {
    ids: Int32Array.from(kept, ({ id }) => id),
    pieces: kept.map(({ start, end }) => source.slice(start, end)),
    total,
    cut: total > MAX_TOKENS,
  };
}
