/** The address of the page without its query. A page opened from a disk has an address, and no origin. */
export function here(): string {
  return globalThis.location.href.replace(/[?#].*/s, '');
}
