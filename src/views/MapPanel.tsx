/** One map of the plate: head line with its scale, the heatmap, its axis and the row's profile. */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import type { Frame } from '../state/frame.ts';
import type { MapName } from '../state/view.ts';
import { Axis } from './Axis.tsx';
import { CellNumbers } from './CellNumbers.tsx';
import { Legend } from './Legend.tsx';
import { useRem } from './lenses/useSize.ts';
import { MapSays, Untrained } from './MapKinds.tsx';
import { ProfileLabel } from './ProfileLabel.tsx';
import { register, repaint, scaleOf } from './paintPlate.ts';
import { Surface } from './Surface.tsx';
import { useStage } from './stage.ts';
import { say } from './words.ts';

interface MapProps {
  readonly map: MapName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly side: number;
  /** Height of the curve; 0 where there is no room for one. */
  readonly profile: number;
}

/** How many cells hold no number, or an infinite one; they have a colour of their own. */
function BadNumbers({ map }: { readonly map: MapName }) {
  const extent = useStage(({ extents }) => extents[map]);
  const { nan = 0, infinite = 0 } = extent ?? {};
  const counts = [nan > 0 ? `${nan} NaN` : '', infinite > 0 ? `${infinite} ∞` : ''];
  const text = counts.filter((count) => count !== '').join(', ');
  return text === '' ? null : <span className="bad-numbers"> · {text}</span>;
}

function Numbers({
  map,
  frame,
  side,
}: {
  readonly map: MapName;
  readonly frame: Frame;
  readonly side: number;
}) {
  const extent = useStage(({ extents }) => extents[map]);
  const matrix = frame.maps[map];
  if (!matrix) return null;
  return (
    <CellNumbers
      name={map}
      matrix={matrix}
      frame={frame}
      follows={map}
      width={side}
      height={side}
      scale={scaleOf(map, frame)}
      largest={extent?.largest ?? null}
    />
  );
}

/** The line of the value over the curve, in the size of the letters. */
const labelHigh = 1;

export function MapPanel({ map, title, children, side, profile }: MapProps) {
  const frame = useStage(({ shown }) => shown?.frame ?? null);
  const heatmap = useRef<HTMLCanvasElement>(null);
  const curve = useRef<HTMLCanvasElement>(null);
  const says = useId();
  const present = frame === null || frame.maps[map] !== null;

  useLayoutEffect(() => {
    if (!heatmap.current || !curve.current) return;
    const leave = register(map, { heatmap: heatmap.current, profile: curve.current });
    repaint();
    return leave;
  }, [map, present]);
  const label = Math.round(labelHigh * useRem());
  useLayoutEffect(() => repaint(), [side, profile, label]);

  return (
    <section className={`map map-${map}`} style={{ width: side }} aria-label={title}>
      <header className="map-head">
        <h2>
          {title}
          {map === 'attention' && <Untrained />}
        </h2>
        <div className="map-kind">
          {children}
          <BadNumbers map={map} />
        </div>
        {frame?.maps[map] && <Legend map={map} frame={frame} />}
        {present && <MapSays id={says} map={map} />}
      </header>
      {present ? (
        <>
          <Surface
            map={map}
            title={title}
            width={side}
            height={side}
            canvas={heatmap}
            frame={frame}
            describedBy={says}
          >
            {frame && <Numbers map={map} frame={frame} side={side} />}
          </Surface>
          <Axis map={map} width={side} frame={frame} />
          <div className="profile" style={{ width: side, height: profile }}>
            <canvas
              ref={curve}
              style={{ width: side, height: Math.max(profile - label, 0) }}
              aria-hidden="true"
            />
            {profile > 0 && <ProfileLabel map={map} width={side} />}
          </div>
        </>
      ) : (
        <div className="map-empty" style={{ width: side, height: side }}>
          <p>{say('map.nothing')}</p>
          <p className="soft">{say('map.nothing.why')}</p>
        </div>
      )}
    </section>
  );
}
