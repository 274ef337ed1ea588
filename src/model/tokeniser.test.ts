import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../golden/use_lite.json';
import { packagedVocabulary } from '../testing/sentenceEncoder.ts';
import { MAX_TOKENS, normalised, tokeniser, type Vocabulary } from './tokeniser.ts';

const vocabulary = packagedVocabulary();
const tokens = tokeniser(vocabulary);

/** Enough of the vocabulary's own letters that pieces of many lengths compete. */
const letters = fc.constantFrom(...'theinaours .:30-”5 字😀é\t');
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: letters, maxLength: 80 }),
);

const scores = new Map<string, number>();
for (const [piece, score] of vocabulary.slice(6)) {
  scores.set(piece, Math.max(score ?? 0, scores.get(piece) ?? -Infinity));
}

/** The largest sum of scores over every way to cut a text, tried one by one. */
function bestOfAll(source: string): number {
  const from = (rest: string): number => {
    if (rest === '') return 0;
    const ends = Array.from(rest, (_, i) => i + 1);
    return Math.max(
      ...ends
        .filter((end) => end === 1 || scores.has(rest.slice(0, end)))
        .map((end) => (scores.get(rest.slice(0, end)) ?? UNKNOWN) + from(rest.slice(end))),
    );
  };
  return from(source);
}
const UNKNOWN = Math.min(...vocabulary.map(([, score]) => score ?? 0)) - 10;

/** The sum of the scores of the tokens themselves; an unknown run costs by its UTF-16 units. */
function sumOf({ ids, pieces }: ReturnType<typeof tokens>): number {
  return pieces.reduce((sum, piece, i) => {
    const id = ids[i] ?? 0;
    return sum + (id === 0 ? UNKNOWN * piece.length : (vocabulary[id]?.[1] ?? 0));
  }, 0);
}

describe('the golden sentences', () => {
  it.each(golden.cases)('$text ($positions) has the published tokens', ({ text, ids, pieces }) => {
    expect([...tokens(text).ids]).toEqual(ids);
    expect(tokens(text).pieces).toEqual(pieces);
  });
});

describe('any text', () => {
  it('is given back by its pieces, normalised', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const found = tokens(text);
        expect(found.pieces).toHaveLength(found.ids.length);
        const joined = found.pieces.join('');
        expect(normalised(text).slice(0, found.cut ? joined.length : undefined)).toBe(joined);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('has ids that name its pieces, and never two unknown runs side by side', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { ids, pieces } = tokens(text);
        const named = Array.from(ids, (id, i) => (id === 0 ? pieces[i] : vocabulary[id]?.[0]));
        expect(named).toEqual(pieces);
        expect(ids.some((id, i) => id === 0 && ids[i + 1] === 0)).toBe(false);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('is cut where the sum of scores is largest', () => {
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 9 }), (text) => {
        expect(sumOf(tokens(text))).toBeCloseTo(bestOfAll(normalised(text)), 9);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});

describe('special texts', () => {
  it.each([
    ['', []],
    [' ', ['▁', '▁']],
    ['字', ['▁', '字']],
    ['我在读论文', ['▁', '我在读论文']],
    ['hi 😀👍🏽', ['▁hi', '▁', '😀👍🏽']],
    ['ｆｏｘ', ['▁fo', 'x']],
    ['dog\u00a0\u3000dog', ['▁dog', '▁', '▁dog']],
    ['a\nb', ['▁a', '\n', 'b']],
    ['\ud800', ['▁', '\ud800']],
    ['<s>', ['▁<', 's', '>']],
  ])('%j has the pieces %j', (text, pieces) => {
    expect(tokens(text)).toMatchObject({ pieces, total: pieces.length, cut: false });
  });

  it('of 10,000 words keeps 128 tokens, says how many there were, and is quick', () => {
    const words = 'the quick brown fox jumps over lazy dogs 字 antidisestablishmentarianism'.split(
      ' ',
    );
    const text = Array.from({ length: 10_000 }, (_, i) => words[(i * i) % words.length]).join(' ');
    const began = performance.now();
    const found = tokens(text);
    // Takes about 40 ms where a pass per length would take seconds.
    expect(performance.now() - began).toBeLessThan(1000);
    expect(found).toMatchObject({ cut: true });
    expect(found.total).toBeGreaterThan(10_000);
    expect(found.ids).toHaveLength(MAX_TOKENS);
    expect(normalised(text).startsWith(found.pieces.join(''))).toBe(true);
  });
});

describe('of equal sums', () => {
  const reserved: Vocabulary = Array.from({ length: 6 }, (_, i) => [`reserved ${i}`, 0]);

  it('the segmentation with the longer last piece is taken', () => {
    const pieces: Vocabulary = ['▁', 'a', 'b', 'c', 'ab', 'bc'].map((piece) => [
      piece,
      -piece.length,
    ]);
    expect(tokeniser([...reserved, ...pieces])('abc').pieces).toEqual(['▁', 'a', 'bc']);
  });
});
