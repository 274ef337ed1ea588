/** The cell under the crosshair in words: who asks whom, how much now, and as it was trained. */
import { useEffect, useState } from 'react';
import { cellOf } from '../../show/cross.ts';
import { readPair } from '../../show/readOrigin.ts';
import { askUnderCross } from '../../show/readout.ts';
import { answers } from '../../show/shown.ts';
import { shortValue, tokenAt } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { Look } from '../../state/page.ts';
import { useWords } from '../hooks/useWords.ts';
import { AskedNumber } from '../parts/AskedNumber.tsx';
import { tellOrigin } from '../parts/telling.tsx';

interface Read {
  readonly frame: Frame;
  readonly row: number;
  readonly column: number;
  readonly weight: number;
  readonly change: number;
}

export function CellRead() {
  const words = useWords();
  const read = useCellRead();
  if (!read) return <p className="cell-read" />;
  const { frame, row, column, weight, change } = read;
  const { start } = frame.spec;
  const who = words('attend.how.pair', {
    query: tokenAt(frame, row),
    row: String(start + row),
    key: tokenAt(frame, column),
    column: String(start + column),
  });
  const ask = async () => {
    const origin = await readPair(frame, { stage: 'weights', row, column });
    return origin && ((how: Look['how']) => tellOrigin(how, { frame, origin }));
  };
  return (
    <p className="cell-read" data-weight={weight} data-delta={change}>
      <span>{who}</span>
      <AskedNumber of={who} ask={ask}>
        {words('model.read.weight', { weight: shortValue(weight) })}
      </AskedNumber>
      <span>
        {words('model.read', {
          trained: shortValue(weight - change),
          change: shortValue(change),
        })}
      </span>
    </p>
  );
}

/** Two numbers from the GPU. */
function useCellRead(): Read | null {
  const [read, setRead] = useState<Read | null>(null);
  useEffect(() => {
    return askUnderCross(async (cross, frame, late) => {
      const cell = frame.model && cellOf(cross, 'attention', frame);
      if (!cell) return;
      const { row, column } = cell;
      const [weight, change] = await Promise.all([
        answers.block('attention', row, column, 1, 1),
        answers.block('change', row, column, 1, 1),
      ]);
      if (!late() && weight && change) {
        setRead({ frame, row, column, weight: weight[0] ?? 0, change: change[0] ?? 0 });
      }
    });
  }, []);
  return read;
}
