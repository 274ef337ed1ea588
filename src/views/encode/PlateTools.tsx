/** The cell under the crosshair in words, for those who do not see it, and the plate's buttons. */

import { lazy, Suspense } from 'react';
import { cellOf, rowsArePositions } from '../../show/cross.ts';
import { mapPicture } from '../../show/platePictures.ts';
import { readout } from '../../show/readout.ts';
import { showWhole, zoomMap } from '../../show/windows.ts';
import { rowLabel, shortValue } from '../../show/words.ts';
import { type MapName, viewStore } from '../../state/view.ts';
import { useReadout, useShown, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { HoldTool } from '../parts/HoldTool.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { useMarks } from '../parts/Marks.tsx';

const HearTool = lazy(() => import('../parts/HearTool.tsx'));

/** The row of the map that the crosshair was last on. */
const rowUnderCross = (titles: Readonly<Record<MapName, string>>) => () => {
  const { frame, cross } = readout.getState();
  const matrix = frame && cross && frame.maps[cross.map];
  const cell = frame && cross && cellOf(cross, cross.map, frame);
  if (!frame || !matrix || !cell) return null;
  const { map } = cross;
  return {
    frame,
    name: map,
    title: titles[map],
    row: cell.row,
    columns: matrix.columns,
    tokens: map !== 'positions' || rowsArePositions(frame),
    picture: mapPicture(map),
  };
};

export function PlateTools({ titles }: { readonly titles: Readonly<Record<MapName, string>> }) {
  const words = useWords();
  const reading = useReadout(({ cross, readings }) => cross && readings[cross.map]);
  const { frame, cross } = readout.getState();
  const zoomed = useView(({ windows }) => Object.values(windows).some((span) => span !== null));
  const hidden = useShown((now) => now.frame === null);
  const veiled = useMarks(({ veils }) => veils.length > 0);
  const step = (factor: number) => () => {
    const { frame: now, cross: at } = readout.getState();
    const cell = now && at && cellOf(at, at.map, now);
    if (now && cell)
      zoomMap(at.map, now, factor, { row: cell.row + 0.5, column: cell.column + 0.5 });
  };
  const atToken =
    cross !== null && frame !== null && (cross.map !== 'positions' || rowsArePositions(frame));
  const spoken =
    frame && cross && reading && reading.gpu !== null
      ? words('read.spoken', {
          map: titles[cross.map],
          row: reading.cell.row + (atToken ? frame.spec.start : 0),
          rowToken: atToken ? rowLabel(frame, reading.cell.row) : '',
          column: reading.cell.column,
          columnToken: cross.map === 'positions' ? '' : rowLabel(frame, reading.cell.column),
          value: veiled ? '?' : shortValue(reading.gpu),
        })
      : '';
  return (
    <>
      <div className="visually-hidden" aria-live="polite">
        {spoken}
      </div>
      <div className="plate-tools">
        <button
          type="button"
          className="tool"
          aria-label={words('plate.zoomIn')}
          disabled={hidden}
          onClick={step(1.5)}
        >
          +
        </button>
        <button
          type="button"
          className="tool"
          aria-label={words('plate.zoomOut')}
          disabled={!zoomed}
          onClick={step(1 / 1.5)}
        >
          −
        </button>
        <IconButton
          className="tool"
          name={words('plate.reset')}
          disabled={!zoomed}
          onClick={showWhole}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" />
          </svg>
        </IconButton>
        <Suspense fallback={<span className="hear" />}>
          <HearTool what={rowUnderCross(titles)} disabled={hidden || veiled} />
        </Suspense>
        <button
          type="button"
          className="tool tool-table"
          disabled={hidden || veiled}
          onClick={() => viewStore.setState({ panel: 'table' })}
        >
          {words('plate.table')}
        </button>
        <HoldTool />
      </div>
    </>
  );
}
