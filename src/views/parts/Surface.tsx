/** The heatmap of a map with the crosshair over it. */
import { select } from 'd3';
import { type ReactNode, useEffect, useRef } from 'react';
import { pixelOf } from '../../fields/window.ts';
import { cellOf, rowsArePositions } from '../../show/cross.ts';
import { listen } from '../../show/gestures.ts';
import type { Picture } from '../../show/pictures.ts';
import { onCrossOrWindows, readout } from '../../show/readout.ts';
import { windowOf } from '../../show/windows.ts';
import { say } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { type MapName, viewStore } from '../../state/view.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Heatmap } from './Heatmap.tsx';
import { MapMarks } from './Marks.tsx';
import { lightRow, Spotlight } from './Spotlight.tsx';

interface SurfaceProps {
  readonly map: MapName;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly picture: Picture;
  readonly frame: Frame | null;
  /** The id of what says what a row and a colour are. */
  readonly describedBy?: string;
  /** What lies over the heatmap and under the crosshair. */
  readonly children?: ReactNode;
}

export function Surface(props: SurfaceProps) {
  const { map, title, width, height, picture, frame, describedBy, children } = props;
  const surface = useRef<HTMLDivElement>(null);
  const overlay = useRef<SVGSVGElement>(null);
  const mark = useRef<SVGGElement>(null);
  const vertical = useRef<SVGLineElement>(null);
  const horizontal = useRef<SVGLineElement>(null);
  const band = useRef<SVGPathElement>(null);
  useWords();
  const seen = useView((view) => view.windows);
  const drawn = frame?.maps[map];

  useEffect(() => {
    if (surface.current) return listen(surface.current, map, width, height);
  }, [map, width, height]);

  // The crosshair moves without React: attributes on three shapes.
  useEffect(() => {
    const draw = () => {
      const { frame: shown, cross } = readout.getState();
      const matrix = shown?.maps[map];
      const cell = shown && cross && cellOf(cross, map, shown);
      if (!shown || !matrix || !cell) return;
      const box = pixelOf(
        windowOf(map, matrix, shown, viewStore.getState().windows),
        width,
        height,
        cell,
      );
      const size = (side: number) => Math.max(side, 6);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const inside = x >= 0 && x <= width && y >= 0 && y <= height;
      select(mark.current)
        .selectAll('rect')
        .attr('x', x - size(box.width) / 2)
        .attr('y', y - size(box.height) / 2)
        .attr('width', size(box.width))
        .attr('height', size(box.height))
        .attr('visibility', inside ? 'visible' : 'hidden');
      select(vertical.current)
        .attr('x1', x)
        .attr('x2', x)
        .attr('visibility', x >= 0 && x <= width ? 'visible' : 'hidden');
      const ownRow = map !== 'positions' || rowsArePositions(shown);
      lightRow(overlay.current, ownRow, box.y, box.y + box.height, height);
      const rowLine = ownRow && y >= 0 && y <= height;
      select(horizontal.current)
        .attr('y1', y)
        .attr('y2', y)
        .attr('visibility', rowLine ? 'visible' : 'hidden');
    };
    draw();
    return onCrossOrWindows(draw);
  }, [map, width, height, frame]);

  // The marked diagonals, two lines through the square maps.
  useEffect(() => {
    const draw = () => {
      const { band: marked, windows } = viewStore.getState();
      const matrix = frame?.maps[map];
      const square = frame && matrix && map !== 'positions' && marked;
      if (!square) {
        select(band.current).attr('d', null);
        return;
      }
      const { left, right, top, bottom } = windowOf(map, matrix, frame, windows);
      const [wide, high] = [width / (right - left), height / (bottom - top)];
      const diagonal = (offset: number) =>
        [top, bottom]
          .map(
            (row, end) => `${end ? 'L' : 'M'}${(row + offset - left) * wide} ${(row - top) * high}`,
          )
          .join('');
      select(band.current).attr('d', diagonal(marked.from - 0.5) + diagonal(marked.to + 0.5));
    };
    draw();
    return viewStore.subscribe((view, before) => {
      if (view.band !== before.band || view.windows !== before.windows) draw();
    });
  }, [map, width, height, frame]);

  return (
    // A map is operated by keys of its own, spoken through the live region of the plate.
    <div
      ref={surface}
      className="surface"
      role="application"
      aria-label={say('map.hint', { map: title })}
      aria-describedby={describedBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus.
      tabIndex={0}
      style={{ width, height }}
      data-map={map}
    >
      <Heatmap picture={picture} width={width} height={height} />
      {frame && map === 'positions' && frame.maps.positions?.rowAxis === 'head' && (
        <HeadNumbers count={frame.spec.heads} height={height} />
      )}
      {children}
      {drawn && frame && (
        <MapMarks
          map={map}
          window={windowOf(map, drawn, frame, seen)}
          width={width}
          height={height}
        />
      )}
      <svg ref={overlay} className="cross" width={width} height={height} aria-hidden="true">
        <Spotlight side={width} />
        <path ref={band} className="band" />
        <line ref={horizontal} x1={0} x2={width} className="cross-line" />
        <line ref={vertical} y1={0} y2={height} className="cross-line" />
        <g ref={mark}>
          <rect className="cross-halo" />
          <rect className="cross-cell" />
        </g>
      </svg>
    </div>
  );
}

/** The rows of a bias are heads: their numbers stand inside, where the tokens do not belong. */
function HeadNumbers({ count, height }: { readonly count: number; readonly height: number }) {
  return (
    <ol className="head-numbers" aria-hidden="true">
      {Array.from({ length: count }, (_, head) => (
        <li key={head} style={{ height: height / count }}>
          {head + 1}
        </li>
      ))}
    </ol>
  );
}
