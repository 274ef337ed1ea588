/** A square map with its numbers, and the sentence that says what it shows. */
import { useId } from 'react';
import type { Picture } from '../../show/pictures.ts';
import type { BlockName, Frame } from '../../state/frame.ts';
import type { SquareMap } from '../../state/view.ts';
import { CellNumbers } from './CellNumbers.tsx';
import { MatrixNow } from './MatrixNow.tsx';
import { Surface } from './Surface.tsx';

interface SquareProps {
  readonly map: SquareMap;
  readonly name: BlockName;
  readonly title: string;
  readonly picture: Picture;
  readonly frame: Frame | null;
  /** Whether there are numbers to tell. */
  readonly computed?: boolean;
  readonly side: number;
}

export function Square({ map, name, title, picture, frame, computed = true, side }: SquareProps) {
  const now = useId();
  const told = computed ? frame : null;
  const matrix = told && picture.matrix(told);
  return (
    <>
      {told && matrix && <MatrixNow id={now} name={name} matrix={matrix} frame={told} />}
      <Surface
        map={map}
        title={title}
        width={side}
        height={side}
        picture={picture}
        frame={frame}
        describedBy={now}
      >
        {told && (
          <CellNumbers name={name} picture={picture} frame={told} width={side} height={side} />
        )}
      </Surface>
    </>
  );
}
