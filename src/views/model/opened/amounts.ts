/** Amounts of bytes as people write them: 64 kB, 2.1 MB, 417 MB. */
import type { Source } from '../../../files/source.ts';
import { say } from '../../../show/words.ts';
import { viewStore } from '../../../state/view.ts';
import { formatNumber } from '../../../text/t.ts';

function bytesText(bytes: number): string {
  const [unit, amount] =
    bytes >= 1e9
      ? ['gigabyte', bytes / 1e9]
      : bytes >= 1e6
        ? ['megabyte', bytes / 1e6]
        : ['kilobyte', bytes / 1e3];
  return formatNumber(viewStore.getState().locale, amount, {
    style: 'unit',
    unit,
    maximumFractionDigits: amount < 10 ? 1 : 0,
  });
}

/** What of a file has been read. */
export function amountRead({ bytesRead, size }: Source): string {
  return say('own.bytes', { read: bytesText(bytesRead), size: bytesText(size) });
}
