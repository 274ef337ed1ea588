import type { MouseEvent } from 'react';

/**
 * Follows a link on the page itself, where Back returns; a click that asks for another tab or window is
 * the browser's.
 */
export function onPlainClick(event: MouseEvent, follow: () => void): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  follow();
}
