/**
 * What the page did with something in a link that it could not take as it stood: plain data, and
 * the sentence that says so. Never an error.
 */
import type { Locale, Localized } from './locale.ts';
import { t, textIn } from './t.ts';

/** `field` and `value` as the link has them, at most 40 characters each; see `cut`. */
export type Notice = { readonly field: string; readonly value: string } & (
  | { readonly kind: 'unknown' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'invalid'; readonly allowed: string; readonly used: string }
  | { readonly kind: 'rounded'; readonly used: string }
  | { readonly kind: 'repeated'; readonly used: string }
  | { readonly kind: 'adjusted'; readonly used: string; readonly reason: Localized }
  | { readonly kind: 'shortened' }
  | { readonly kind: 'no-lesson' }
);

/** The notice as one sentence of the page. */
export function sentenceOf(notice: Notice, locale: Locale): string {
  const field = notice.field;
  const value = notice.value || t(locale, 'notice.nothing');
  switch (notice.kind) {
    case 'unknown':
      return t(locale, 'notice.unknown', { field, value });
    case 'broken':
      return t(locale, 'notice.broken', { field, value, used: t(locale, 'notice.default') });
    case 'invalid': {
      const used = notice.used || t(locale, 'notice.nothing');
      return t(locale, 'notice.invalid', { field, value, allowed: notice.allowed, used });
    }
    case 'rounded':
      return t(locale, 'notice.rounded', { field, value, used: notice.used });
    case 'repeated': {
      const used = notice.used || t(locale, 'notice.nothing');
      return t(locale, 'notice.repeated', { field, value, used });
    }
    case 'adjusted': {
      const reason = textIn(notice.reason, locale);
      return t(locale, 'notice.adjusted', { field, value, used: notice.used, reason });
    }
    case 'shortened':
      return t(locale, 'notice.shortened');
    case 'no-lesson':
      return t(locale, 'notice.no-lesson', { value });
  }
}

/** A text of at most 40 characters, an ellipsis standing for what was cut off. */
export function cut(text: string): string {
  const characters = Array.from(text.slice(0, 82));
  return characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : characters.join('');
}
