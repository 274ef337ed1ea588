/** One map as large as the screen allows, beside it what it is and the number under the crosshair. */
import { useRef } from 'react';
import { rowsArePositions } from '../../show/cross.ts';
import { isVeiled } from '../../show/marks.ts';
import { repaint } from '../../show/pictures.ts';
import { axisKey, plainNumber, rowLabel, schemeName, shortValue } from '../../show/words.ts';
import type { MapName } from '../../state/view.ts';
import { Plate } from '../encode/Plate.tsx';
import { useReadout, useSpecs, useView } from '../hooks/stores.ts';
import { useLayout } from '../hooks/useLayout.ts';
import { useWords } from '../hooks/useWords.ts';
import { useMarks } from '../parts/Marks.tsx';
import { oneMapLayout } from './oneMapLayout.ts';

export function OneMap({ map }: { readonly map: MapName }) {
  const box = useRef<HTMLDivElement>(null);
  const layout = useLayout(box, oneMapLayout, null, repaint);
  useView((view) => view.locale);
  // Rows of heads or channels are no tokens.
  const tokens = useReadout(
    ({ frame }) => map !== 'positions' || frame === null || rowsArePositions(frame),
  );
  const spec = useSpecs((history) => history.spec);
  return (
    <div
      ref={box}
      className={`room one-map ${layout?.beside ? 'wide' : ''} ${tokens ? '' : 'no-tokens'}`}
      style={
        { '--beside': px(layout?.beside), '--gutter': px(layout?.gutter) } as React.CSSProperties
      }
    >
      {layout && (
        <>
          <aside className="one-map-words">
            <h1 className="one-map-scheme">{schemeName(spec)}</h1>
            <CellRead map={map} />
          </aside>
          <Plate layout={layout} maps={[map]} told />
        </>
      )}
    </div>
  );
}

/** Where the crosshair stands, and the number there, to be read from the back row. */
function CellRead({ map }: { readonly map: MapName }) {
  const words = useWords();
  const veiled = useMarks((marks) => isVeiled(marks, map));
  const reading = useReadout(({ readings }) => readings[map]);
  const frame = useReadout((now) => now.frame);
  const matrix = frame?.maps[map];
  if (veiled || !frame || !matrix || !reading || reading.gpu === null) return null;
  const { row, column } = reading.cell;
  const { start, length } = frame.spec;
  const place = (at: number) => plainNumber(at + start);
  const [above, below] = [rowLabel(frame, row), rowLabel(frame, column)];
  const where =
    map === 'attention'
      ? words('attend.how.pair', {
          query: above,
          row: place(row),
          key: below,
          column: place(column),
        })
      : map === 'similarity'
        ? words('present.pair', { a: above, row: place(row), b: below, column: place(column) })
        : rowsArePositions(frame)
          ? words('attend.how.cell', {
              query: above,
              row: place(row),
              channel: plainNumber(column),
            })
          : words('present.place', {
              rowAxis: words(axisKey[matrix.rowAxis]),
              row: plainNumber(matrix.rowAxis === 'head' ? row + 1 : row),
              columnAxis: words(axisKey[matrix.columnAxis]),
              column: plainNumber(matrix.columnAxis === 'offset' ? column - (length - 1) : column),
            });
  return (
    <p className="one-map-cell" aria-hidden="true">
      <span>{where}</span> <strong>{shortValue(reading.gpu)}</strong>
    </p>
  );
}

const px = (pixels = 0) => `${pixels}px`;
