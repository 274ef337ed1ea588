import { describe, expect, it } from 'vitest';
import { labelOf, lineOf, maxTokens, pieces, tokenize, wellFormed } from './tokens.ts';

const family = '👨‍👩‍👧‍👦';

describe('words', () => {
  it('leave out punctuation and spaces', () => {
    expect(tokenize('The cat’s hat, 3.14 … (really)!', 'words')).toEqual([
      'The',
      'cat’s',
      'hat',
      '3.14',
      'really',
    ]);
  });

  it('are found in Chinese, which writes no spaces', () => {
    expect(tokenize('我来到北京。', 'words')).toEqual(['我', '来到', '北京']);
  });

  it('are found in Arabic', () => {
    expect(tokenize('مرحبا بالعالم', 'words')).toEqual(['مرحبا', 'بالعالم']);
  });

  it('take a family, a flag and a keycap for one token each', () => {
    expect(tokenize(`a ${family}🇨🇳🇫🇷1️⃣ b`, 'words')).toEqual(['a', family, '🇨🇳', '🇫🇷', '1️⃣', 'b']);
  });
});

describe('characters', () => {
  it('are what a reader takes for one, spaces among them', () => {
    expect(tokenize(`n̈ ${family}🇨🇳`, 'characters')).toEqual(['n̈', ' ', family, '🇨🇳']);
  });

  it('are composed: é written in two ways is one token', () => {
    expect(new Set(tokenize('\u00e9e\u0301', 'characters')).size).toBe(1);
  });
});

describe('bytes', () => {
  it('are UTF-8 in hexadecimal', () => {
    expect(tokenize('a位', 'bytes')).toEqual(['61', 'e4', 'bd', '8d']);
  });
});

const modes = ['words', 'characters', 'bytes'] as const;

describe.each(modes)('any text as %s', (mode) => {
  it('holds no replacement character for half a surrogate pair', () => {
    const tokens = tokenize('a\ud83d b\udc00\ud83d', mode);
    expect(tokens.join('')).not.toMatch(/\ufffd|efbfbd|\p{Surrogate}/u);
    expect(tokens).toEqual(tokenize('a b', mode));
  });

  it.each([
    ['words', 'word '],
    ['Chinese', '我来到北京清华大学'],
    ['Thai', 'สวัสดีชาวโลก'],
    ['punctuation', '!'],
    ['spaces', ' '],
    ['flags', '🇨🇳'],
    ['families', family],
    ['accents', '\u0301'],
  ])('of 100,000 characters of %s is split in time', (_, unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length));
    const start = performance.now();
    const tokens = tokenize(text, mode);
    // The goal is 200 ms; busy machines that run tests are slower.
    expect(performance.now() - start).toBeLessThan(1000);
    expect(tokens.length).toBeLessThanOrEqual(maxTokens);
  });
});

describe('pieces', () => {
  it('are the same as if the whole text were segmented at once', () => {
    const text = `It’s one long road: 3.14 km, ${family}🇨🇳 我来到北京清华大学。 `.repeat(60);
    const whole = new Intl.Segmenter('en', { granularity: 'word' }).segment(text);
    expect([...pieces(text, 'words')]).toEqual(Array.from(whole, ({ segment }) => segment));
  });

  it('lose nothing, not even of a letter under a heap of accents', () => {
    const text = `a${'\u0301'.repeat(2000)}𝄞`.repeat(3);
    expect([...pieces(text, 'characters')].join('')).toBe(text);
  });

  it('are few where there is no word', () => {
    const found = [...pieces('\n'.repeat(100_000), 'words')];
    expect(found.join('')).toHaveLength(100_000);
    expect(found.length).toBeLessThan(300);
    expect(tokenize(`${'\n'.repeat(5000)}one${'\n'.repeat(5000)}two`, 'words')).toEqual([
      'one',
      'two',
    ]);
  });

  it('split no surrogate pair', () => {
    for (const piece of pieces('x'.repeat(3) + '\u{1d15f}'.repeat(3000), 'words')) {
      expect(wellFormed(piece)).toBe(piece);
    }
    for (const offset of ['', 'x']) {
      const text = offset + '\u{1f3fb}'.repeat(3000);
      for (const piece of pieces(text, 'characters')) expect(wellFormed(piece)).toBe(piece);
    }
  });
});

describe('a line', () => {
  it('with a token for each position is exact', () => {
    expect(lineOf(['a', 'b', 'a'], 3)).toEqual({
      tokens: ['a', 'b', 'a'],
      ids: [0, 1, 0],
      unique: ['a', 'b'],
      note: 'exact',
      count: 3,
    });
  });

  it('cuts a longer text', () => {
    expect(lineOf(['a', 'b', 'c'], 2)).toMatchObject({ tokens: ['a', 'b'], note: 'cut', count: 3 });
  });

  it('repeats a shorter text from its beginning', () => {
    expect(lineOf(['a', 'b'], 5)).toMatchObject({
      tokens: ['a', 'b', 'a', 'b', 'a'],
      ids: [0, 1, 0, 1, 0],
      note: 'repeated',
    });
  });

  it.each(['', '   ', ' \n\t '])('of %j holds the empty token everywhere', (text) => {
    const line = lineOf(tokenize(text, 'words'), 3);
    expect(line).toEqual({
      tokens: ['', '', ''],
      ids: [0, 0, 0],
      unique: [''],
      note: 'empty',
      count: 0,
    });
    expect(labelOf('')).toBe('∅');
  });
});

describe('a label', () => {
  it('is the token where it can be read', () => {
    for (const token of ['house', 'Donaudampfschifffahrtsgesellschaft', family, 'ế', '房子']) {
      expect(labelOf(token)).toBe(token);
    }
    expect(labelOf('\n')).toBe('⏎');
  });

  it('of a long token is cut between two characters', () => {
    const label = labelOf(family.repeat(40));
    expect(label).toBe(`${family.repeat(5)}…`);
    expect(labelOf('x'.repeat(500))).toBe(`${'x'.repeat(64)}…`);
  });

  it('of a letter under a heap of accents has the first few of them', () => {
    expect(labelOf(`a${'\u0301'.repeat(500)}`)).toBe(`a${'\u0301'.repeat(7)}…`);
    expect(wellFormed(labelOf('\u{1d165}'.repeat(300)))).toBe(labelOf('\u{1d165}'.repeat(300)));
    expect(labelOf('\u{1d165}'.repeat(300)).length).toBeLessThan(20);
  });
});
