import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  duplicated,
  type Edited,
  groupOf,
  inserted,
  lengthAfter,
  maxText,
  moved,
  type Refused,
  removed,
  stepped,
} from './line.ts';
import { maxTokens, type TokenMode, tokenize } from './tokens.ts';

const family = '👨‍👩‍👧‍👦';

const textOf = (result: Edited | Refused) => ('text' in result ? result.text : result.refused);

describe('a word', () => {
  it('moves, and spaces and punctuation stay where they are', () => {
    expect(textOf(moved('We find our way, by counting.', 'words', 3, 1))).toBe(
      'We way find our, by counting.',
    );
  });

  it('takes the punctuation that belongs to it along when it goes', () => {
    expect(textOf(removed('We find our way, by counting.', 'words', 3))).toBe(
      'We find our, by counting.',
    );
    expect(textOf(removed('Well, then go', 'words', 0))).toBe('then go');
    expect(textOf(removed('a, b', 'words', 1))).toBe('a');
    expect(textOf(removed('one (two) three', 'words', 1))).toBe('one three');
    expect(textOf(removed('“Well, then”', 'words', 0))).toBe('“then”');
    expect(textOf(removed('alone', 'words', 0))).toBe('');
  });

  it('is duplicated with a space where its script has spaces', () => {
    expect(textOf(duplicated('very long.', 'words', 0))).toBe('very very long.');
    expect(textOf(duplicated(`a ${family}`, 'words', 1))).toBe(`a ${family}${family}`);
  });

  it('does not run into its neighbour: a space keeps them apart', () => {
    const result = moved('我来到北京', 'words', 2, 0);
    expect(tokenize(textOf(result), 'words')).toEqual(['北京', '我', '来到']);
    expect(tokenize(textOf(moved('_中 a', 'words', 1, 0)), 'words')).toEqual(['a', '中']);
    expect(tokenize(textOf(removed('3 and.14', 'words', 1)), 'words')).toEqual(['3', '14']);
  });
});

describe('a character', () => {
  it('moves whole: a family, a flag, an accent', () => {
    expect(textOf(moved(`${family}🇨🇳e\u0301`, 'characters', 0, 2))).toBe(`🇨🇳e\u0301${family}`);
  });

  it('stays where it would melt into its neighbour', () => {
    expect(moved('\u0301ab', 'characters', 0, 1)).toEqual({ refused: 'join' });
    expect(moved('🇨a🇳', 'characters', 1, 0)).toEqual({ refused: 'join' });
  });
});

describe('a byte', () => {
  it('moves with the other bytes of its character', () => {
    expect(moved('a位b', 'bytes', 2, 0)).toEqual({ text: '位ab', at: 1, count: 5 });
    expect(groupOf('a位b', 'bytes', 2)).toEqual({ first: 1, count: 3 });
  });

  it('has no place inside another character', () => {
    expect(moved('a位b', 'bytes', 0, 1)).toEqual({ refused: 'inside' });
    expect(moved('a位b', 'bytes', 0, 3)).toEqual({ text: '位ab', at: 3, count: 5 });
  });

  it('steps past the whole of it, and never past the ends', () => {
    expect(stepped('a位b', 'bytes', 0, 1)).toEqual({ text: '位ab', at: 3, count: 5 });
    expect(stepped('a位b', 'bytes', 4, 1)).toEqual({ refused: 'edge' });
    expect(stepped('ab', 'characters', 0, -1)).toEqual({ refused: 'edge' });
  });
});

describe('bad input', () => {
  it('is answered: no token, one token, a text that is full', () => {
    for (const mode of ['words', 'characters', 'bytes'] as const) {
      expect(moved('', mode, 0, 0)).toEqual({ refused: 'nothing' });
      expect(removed('', mode, 0)).toEqual({ refused: 'nothing' });
      expect(removed('a', mode, 0)).toEqual({ text: '', at: 0, count: 0 });
      expect(moved('a', mode, 0, 1)).toEqual({ refused: 'edge' });
      expect(duplicated('a'.repeat(maxText), mode, 0)).toEqual({ refused: 'long' });
    }
  });

  it('of 10,000 words is edited in its first 4,096, and the rest stays', () => {
    const text = 'ab '.repeat(10_000);
    const result = removed(`x ${text}`, 'words', 0);
    expect(result).toEqual({ text, at: 0, count: maxTokens });
    const twice = duplicated(`x ${text}`, 'words', 0);
    expect(textOf(twice)).toBe(`x x ${text}`);
  });
});

it('a pasted text stands behind the token, apart from it', () => {
  expect(inserted('a b', 'words', 0, ' c d\n')).toEqual({ text: 'a c d b', at: 1, count: 4 });
  expect(inserted('', 'words', 0, 'c')).toEqual({ text: 'c', at: 0, count: 1 });
  expect(inserted('ab', 'characters', 0, '位')).toEqual({ text: 'a位b', at: 1, count: 3 });
  expect(inserted('a', 'words', 0, 'b '.repeat(maxText)).text.length).toBe(maxText);
});

it('the length follows the text if it was as long before', () => {
  expect(lengthAfter(40, 40, 41)).toBe(41);
  expect(lengthAfter(64, 40, 41)).toBe(64);
  expect(lengthAfter(1, 1, 0)).toBe(1);
  expect(lengthAfter(1, 0, 3)).toBe(3);
  expect(lengthAfter(40, 40, maxTokens)).toBe(512);
  expect(lengthAfter(512, maxTokens, 20)).toBe(20);
  expect(lengthAfter(600, 600, 601)).toBe(601);
});

const crumbs = fc.constantFrom(
  'word',
  'cat’s',
  '3',
  '14',
  '.',
  '’',
  '_',
  '我来到',
  '北京',
  '清华大学',
  '。',
  ' ',
  ', ',
  '(',

  ')',
  '\n',
  family,
  '🇨🇳',
  '🇫',
  'e\u0301',
  '\u0301',
  '\u200d',
  'é',
  'สวัสดีชาวโลก',
  'カメラ',
  '👍🏽',
  '1️⃣',
  '한국',
  '\r\n',
  'مرحبا',
  '-',
  '𝔸',
);
const texts = fc.oneof(
  fc.array(crumbs, { minLength: 1, maxLength: 24 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
);

/** Whether an edit has the tokens that were asked for, or is refused. */
function keeps(result: Edited | Refused, mode: TokenMode, wanted: readonly string[]): boolean {
  if ('refused' in result) return mode !== 'words' || result.refused !== 'join';
  const tokens = tokenize(result.text, mode);
  return (
    result.count === wanted.length &&
    tokens.length === wanted.length &&
    tokens.every((token, i) => token === wanted[i]) &&
    !/\p{Surrogate}/u.test(result.text)
  );
}

describe.each(['words', 'characters', 'bytes'] as const)('any text as %s', (mode) => {
  const runs = { seed: 7, numRuns: 400 };
  const places = [fc.nat(60), fc.nat(60)] as const;

  it('has its tokens in the new order after a move', () => {
    fc.assert(
      fc.property(texts, ...places, (text, a, b) => {
        const tokens = tokenize(text, mode);
        fc.pre(tokens.length > 0);
        const from = a % tokens.length;
        const { first, count } = groupOf(text, mode, from);
        const to = b % (tokens.length - count + 1);
        const wanted = tokens.toSpliced(first, count);
        wanted.splice(to, 0, ...tokens.slice(first, first + count));
        expect(keeps(moved(text, mode, from, to), mode, wanted)).toBe(true);
      }),
      runs,
    );
  });

  it('has one more after a duplication and one less after a removal', () => {
    fc.assert(
      fc.property(texts, fc.nat(60), (text, a) => {
        const tokens = tokenize(text, mode);
        fc.pre(tokens.length > 0);
        const { first, count } = groupOf(text, mode, a % tokens.length);
        const group = tokens.slice(first, first + count);
        const twice = keeps(
          duplicated(text, mode, first),
          mode,
          tokens.toSpliced(first, 0, ...group),
        );
        const gone = keeps(removed(text, mode, first), mode, tokens.toSpliced(first, count));
        expect([twice, gone]).toEqual([true, true]);
      }),
      runs,
    );
  });
});

it('ordinary texts are never refused', () => {
  const plain = `We met 我们 at 3.14 km, ${family} 🇨🇳🇫🇷 said: “cafe\u0301!” 北京 แม่น้ำ`;
  for (const mode of ['words', 'characters'] as const) {
    const { length } = tokenize(plain, mode);
    for (let from = 0; from < length; from++) {
      for (let to = 0; to < length; to++)
        expect(moved(plain, mode, from, to)).toHaveProperty('text');
      expect(duplicated(plain, mode, from)).toHaveProperty('text');
      expect(removed(plain, mode, from)).toHaveProperty('text');
    }
  }
});
