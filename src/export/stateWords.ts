/** What a picture is of, in words: its scheme with the parameters that matter now, its sizes, its seed. */
import { openedModel } from '../state/openedModel.ts';
import { paramsOf, type Spec } from '../state/spec.ts';
import { valueWords } from '../state/valueWords.ts';
import type { Locale } from '../text/locale.ts';
import { said, t } from '../text/t.ts';
import '../text/later.ts';

/** A parameter with its value, as the page's control writes both: Base 10,000. */
export function paramWords(spec: Spec, locale: Locale): readonly string[] {
  return paramsOf(spec.encoding)
    .filter(({ name, when }) => spec.params[name] !== '' && (when?.(spec.params) ?? true))
    .map(
      (param) =>
        `${said(param.label, locale)} ${valueWords(param, spec.params[param.name] ?? '', locale)}`,
    );
}

/** Sizes, mask and seed. */
export function sizeWords(spec: Spec, locale: Locale): readonly string[] {
  const { length, start, dim, heads, head, weights, seed, mask, model, depth, layer } = spec;
  const sized = t(locale, 'export.sizes', { length, dim, head, heads });
  const randomly = model === 'seeded' && weights === 'random';
  return [
    sized,
    start > 0 ? t(locale, 'export.start', { start }) : '',
    depth > 1 || model !== 'seeded' ? t(locale, 'export.layer', { layer }) : '',
    model === 'seeded' ? t(locale, `option.mask.${mask}`) : '',
    randomly ? t(locale, 'export.seed', { seed }) : '',
    model === 'seeded' && !randomly ? t(locale, 'option.weights.identity') : '',
    model === 'use-lite' ? t(locale, 'export.trained') : '',
    model === 'file' ? (openedModel()?.name ?? '') : '',
  ].filter((part) => part !== '');
}
