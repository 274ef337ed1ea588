/**
 * A part of the page as a figure wants it, for as long as it is read, which no screen shows: in the colours of
 * its theme, drawings as fine as its pixels, and whole where it scrolls.
 */
import type { ThemeName } from '../../fields/theme.ts';
import { drawNow } from '../../show/drawNow.ts';
import { colourIn } from '../../show/dress.ts';
import { themeNames } from '../../show/mapColours.ts';
import { type View, viewStore } from '../../state/view.ts';
import './forFigure.css';

interface Wanted {
  readonly theme: ThemeName;
  /** Pixels of drawings along one of CSS. */
  readonly ratio: number;
}

/** Letters keep their size, so that lines break where they did. @param read  waits for nothing */
export function forFigure<T>(part: HTMLElement, wanted: Wanted, read: () => T): T {
  // What draws on canvases of its own does so in an effect, which is over by then.
  const draw = (figure: View['figure']) => drawNow(() => viewStore.setState({ figure }));
  const scrolled = [part, ...part.querySelectorAll('*')]
    .filter(({ scrollLeft, scrollTop }) => scrollLeft !== 0 || scrollTop !== 0)
    .map((each) => ({ each, left: each.scrollLeft, top: each.scrollTop }));
  try {
    colourIn(wanted.theme);
    part.dataset['figure'] = '';
    draw(wanted);
    return read();
  } finally {
    colourIn(themeNames[viewStore.getState().theme]);
    delete part.dataset['figure'];
    draw(null);
    for (const { each, left, top } of scrolled) each.scrollTo({ left, top, behavior: 'instant' });
  }
}
