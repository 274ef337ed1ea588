/** What is in an archive of numbers, and how it is to be read: a text for whoever unpacks it. */
import { pairsOf } from '../explain/pairs.ts';
import type { QuantityAbout } from '../state/asked.ts';
import { aboutOf } from '../state/spec.ts';
import { said, t } from '../text/t.ts';
import type { About } from './export.ts';
import { sidesOf } from './sides.ts';
import { paramWords, sizeWords } from './stateWords.ts';

/** @param written  the quantities of the archive @param inCsv  those that are in it as CSV as well */
export function readmeOf(
  { frame, link, locale }: About,
  written: readonly QuantityAbout[],
  inCsv: readonly QuantityAbout[],
): string {
  const { spec, line } = frame;
  const has = (name: string) => written.some((each) => each.name === name);
  const rows = written.map((each) => {
    const shape = `[${each.shape.join(', ')}]`;
    const sides = sidesOf(each, frame).map((side) => side.name);
    const files = inCsv.includes(each) ? '.npy .csv' : '.npy';
    return `  ${each.name.padEnd(20)}${shape.padEnd(20)}${sides.join(' × ').padEnd(32)}${files}`;
  });
  const pairs = pairsOf(frame)?.list.slice(0, 2) ?? [];
  const [first, second] = pairs.map(({ channels }) => channels.join(', '));
  const conventions = [
    t(locale, 'export.readme.order'),
    t(locale, 'export.readme.rows'),
    t(locale, 'export.readme.counted', { start: spec.start, last: spec.start + spec.length - 1 }),
    first && second ? t(locale, 'export.readme.pairs', { first, second }) : '',
    has('query') ? t(locale, 'export.readme.turned') : '',
    has('logits') || has('weights') ? t(locale, 'export.readme.masked') : '',
    has('terms') ? t(locale, 'export.readme.terms') : '',
    has('wq') && spec.weights === 'random'
      ? t(locale, 'export.readme.weights', { seed: String(spec.seed) })
      : '',
    t(locale, 'export.readme.spec'),
  ];
  const tokens = line.tokens.map((token, i) => `  ${String(spec.start + i).padEnd(8)}${token}`);
  return [
    `Whereabouts · ${said(aboutOf(spec).text.name, locale)}`,
    link,
    [...paramWords(spec, locale), ...sizeWords(spec, locale)].join(' · '),
    '',
    t(locale, 'export.readme.files'),
    ...rows,
    '',
    t(locale, 'export.readme.conventions'),
    ...conventions.filter((each) => each !== '').map((each) => `  - ${each}`),
    '',
    t(locale, 'export.readme.tokens'),
    ...tokens,
    '',
  ].join('\n');
}
