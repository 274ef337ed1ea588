/** A value of a setting, as the page's control writes it. */
import type { Param, ParamValue } from '../encodings/params.ts';
import type { Locale } from '../text/locale.ts';
import { formatNumber, said, t } from '../text/t.ts';
import '../text/later.ts';

export function valueWords(param: Param, value: ParamValue, locale: Locale): string {
  if (param.kind === 'choice') {
    const option = param.options.find((each) => each.value === value);
    return option ? said(option.label, locale) : String(value);
  }
  if (param.kind === 'flag') return t(locale, value === true ? 'export.yes' : 'export.no');
  if (param.kind === 'text') return String(value);
  if (value === 0 && param.zero) return said(param.zero, locale);
  return formatNumber(locale, Number(value));
}
