/** The page in the colours of another theme, for as long as a figure of it is read, which no screen shows. */
import type { ThemeName } from '../../fields/theme.ts';
import { drawNow } from '../../show/drawNow.ts';
import { colourIn } from '../../show/dress.ts';
import { themeNames } from '../../show/mapColours.ts';
import { viewStore } from '../../state/view.ts';

/** Letters keep their size, so that nothing moves. @param read  waits for nothing */
export function inTheme<T>(theme: ThemeName, read: () => T): T {
  // What draws on canvases of its own does so in an effect, which is over by then.
  const draw = (figureTheme: ThemeName | null) =>
    drawNow(() => viewStore.setState({ figureTheme }));
  try {
    colourIn(theme);
    draw(theme);
    return read();
  } finally {
    colourIn(themeNames[viewStore.getState().theme]);
    draw(null);
  }
}
