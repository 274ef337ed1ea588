/** How the page speaks: one word for one thing, and none of the turns that a reader stumbles over. */
import { beforeAll, expect, it } from 'vitest';
import { encodings, loadEncodings } from '../encodings/index.ts';
import { paramsOf } from '../state/spec.ts';
import { en as first } from '../text/en.ts';
import { enLater } from '../text/enLater.ts';
import { words as zhCN } from '../text/languages/zh-CN.ts';
import type { Localized } from '../text/locale.ts';
import { errata } from './article.ts';

beforeAll(() => loadEncodings());

const en = { ...first, ...enLater };

type Written = keyof Localized;

/** Everything that the page says in a language, of its own and of its schemes. */
function said(locale: Written): readonly string[] {
  const own = Object.values(locale === 'en' ? en : zhCN);
  const schemes = encodings.flatMap(({ id, text, presets = [], conventions = [] }) => [
    ...Object.values(text),
    ...presets.map(({ name }) => name),
    ...conventions.map(({ says }) => says),
    ...paramsOf(id).flatMap((param) => [
      param.label,
      ...(param.kind === 'choice' ? param.options.map(({ label }) => label) : []),
    ]),
  ]);
  const lessons = errata.flatMap(({ says, correct, show }) => [
    says,
    correct,
    ...show.map(({ name }) => name),
  ]);
  const localized: readonly Localized[] = [...schemes, ...lessons];
  return [...own, ...localized.map((each) => each[locale])];
}

const avoided: Readonly<Record<Written, readonly RegExp[]>> = {
  en: [
    // Position is the word.
    /\bplaces?\b/i,
    /\bon show\b/,
    /\bthe plate\b/i,
    /\b(?:as wide|held so|held as|less (?:its|their) mean|hold against|held against)\b/i,
    /\b(?:far|one|each|step|steps|number|row|hand|digit|scheme) a (?:step|row|layer|channel|head|position|pair|frequency|scheme)\b/,
    /\bdModel\b/,
    /\bgray\b/,
    /\bpieces\b/,
  ],
  'zh-CN': [
    /透镜/,
    /准星/,
    /(?<!百)分数/,

    /有多合/,
    /越响/,
    /仔细看/,
    /图版/,
    /室/,
    /相撞/,
    /(?<![图方分每])块/,
    /注意(?!力)/,
  ],
};

it.each(['en', 'zh-CN'] as const)('in %s nothing is said in words to be avoided', (locale) => {
  // Names of holes are not read.
  const texts = said(locale).map((text) => text.replaceAll(/\{\w+\}/g, '…'));
  const found = avoided[locale].flatMap((pattern) => texts.filter((text) => pattern.test(text)));
  expect(found).toEqual([]);
});

it('sentences that are put after another one are sentences', () => {
  const reasons = (texts: Readonly<Record<string, string>>) =>
    Object.keys(texts).flatMap((key) => (key.startsWith('reason.') ? (texts[key] ?? []) : []));
  expect(reasons(en).filter((text) => !/^\p{Lu}.*\.$/u.test(text))).toEqual([]);
  expect(reasons(zhCN).filter((text) => !text.endsWith('。'))).toEqual([]);
});
