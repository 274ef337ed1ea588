/** Numbers from 1 on as people write them: `1-4, 7`. Nothing written is all of them. */

/**
 * @returns  what is named, and every number where nothing is; null for what is no such text
 */
export function rangesOf(text: string): ((number: number) => boolean) | null {
  const ranges = partsOf(text, /^()(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?$/);
  return (
    ranges && ((number) => ranges.length === 0 || ranges.some((range) => holds(range, number)))
  );
}

/**
 * Heads as people write them: `2` in every layer, `5.2-4` in the fifth.
 *
 * @returns  what is named, and every head where nothing is; null for what is no such text
 */
export function headsNamed(text: string): ((layer: number, head: number) => boolean) | null {
  const ranges = partsOf(text, headsPart);
  if (!ranges) return null;
  const isIn = (range: Range, layer: number, head: number) =>
    (range.within === null || range.within === layer) && holds(range, head);
  return (layer, head) => ranges.length === 0 || ranges.some((range) => isIn(range, layer, head));
}

const headsPart = /^(?:(\d{1,4})\.)?(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?$/;

interface Range {
  readonly within: number | null;
  readonly first: number;
  readonly last: number;
}

/** @param part  what one of them looks like: what it is within, first, last */
function partsOf(text: string, part: RegExp): readonly Range[] | null {
  if (text.trim() === '') return [];
  const ranges = text.split(/[,，、]/).map((each) => {
    const [found, within, first, last] = part.exec(each.trim()) ?? [];
    if (found === undefined) return null;
    return {
      within: within ? Number(within) : null,
      first: Number(first),
      last: Number(last ?? first),
    };
  });
  const known = ranges.filter((range) => range !== null);
  const isWhole = ({ within, first, last }: Range) => within !== 0 && first > 0 && first <= last;
  return known.length === ranges.length && known.every(isWhole) ? known : null;
}

/**
 * The same text where all that it names is there; else with what is beyond the last as the last.
 *
 * @param most  the last of what is named, and of what it is within
 */
export function upToLast(text: string, most: number, mostWithin = most): string {
  const ranges = partsOf(text, headsPart) ?? [];
  const fits = ranges.every(({ within, last }) => last <= most && (within ?? 0) <= mostWithin);
  if (fits) return text;
  const written = ranges.map(({ within, first, last }) => {
    const before = within === null ? '' : `${Math.min(within, mostWithin)}.`;
    const [from, to] = [Math.min(first, most), Math.min(last, most)];
    return `${before}${from}${to > from ? `-${to}` : ''}`;
  });
  return [...new Set(written)].join(', ');
}

function holds({ first, last }: Range, number: number): boolean {
  return number >= first && number <= last;
}
