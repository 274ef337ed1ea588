/** A language is one file: here a third one, half finished. */
import '../testing/thirdLanguage.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodingOf, encodings } from '../encodings/index.ts';
import { exampleSpec, examples } from '../state/examples.ts';
import { found } from '../state/find.ts';
import { readPage, writePage } from '../state/page.ts';
import { defaultSpec } from '../state/spec.ts';
import { textNamed, textPatch } from '../state/texts.ts';
import { locales, nameOf, preferredLocale } from '../text/locale.ts';
import { sentenceOf } from '../text/notice.ts';
import { loadLocale, localized, said, t } from '../text/t.ts';
import { errata } from './article.ts';

beforeAll(() => loadLocale('de'));

describe('a third language', () => {
  it('is listed beside the others, by the name that it has for itself', () => {
    expect(locales()).toEqual(['en', 'zh-CN', 'de']);
    expect(locales().map(nameOf)).toEqual(['English', '中文', 'Deutsch']);
  });

  it('is met by those who prefer it, whatever their region', () => {
    expect(preferredLocale(['fr', 'de-AT', 'en'])).toBe('de');
    expect(preferredLocale(['zh-TW'])).toBe('zh-CN');
    expect(preferredLocale(['fr', 'nl'])).toBe('en');
  });

  it('is taken from a link, and one that there is not is refused as ever', () => {
    const { page, notices } = readPage('lang=de');
    expect([page.lang, notices]).toEqual(['de', []]);
    expect(writePage(page)).toBe('lang=de');
    const refused = readPage('lang=fr');
    expect(refused.page.lang).toBe('auto');
    expect(refused.notices.map((notice) => sentenceOf(notice, 'en'))).toEqual([
      'The link’s “lang” cannot be fr (allowed: auto, en, zh-CN, de); auto is used instead.',
    ]);
  });

  it('has its own words where it has them, with numbers as it writes them', () => {
    expect(t('de', 'field.length')).toBe('Länge');
    expect(t('de', 'unit.positions', { count: 4096 })).toBe('4.096 Positionen');
    expect(said(localized('unit.positions', { count: 7 }), 'de')).toBe('7 Positionen');
  });

  it('has the schemes’ words by their ids, shared ones by any of them', () => {
    const { text, params } = encodingOf('alibi');
    const [form] = Object.values(params);
    const row = form?.kind === 'choice' && form.options.find(({ value }) => value === 'row');
    expect(said(text.idea, 'de')).toBe('ein Abzug je nach Abstand');
    expect(row && said(row.label, 'de')).toBe('zeilenweise +mj');
    const pixtral = encodingOf('axial-rope').aboutFor?.({ style: 'pixtral' });
    expect(pixtral && said(pixtral.text.idea, 'de')).toBe('wie in Pixtral');
    const rows = encodingOf('axial-rope').params['rows'];
    expect(rows && said(rows.label, 'de')).toBe('Zeilen');
  });

  it('finds schemes by its words', () => {
    expect(found(encodings, 'abzug abstand').map(({ id }) => id)).toEqual(['alibi']);
  });

  it('has its own sentences to begin with', () => {
    const [first] = examples;
    expect(first && exampleSpec(first, 'de').text).toMatch(/^In einer langen Straße/);
    const { text } = textPatch('news', 'de', defaultSpec);
    expect(text).toBe('Die Kurse fielen nach dem Bericht.');
    expect(textNamed(text ?? '')).toBe('news');
  });

  it('says in English what it lacks', () => {
    expect(t('de', 'field.start')).toBe('Start position');
    expect(said(encodingOf('alibi').text.name, 'de')).toBe('ALiBi');
    expect(said(localized('reason.head', { heads: 4 }), 'de')).toBe('The last head is number 4.');
    const [erratum] = errata;
    expect(erratum && said(erratum.correct, 'de')).toBe(erratum?.correct.en);
    const problem = encodingOf('kerple').check?.(
      { form: 'power', r1: 1, r2: 3 },
      { length: 4, start: 0, dModel: 8, nHeads: 2, dHead: 4 },
    );
    expect(problem && said(problem, 'de')).toBe(problem?.en);
  });
});
