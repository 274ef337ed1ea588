/** A link for those to whom something is shown. */
import { presentingOptions } from './page.ts';

/** The query of a link without presenting, for those to whom something is shown. */
export function withoutPresenting(query: string): string {
  const left = query
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => !presentingOptions.some(({ name }) => part.startsWith(`${name}=`)))
    .join('&');
  return left && `?${left}`;
}
