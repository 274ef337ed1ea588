/** Numbers from 1 on as people write them: `1-4, 7`. Nothing written is all of them. */

/**
 * @returns  what is named, and every number where nothing is; null for what is no such text
 */
export function rangesOf(text: string): ((number: number) => boolean) | null {
  if (text.trim() === '') return () => true;
  const ranges = text.split(/[,，、]/).map((part) => {
    const [, first, last] = /^\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?$/.exec(part) ?? [];
    return first === undefined ? null : ([Number(first), Number(last ?? first)] as const);
  });
  if (ranges.some((range) => range === null || range[0] < 1 || range[1] < range[0])) return null;
  return (number) => ranges.some((range) => range && number >= range[0] && number <= range[1]);
}
