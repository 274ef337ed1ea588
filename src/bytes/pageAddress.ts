/** Under which address the page's own files lie. A thread is told it by who starts it. */

let address = typeof document === 'undefined' ? '' : document.baseURI;

export const pageAddress = (): string => address;

export function setPageAddress(to: string): void {
  address = to;
}
