/** Full screen where the browser allows it; where it does not, the window is used as it is. */

export async function fillScreen(): Promise<void> {
  try {
    // iPhones have no such function.
    await document.documentElement.requestFullscreen?.();
  } catch {
    // Refused: the window's size it is.
  }
}

export async function leaveFullScreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
}

export const canFillScreen = (): boolean => document.fullscreenEnabled;

/** Tells of each change until the returned function is called. */
export function followFullScreen(changed: (full: boolean) => void): () => void {
  const listener = () => changed(document.fullscreenElement !== null);
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}
