import { describe, expect, it } from 'vitest';
import { encodings } from '../encodings/index.ts';
import { found, likeliest } from './find.ts';

const ids = (query: string) => found(encodings, query).map(({ id }) => id);

describe('finding schemes', () => {
  it('takes words of either language', () => {
    for (const query of ['旋转', 'rotary', 'queries and keys', '查询和键']) {
      expect(ids(query), query).toContain('rope');
      expect(ids(query), query).not.toContain('sinusoidal');
    }
  });

  it('looks at authors, year, paper, idea, family and id', () => {
    for (const query of ['vaswani', '2017', 'is all you need', 'fixed table', 'added to the tok']) {
      expect(ids(query), query).toContain('sinusoidal');
    }
    expect(ids('one-sine')).toEqual(['one-sine']);
  });

  it('wants every word, in any order', () => {
    expect(ids('2021 su')).toContain('rope');
    expect(ids('su 2021')).toEqual(ids('2021 su'));
    expect(ids('su 1999')).toEqual([]);
  });

  it('makes nothing of case, width and accents', () => {
    expect(ids('ＲｏＰＥ')).toEqual(ids('rope'));
    expect(ids('2021　ｓｕ')).toEqual(ids('2021 su'));
    expect(ids('róPÉ')).toEqual(ids('rope'));
  });

  it('finds all of them with no words', () => {
    expect(ids('')).toEqual(encodings.map(({ id }) => id));
    expect(ids('  ')).toEqual(ids(''));
  });

  it('puts the scheme of that name before those that mention it', () => {
    for (const [query, id] of [
      ['rope', 'rope'],
      ['alibi', 'alibi'],
      ['sinusoidal', 'sinusoidal'],
      ['正弦编码', 'sinusoidal'],
    ]) {
      expect(likeliest(found(encodings, query ?? ''), query ?? '')?.id, query).toBe(id);
    }
    expect(likeliest([], 'anything')).toBeUndefined();
  });
});
