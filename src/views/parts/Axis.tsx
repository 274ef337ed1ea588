/** Ticks under a map, and the name of the axis at its right end. */
import { useRef } from 'react';
import type { Matrix } from '../../fields/matrix.ts';
import { windowOf } from '../../show/windows.ts';
import { axisKey, say } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { MapName, Windows } from '../../state/view.ts';
import { inIdeographs } from '../../text/locale.ts';
import { useView } from '../hooks/stores.ts';
import { useDrawing } from '../hooks/useDrawing.ts';
import { Terms } from '../terms/Terms.tsx';

const nothing = { from: 0, to: 0 };

/** What the first cell of a map's columns is called, and the one behind the last. */
function labelsOf(map: MapName, matrix: Matrix, frame: Frame, windows: Windows) {
  const { left, right } = windowOf(map, matrix, frame, windows);
  const { start, length } = frame.spec;
  const counted = matrix.columnAxis === 'channel' || matrix.columnAxis === 'count';
  const shift = counted ? 0 : matrix.columnAxis === 'offset' ? 1 - length : start;
  return { from: left + shift, to: right + shift };
}

export function Axis({
  map,
  width,
  frame,
}: {
  readonly map: MapName;
  readonly width: number;
  readonly frame: Frame | null;
}) {
  const place = useRef<SVGGElement>(null);
  const windows = useView((view) => view.windows);
  const locale = useView((view) => view.locale);
  const theme = useView((view) => view.theme);
  const matrix = frame?.maps[map];
  const name = matrix ? say(axisKey[matrix.columnAxis]) : '';
  const { from, to } = frame && matrix ? labelsOf(map, matrix, frame, windows) : nothing;
  // Drawn again where one of its numbers is another: at most steps of a slider none is.
  useDrawing(
    ({ drawAxis }) => {
      if (!name || !place.current) return undefined;
      const fontSize = Number.parseFloat(getComputedStyle(place.current).fontSize);
      const room = width - (name.length * (inIdeographs(locale) ? 1.1 : 0.62) + 2) * fontSize;
      drawAxis(place.current, { from, to, width, room, fontSize });
      return undefined;
    },
    [name, from, to, width, locale, theme],
  );
  return (
    // Of a map that has no room yet it is less than nothing.
    <div className="axis" style={{ width: Math.max(width, 0) }}>
      <svg aria-hidden="true">
        <g ref={place} />
      </svg>
      <span className="axis-name">{name && <Terms text={name} />}</span>
    </div>
  );
}
