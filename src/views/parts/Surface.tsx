/** The heatmap of a map with the crosshair over it. */
import { type ReactNode, useRef } from 'react';
import type { Picture } from '../../show/pictures.ts';
import { windowOf } from '../../show/windows.ts';
import { say } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { MapName } from '../../state/view.ts';
import { useView } from '../hooks/stores.ts';
import { useDrawing } from '../hooks/useDrawing.ts';
import { useWords } from '../hooks/useWords.ts';
import { Heatmap } from './Heatmap.tsx';
import { MapMarks } from './Marks.tsx';
import { Spotlight } from './Spotlight.tsx';

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
  useWords();
  const seen = useView((view) => view.windows);
  const drawn = frame?.maps[map];

  useDrawing(
    ({ listen }) => (surface.current ? listen(surface.current, map, width, height) : undefined),
    [map, width, height],
  );
  useDrawing(
    ({ followBand, followCrosshair }) => {
      if (!overlay.current) return undefined;
      const over = { svg: overlay.current, map, width, height };
      const stops = [followCrosshair(over), followBand(over)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [map, width, height],
  );

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
        <path className="band" />
        <line x1={0} x2={width} className="cross-line horizontal" />
        <line y1={0} y2={height} className="cross-line vertical" />
        <rect className="cross-halo" />
        <rect className="cross-cell" />
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
