import { afterEach, describe, expect, it } from 'vitest';
import { en as first } from './en.ts';
import { enLater } from './enLater.ts';
import { words as zhCN } from './languages/zh-CN.ts';
import { locales } from './locale.ts';
import { cut, type Notice, sentenceOf } from './notice.ts';
import { formatNumber, localized, said, setLongStrings, t } from './t.ts';

const en = { ...first, ...enLater };
const english: Readonly<Record<string, string>> = en;
const holesOf = (text: string) => [...new Set(text.match(/(?<=\{)\w+/g) ?? [])].toSorted();

afterEach(() => setLongStrings(false));

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(Object.keys(zhCN).toSorted()).toEqual(Object.keys(en).toSorted());
  });

  it('say each thing in one file', () => {
    expect(Object.keys(first).filter((key) => key in enLater)).toEqual([]);
  });

  it('have the same holes under each key', () => {
    for (const [key, text] of Object.entries(zhCN)) {
      expect([key, holesOf(text)]).toEqual([key, holesOf(english[key] ?? '')]);
    }
  });

  it('leave no text empty', () => {
    for (const text of [...Object.values(en), ...Object.values(zhCN)]) expect(text).toMatch(/\S/);
  });

  it('use full-width punctuation between Chinese words', () => {
    const half = /[一-鿿”}][,:;!?()]|[,:;!?()][一-鿿“{]/;
    for (const text of Object.values(zhCN)) expect(text).not.toMatch(half);
  });
});

describe('a text', () => {
  it('has its holes filled, numbers as the language writes them', () => {
    expect(t('en', 'unit.positions', { count: 4096 })).toBe('4,096 positions');
    expect(t('zh-CN', 'unit.positions', { count: 4096 })).toBe('4,096 个位置');
    expect(localized('reason.head', { heads: 4 })).toEqual({
      en: 'The last head is number 4.',
      'zh-CN': '最后一个注意力头是第 4 个。',
    });
  });

  it('says a number of things as there are one or more', () => {
    expect(t('en', 'unit.heads', { count: 1 })).toBe('1 head');
    expect(t('en', 'unit.heads', { count: 0 })).toBe('0 heads');
    expect(t('en', 'map.now', { rows: 1, columns: 11 })).toBe('1 row and 11 columns.');
  });

  it('fills a hole with what looks like a hole, once', () => {
    expect(t('en', 'notice.unknown', { field: '{value}', value: '$&' })).toContain(
      '“{value}” ($&)',
    );
  });

  it('writes a minus sign, not a hyphen', () => {
    expect(formatNumber('en', -0.5)).toBe('−0.5');
    expect(formatNumber('zh-CN', Number.NEGATIVE_INFINITY)).toBe('−∞');
    for (const value of [-0, -0.0004, 0.0004]) {
      expect(
        formatNumber('en', value, { minimumFractionDigits: 3, maximumFractionDigits: 3 }),
      ).toBe('0.000');
    }
    expect(formatNumber('zh-CN', -1e-9)).toBe('0');
    expect(formatNumber('en', 1e-9, { notation: 'scientific' })).toBe('1E−9');
  });
});

describe('the pseudo-locale', () => {
  it('lengthens every text by 40 % and keeps the holes', () => {
    setLongStrings(true);
    const text = t('en', 'unit.positions', { count: 7 });
    expect(text.startsWith('7 póšítíóñš ')).toBe(true);
    expect(text.length).toBe('7 positions'.length + Math.ceil(en['unit.positions'].length * 0.4));
    expect(said({ en: 'Rotary', 'zh-CN': '旋转' }, 'en')).toBe('Rótárý ón');
  });
});

describe('a notice', () => {
  const about = { field: 'length', value: '5000' };
  const notices: readonly Notice[] = [
    { kind: 'unknown', ...about },
    { kind: 'broken', ...about },
    { kind: 'invalid', ...about, allowed: '1…4096', used: '4096' },
    { kind: 'rounded', ...about, used: '4096' },
    { kind: 'repeated', ...about, used: '4096' },
    { kind: 'adjusted', ...about, used: '4096', reason: { en: 'Too long.', 'zh-CN': '太长。' } },
    { kind: 'shortened', field: 'text', value: '' },
  ];

  it.each(locales())('of each kind is a sentence in %s', (locale) => {
    for (const notice of notices) {
      const named = notice.kind === 'shortened' ? '' : '“length”';
      expect(sentenceOf(notice, locale)).toMatch(/[.。]$/);
      expect(sentenceOf(notice, locale)).toContain(named);
    }
  });

  it('quotes at most 40 characters and splits none', () => {
    expect(cut('x'.repeat(40))).toBe('x'.repeat(40));
    expect(cut('😀'.repeat(500))).toBe(`${'😀'.repeat(39)}…`);
  });
});
