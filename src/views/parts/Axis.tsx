/** Ticks under a map, and the name of the axis at its right end. */
import { useRef } from 'react';
import { windowOf } from '../../show/windows.ts';
import { axisKey, say } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { MapName } from '../../state/view.ts';
import { inIdeographs } from '../../text/locale.ts';
import { useView } from '../hooks/stores.ts';
import { useDrawing } from '../hooks/useDrawing.ts';
import { Terms } from '../terms/Terms.tsx';

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
  useDrawing(
    ({ drawAxis }) => {
      if (!frame || !matrix || !place.current) return undefined;
      const window = windowOf(map, matrix, frame, windows);
      const { start, length } = frame.spec;
      const counted = matrix.columnAxis === 'channel' || matrix.columnAxis === 'count';
      const shift = counted ? 0 : matrix.columnAxis === 'offset' ? 1 - length : start;
      const name = say(axisKey[matrix.columnAxis]);
      const fontSize = Number.parseFloat(getComputedStyle(place.current).fontSize);
      drawAxis(place.current, {
        from: window.left + shift,
        to: window.right + shift,
        width,
        room: width - (name.length * (inIdeographs(locale) ? 1.1 : 0.62) + 2) * fontSize,
        fontSize,
      });
      return undefined;
    },
    [map, matrix, frame, windows, width, locale, theme],
  );
  return (
    // Of a map that has no room yet it is less than nothing.
    <div className="axis" style={{ width: Math.max(width, 0) }}>
      <svg aria-hidden="true">
        <g ref={place} />
      </svg>
      <span className="axis-name">
        {matrix && <Terms text={say(axisKey[matrix.columnAxis])} />}
      </span>
    </div>
  );
}
