/** Amounts of bytes as people write them: 64 kB, 2.1 MB, 417 MB. */
import type { Locale } from './locale.ts';
import { formatNumber } from './t.ts';

export function bytesText(locale: Locale, bytes: number): string {
  const [unit, amount] =
    bytes >= 1e9
      ? ['gigabyte', bytes / 1e9]
      : bytes >= 1e6
        ? ['megabyte', bytes / 1e6]
        : ['kilobyte', bytes / 1e3];
  return formatNumber(locale, amount, {
    style: 'unit',
    unit,
    maximumFractionDigits: amount < 10 ? 1 : 0,
  });
}
