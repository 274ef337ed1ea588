/** What a weight says: how many words are looked at, and which share of it one of them gets. */
import { isHidden } from '../../explain/weight.ts';
import type { Cell } from '../../fields/window.ts';
import { finePercent, rowLabel, say } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';

/** @param logits  of the row; null where they are not at hand */
export function sentenceOfWeight(
  frame: Frame,
  cell: Cell,
  weight: number,
  logits: ArrayLike<number> | null,
): string {
  const places = placesOf(frame, cell);
  const share = finePercent(weight);
  if (!logits) return say('how.says.weightAlone', { ...places, share });
  if (isHidden(logits[cell.column] ?? 0)) return say('how.says.hidden', places);
  const count = Array.from(logits).filter((logit) => !isHidden(logit)).length;
  return say('how.says.weight', { ...places, share, count });
}

/** A query and a key, each with its position. */
export function placesOf(frame: Frame, { row, column }: Cell) {
  const { start } = frame.spec;
  return {
    query: rowLabel(frame, row),
    row: String(start + row),
    key: rowLabel(frame, column),
    column: String(start + column),
  };
}
