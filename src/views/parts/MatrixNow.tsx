/**
 * What a matrix shows now, in a sentence with the numbers of the row under the crosshair, read once the
 * picture and the crosshair rest: for those who do not see it.
 */
import { useEffect, useState } from 'react';
import { countsPositions, type Matrix } from '../../fields/matrix.ts';
import { answers } from '../../show/shown.ts';
import type { BlockName, Frame } from '../../state/frame.ts';
import { useReadout } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { nameOf, sentenceOfRow } from './mapSentence.ts';

interface MatrixNowProps {
  readonly id: string;
  readonly name: BlockName;
  readonly matrix: Pick<Matrix, 'rows' | 'columns' | 'rowAxis' | 'columnAxis'>;
  readonly frame: Frame;
}

interface Read {
  readonly frame: Frame;
  readonly name: BlockName;
  readonly row: number;
  readonly values: Float32Array;
}

export function MatrixNow({ id, name, matrix, frame }: MatrixNowProps) {
  useWords();
  const rests = useReadout(({ restsOn }) => restsOn === frame);
  const row = useReadout(({ cross }) => cross && Math.min(cross.row, matrix.rows - 1));
  const [read, setRead] = useState<Read | null>(null);
  const { columns, rowAxis, columnAxis } = matrix;
  useEffect(() => {
    if (!rests || row === null) return;
    let overtaken = false;
    void answers.block(name, row, 0, 1, columns).then((values) => {
      if (values && !overtaken) setRead({ frame, name, row, values });
    });
    return () => {
      overtaken = true;
    };
  }, [rests, row, frame, name, columns]);
  const current = read?.frame === frame && read.name === name && read.row === row;
  return (
    <p id={id} className="visually-hidden">
      {current &&
        sentenceOfRow(matrix, read.values, {
          row: rowAxis === 'count' ? null : nameOf(frame, read.row, countsPositions(rowAxis)),
          column: (at) => nameOf(frame, at, countsPositions(columnAxis)),
        })}
    </p>
  );
}
