import { beforeAll, describe, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { glossary, marked } from './glossary.ts';
import { stepState } from './stepState.ts';

beforeAll(() => loadEncodings());

/** The words that are marked in a text, by the ids of their terms. */
const idsIn = (text: string, locale: string) =>
  marked(text, locale).flatMap((part) => (typeof part === 'string' ? [] : [part.term.id]));

describe('the glossary', () => {
  it('has the words of the field, each in one or two short sentences of both languages', () => {
    const ids = glossary.map(({ id }) => id);
    const wanted =
      'position-vector channel pair frequency wavelength base head query key value score logit mask softmax weight offset residual bias d-model token embedding rotation dot-product cosine-similarity temperature causal extrapolation';
    expect(ids).toEqual(expect.arrayContaining(wanted.split(' ')));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { says } of glossary) {
      expect(says.en).toMatch(/^[A-Z].*\.$/);
      expect(says.en.length).toBeLessThan(150);
      expect(says['zh-CN']).toMatch(/。$/);
    }
  });

  it.each(glossary)('$id opens a state that the page takes as it stands', ({ shows }) => {
    expect(stepState({ shows }, 'en').notices).toEqual([]);
  });

  it('finds each word, in its own name', () => {
    const named = (['en', 'zh-CN'] as const).flatMap((locale) =>
      glossary
        .filter(({ written }) => written[locale] !== undefined)
        .map(({ id, name }) => ({ id, found: idsIn(`… ${name[locale]} …`, locale) })),
    );
    expect(named.filter(({ id, found }) => !found.includes(id))).toEqual([]);
  });
});

describe('a text', () => {
  it('keeps every character, and marks each word once', () => {
    const text = 'The query of a token asks the keys; every query has a key.';
    const parts = marked(text, 'en');
    expect(parts.map((part) => (typeof part === 'string' ? part : part.text)).join('')).toBe(text);
    expect(idsIn(text, 'en')).toEqual(['query', 'token', 'key']);
  });

  it('marks the longer word where one stands in another', () => {
    expect(idsIn('Position vectors have channels.', 'en')).toEqual(['position-vector', 'channel']);
    expect(idsIn('位置向量与余弦相似度', 'zh-CN')).toEqual([
      'position-vector',
      'cosine-similarity',
    ]);
  });

  it('does not take the keys of a keyboard, or what only looks alike, for a word of the field', () => {
    expect(idsIn('Arrow keys move the cell; look ahead, based on what comes.', 'en')).toEqual([]);
    expect(idsIn('用方向键移动，按空格键开始', 'zh-CN')).toEqual([]);
  });

  it('that is the label of a control is the word, also where it is none in a sentence', () => {
    expect(idsIn('Heads', 'en')).toEqual(['head']);
    expect(idsIn('头数', 'zh-CN')).toEqual(['head']);
    expect(idsIn('Length', 'en')).toEqual(['length']);
    expect(idsIn('Its length stays.', 'en')).toEqual([]);
  });
});
