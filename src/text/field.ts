/** How much of a text a field shows for editing: laying out more takes longer than anyone waits. */

const mostUnits = 20_000;
const mostLines = 500;
/** Accents on one letter: they are laid out in a time that grows with their square. */
const heap = /[\p{M}\u200d]{41}/u;

/** The beginning of a text that can be laid out in a moment; all of any text that people write. */
export function fieldHead(text: string): string {
  let end = Math.min(text.length, mostUnits);
  let lines = 0;
  for (const { index } of text.slice(0, end).matchAll(/\r\n|\r|\n/g)) {
    lines += 1;
    if (lines === mostLines) {
      end = index;
      break;
    }
  }
  end = Math.min(end, heap.exec(text.slice(0, end))?.index ?? end);
  // Not between the halves of a pair.
  const halved = end < text.length && /[\udc00-\udfff]/.test(text.charAt(end));
  return text.slice(0, halved ? end - 1 : end);
}
