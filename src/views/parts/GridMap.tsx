/** A matrix in memory as a heatmap; pointer or arrow keys read a cell, the same one in all its twins. */

import { type KeyboardEvent, useId, useLayoutEffect, useRef } from 'react';
import type { MemoryMatrix } from '../../fields/matrix.ts';
import type { ColourScale } from '../../fields/scale.ts';
import { type Cell, cellAt, whole } from '../../fields/window.ts';
import { memoryPainter } from '../../paint/memory.ts';
import { cellFrom } from '../../show/arrows.ts';
import { themeNames } from '../../show/mapColours.ts';
import { heatmapJob, ownPicture, sizeOf } from '../../show/pictures.ts';
import { holdByKey } from '../../show/pointing.ts';
import { shortValue } from '../../show/words.ts';
import { useView } from '../hooks/stores.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { ScaleBar } from './Legend.tsx';
import { sentenceOfRow } from './mapSentence.ts';
import './gridMap.css';

/** Whose numbers they are. */
export type Kind = 'mine' | 'sinusoids' | 'alone';

interface Props {
  readonly name: string;
  readonly map: 'table' | 'similarity' | 'attention';
  readonly kind: Kind;
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], row-major. */
  readonly data: Float32Array;
  readonly scale: ColourScale;
  readonly cell: Cell;
  readonly point: (cell: Cell) => void;
  /** The sentence of a cell. */
  readonly reading: (row: number, column: number, value: string) => string;
}

export function GridMap(props: Props) {
  const { name, map, kind, rows, columns, data, scale, cell, point, reading } = props;
  const words = useWords();
  const theme = useView((view) => themeNames[view.theme]);
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const now = useId();
  useLayoutEffect(() => {
    if (!canvas.current || width === 0) return;
    const matrix: MemoryMatrix = {
      kind: 'memory',
      rows,
      columns,
      rowAxis: 'position',
      columnAxis: rows === columns ? 'position' : 'channel',
      data,
    };
    const window = whole(rows, columns);
    const drawn = { matrix, window, scale, extent: null };
    memoryPainter().paint([
      { canvas: canvas.current, job: heatmapJob(sizeOf(canvas.current), drawn, theme) },
    ]);
    return ownPicture(canvas.current, drawn);
  }, [rows, columns, data, scale, theme, width]);

  const row = Math.min(cell.row, rows - 1);
  const column = Math.min(cell.column, columns - 1);
  usePointing(box, {
    point([x, y]) {
      const { clientWidth = 1, clientHeight = 1 } = box.current ?? {};
      const to = cellAt(whole(rows, columns), clientWidth, clientHeight, x, y);
      const moved = to.row !== row || to.column !== column;
      if (moved) point(to);
      return moved;
    },
  });
  const keys = (event: KeyboardEvent) => {
    const to = cellFrom(event.key, { row, column }, { rows, columns });
    if (!to && !holdByKey(event)) return;
    event.preventDefault();
    if (to) point(to);
  };
  const value = shortValue(data[row * columns + column] ?? Number.NaN);
  return (
    <figure className={`own-map ${kind}`} data-own-map={`${map} ${kind}`}>
      <figcaption>
        <span>{name}</span>
        <ScaleBar scale={scale} largest={null} />
      </figcaption>
      <div
        ref={box}
        className="own-cells"
        role="application"
        aria-label={words('own.map.keys', { map: name })}
        aria-describedby={now}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus.
        tabIndex={0}
        onKeyDown={keys}
      >
        <canvas ref={canvas} aria-hidden="true" />
        <i className="across" style={{ top: `${(100 * (row + 0.5)) / rows}%` }} />
        <i className="down" style={{ left: `${(100 * (column + 0.5)) / columns}%` }} />
      </div>
      <p id={now} className="visually-hidden">
        {sentenceOfRow({ rows, columns }, data.subarray(row * columns, (row + 1) * columns), {
          row: String(row),
          column: String,
        })}
      </p>
      <output>{reading(row, column, value)}</output>
    </figure>
  );
}
