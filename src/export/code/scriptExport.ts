/** The same export for each library: a script of the state shown. */
import { citation } from '../../encodings/encoding.ts';
import { aboutOf } from '../../state/spec.ts';
import { said, t } from '../../text/t.ts';
import '../../text/later.ts';
import { type About, defineExport } from '../export.ts';
import { paramWords, sizeWords } from '../stateWords.ts';
import type { Dialect } from './dialect.ts';
import { scriptOf, withoutCode } from './script.ts';

/** What is computed, and where it comes from, a line each. */
export function headingOf({
  frame: { spec },
  locale,
  link,
}: Pick<About, 'frame' | 'locale' | 'link'>) {
  const about = aboutOf(spec);
  const [scheme, source] = [said(about.text.name, locale), citation(about.source, locale)];
  return [
    t(locale, 'code.heading', { scheme, source }),
    ...[paramWords(spec, locale), sizeWords(spec, locale)].map((words) => words.join(' · ')),
    t(locale, 'code.leaves'),
    link,
  ]
    .filter((line) => line !== '')
    .map((line) => line.replaceAll(/\s+/g, ' '));
}

/** A script of the state shown, in a library. */
export const scriptExport = (dialect: Dialect) =>
  defineExport({
    id: dialect,
    group: 'code',
    ending: `${dialect}.py`,
    mediaType: 'text/x-python',
    refuses: ({ frame }) => withoutCode(frame.spec),
    make: (context) => scriptOf(context.frame.spec, dialect, headingOf(context)),
  });
