/** What a lesson marks on a map, and what it covers there. */
import { useStore } from 'zustand';
import type { Window } from '../../fields/matrix.ts';
import { type Marks, marksStore, type Part } from '../../show/marks.ts';
import './marks.css';

interface MarksProps {
  /** The names of the map: a stage of the Attend room is a map of the plate as well. */
  readonly map: Part['map'];
  /** The cells that are seen. */
  readonly window: Window;
  readonly width: number;
  readonly height: number;
}

/** The same store's changes as a hook. */
export const useMarks = <T,>(choose: (marks: Marks) => T): T => useStore(marksStore, choose);

/** In pixels. */
const least = 10;

/** Over the heatmap and under the crosshair. */
export function MapMarks({ map, window, width, height }: MarksProps) {
  const all = useMarks((now) => now);
  const on = (part: Part) => part.map === map;
  const marks = all.marks.filter(on);
  const veils = all.veils.filter(on);
  if (marks.length === 0 && veils.length === 0) return null;
  const { left, right, top, bottom } = window;
  const [wide, high] = [width / (right - left), height / (bottom - top)];
  /** At least as large as can be seen around the crosshair. */
  const box = ({ row, column }: Part) => {
    const [x, w] = column === undefined ? [0, width] : [(column - left) * wide, wide];
    const [y, h] = row === undefined ? [0, height] : [(row - top) * high, high];
    const [most, tall] = [Math.max(w, least), Math.max(h, least)];
    return { x: x - (most - w) / 2, y: y - (tall - h) / 2, width: most, height: tall };
  };
  return (
    <svg className="map-marks" width={width} height={height} aria-hidden="true">
      {veils.map((veil) => (
        <rect key={`${veil.row} ${veil.column}`} className="veil" {...box(veil)} />
      ))}
      {marks.map((mark) => (
        <g key={`${mark.kind} ${mark.row} ${mark.column}`} data-mark={mark.kind}>
          <rect className="map-mark-halo" {...box(mark)} />
          <rect className={`map-mark ${mark.kind}`} {...box(mark)} />
        </g>
      ))}
    </svg>
  );
}
