/** How much of a file has been read, as people write it. */
import type { Source } from '../../../files/source.ts';
import { say } from '../../../show/words.ts';
import { viewStore } from '../../../state/view.ts';
import { bytesText } from '../../../text/bytes.ts';

export function amountRead({ bytesRead, size }: Source): string {
  const { locale } = viewStore.getState();
  return say('own.bytes', { read: bytesText(locale, bytesRead), size: bytesText(locale, size) });
}
