/**
 * What the installed page does beside: it opens at its last state, and is handed the files that are
 * opened with it. public/early.js goes to that state, before anything reads the address.
 */

/** As public/early.js reads it. */
const lastState = 'whereabouts.last';
/** In the window of the installed page, by public/early.js. */
const ofInstalled = 'whereabouts.installed';

/** Not in every browser, and not in TypeScript's own library. */
interface LaunchQueue {
  setConsumer(take: (launched: { readonly files: readonly FileSystemFileHandle[] }) => void): void;
}

/** @param take  what is done with files that the page is opened with */
export function followInstalled(take: (files: readonly File[]) => unknown): void {
  keepLast();
  const { launchQueue } = globalThis as { readonly launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files }) => {
    if (files.length > 0) void Promise.all(files.map((file) => file.getFile())).then(take);
  });
}

/** Where it is left; a window that is closed says no more than that it is hidden. */
function keepLast(): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden') return;
    try {
      if (sessionStorage.getItem(ofInstalled) !== null)
        localStorage.setItem(lastState, globalThis.location.search);
    } catch {
      // Where nothing may be stored it opens as on the first day.
    }
  });
}
