/**
 * Showing the page to a class: large type, only what is to be seen, and controls that nobody moves by
 * accident. What leaving has to give back is kept in the view.
 */
import type { Theme } from './page.ts';
import { freeze, type SpecStore } from './store.ts';
import type { View, ViewStore } from './view.ts';

/** Paper is too faint for a projector; night is what someone chose. */
function projected(theme: Theme): Pick<View, 'theme' | 'themeAfter'> {
  return theme === 'light'
    ? { theme: 'projector', themeAfter: theme }
    : { theme, themeAfter: null };
}

export function startPresenting(specs: SpecStore, views: ViewStore): void {
  freeze(specs, true);
  views.setState(({ theme }) => ({ present: true, spotlight: false, ...projected(theme) }));
}

export function stopPresenting(specs: SpecStore, views: ViewStore): void {
  freeze(specs, views.getState().locked);
  views.setState(({ theme, themeAfter }) => ({
    present: false,
    screen: 'room',
    spotlight: false,
    theme: themeAfter ?? theme,
    themeAfter: null,
  }));
}
