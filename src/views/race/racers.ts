/** What racers are called, and how they are told apart. */
import { encodingOf } from '../../encodings/index.ts';
import { usualOf } from '../../encodings/params.ts';
import { plainNumber } from '../../show/words.ts';
import type { Racer } from '../../state/race.ts';
import { paramsOf } from '../../state/spec.ts';
import type { Locale } from '../../text/locale.ts';
import { said, t } from '../../text/t.ts';

/** Its scheme, and what of its parameters is not as usual: RoPE (base 500,000). */
function racerName({ encoding, params, label }: Racer, locale: Locale): string {
  if (label) return said(label, locale);
  // A seeded table is trained here, whatever it is called where it is not.
  const name =
    encoding === 'learned' && params['table'] === 'seeded'
      ? t(locale, 'race.learned')
      : said(aboutOfRacer(encoding, params).text.name, locale);
  const unusual = paramsOf(encoding).flatMap((param) => {
    const value = params[param.name];
    if (value === undefined || value === usualOf(param, params)) return [];
    return [
      `${said(param.label, locale)} ${typeof value === 'number' ? plainNumber(value) : value}`,
    ];
  });
  return unusual.length === 0 ? name : `${name} (${unusual.join(', ')})`;
}

function aboutOfRacer(encoding: string, params: Racer['params']) {
  const scheme = encodingOf(encoding);
  return scheme.aboutFor?.(params) ?? scheme;
}

/** The same for all of a race: one that is there twice has its number. */
export function racerNames(racers: readonly Racer[], locale: Locale): readonly string[] {
  const names = racers.map((racer) => racerName(racer, locale));
  return names.map((name, place) =>
    names.filter((other) => other === name).length > 1 ? `${name} ${place + 1}` : name,
  );
}
