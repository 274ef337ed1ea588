import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setOpenedTable } from '../encodings/openedTable.ts';
import { asTrained } from '../state/model.ts';
import { defaultSpec } from '../state/spec.ts';
import { packagedTokeniser } from '../testing/sentenceEncoder.ts';
import {
  isOrderBlind,
  lacking,
  likenessOf,
  longestOwn,
  ownPair,
  ownText,
  presets,
  relationOf,
  summaryOf,
} from './likeness.ts';
import { pairKey } from './likenessKey.ts';

const tokens = packagedTokeniser();

it('an answer is kept for the table that it was about', () => {
  const pair = ['dog bites man', 'man bites dog'] as const;
  const spec = { ...asTrained(defaultSpec), encoding: 'learned', params: { table: 'own' } };
  const table = { name: 'mine', rows: 1, columns: 2, data: Float32Array.of(1, 2) };
  setOpenedTable(table);
  const before = pairKey(spec, pair);
  expect(pairKey({ ...spec }, pair)).toBe(before);
  setOpenedTable({ ...table, data: Float32Array.of(1, 3) });
  expect(pairKey(spec, pair)).not.toBe(before);
  // What does not refer to it keeps its answers.
  const trained = pairKey(asTrained(defaultSpec), pair);
  setOpenedTable(table);
  expect(pairKey(asTrained(defaultSpec), pair)).toBe(trained);
});

const byNumber = (a: number, b: number) => a - b;

describe('the preset pairs', () => {
  it('are at least twelve, none twice', () => {
    expect(presets.length).toBeGreaterThanOrEqual(12);
    expect(new Set(presets.flat()).size).toBe(2 * presets.length);
  });

  it.each(presets)('“%s” has the tokens of “%s” in another order', (first, second) => {
    const [a, b] = [tokens(first), tokens(second)];
    expect([...a.ids].toSorted(byNumber)).toEqual([...b.ids].toSorted(byNumber));
    expect([...a.ids]).not.toEqual([...b.ids]);
    expect(a.ids).not.toContain(0);
    expect(lacking(a, b)).toEqual([]);
  });
});

describe('the reader’s own pair', () => {
  const sentence = fc.string({ maxLength: longestOwn });

  it('comes back from a link, with each bar of the first sentence as the encoder reads it', () => {
    fc.assert(
      fc.property(sentence, sentence, (first, second) => {
        expect(ownPair(ownText([first, second]))).toEqual([first.replaceAll('|', '｜'), second]);
      }),
    );
    expect([...tokens('a｜b').ids]).toEqual([...tokens('a|b').ids]);
  });

  it('takes what has no bar as its first sentence', () => {
    expect(ownPair('dog bites man')).toEqual(['dog bites man', '']);
    expect(ownPair('')).toEqual(['', '']);
  });

  it('names what only one sentence has, as often as it has it more', () => {
    const [first, second] = [tokens('the dog saw the cat'), tokens('the dog saw a cat')];
    expect(lacking(first, second)).toEqual(['▁the']);
    expect(lacking(second, first)).toEqual(['▁a']);
  });

  it('is another order, the same one, or other tokens', () => {
    const to = (text: string) => relationOf(tokens('dog bites man'), tokens(text));
    expect(to('man bites dog')).toBe('order');
    expect(to('dog bites man')).toBe('same');
    expect(to('dog bites man dog')).toBe('other');
    expect(to('Dog bites man')).toBe('other');
  });
});

describe('how alike two vectors are', () => {
  it('is their cosine and their largest difference', () => {
    const found = likenessOf(Float32Array.of(3, 4), Float32Array.of(4, 3));
    expect(found.cosine).toBeCloseTo(24 / 25, 12);
    expect(found.difference).toBe(1);
  });

  it('is not order-blind where a vector has no number', () => {
    expect(isOrderBlind(likenessOf(Float32Array.of(Number.NaN), Float32Array.of(1)))).toBe(false);
  });

  it('is order-blind only where cosine and difference both are within the tolerance', () => {
    expect(isOrderBlind({ cosine: 1 - 1e-5, difference: 1e-5 })).toBe(true);
    expect(isOrderBlind({ cosine: 1 - 3e-5, difference: 1e-5 })).toBe(false);
    expect(isOrderBlind({ cosine: 1, difference: 3e-5 })).toBe(false);
  });

  it('is summed up by its ends and counts', () => {
    const [blind, other] = [
      { cosine: 1, difference: 1e-7 },
      { cosine: 0.5, difference: 0.2 },
    ];
    expect(summaryOf([blind, other])).toEqual({
      blind: 1,
      all: 2,
      least: 0.5,
      most: 1,
      difference: 0.2,
    });
    expect(summaryOf([])).toBeNull();
  });
});
