/** Hands theme and language to the document; the colours are those the painters use. */
import { type ThemeName, themes } from '../fields/theme.ts';
import type { Locale } from '../text/locale.ts';

export function dressIn(theme: ThemeName, locale: Locale): void {
  const root = document.documentElement;
  root.lang = locale;
  root.dataset['theme'] = theme;
  colourIn(theme);
}

/** The colours alone, without what else goes with a theme, as the size of letters does. */
export function colourIn(theme: ThemeName): void {
  for (const [name, colour] of Object.entries(themes[theme])) {
    document.documentElement.style.setProperty(`--${name}`, colour);
  }
}
