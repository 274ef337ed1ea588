/** One map of the plate: head line with its scale, the heatmap, its axis and the row's profile. */
import { lazy, type ReactNode, Suspense, useId } from 'react';
import { isVeiled } from '../../show/marks.ts';
import { mapPicture, profilePicture } from '../../show/platePictures.ts';
import { say } from '../../show/words.ts';
import type { MapName } from '../../state/view.ts';
import { useExtent, useFrame } from '../hooks/stores.ts';
import { useRem } from '../hooks/useSize.ts';
import { Axis } from '../parts/Axis.tsx';
import { CellNumbers } from '../parts/CellNumbers.tsx';
import { Heatmap } from '../parts/Heatmap.tsx';
import { Legend } from '../parts/Legend.tsx';
import { MapSays, Untrained } from '../parts/MapKinds.tsx';
import { useMarks } from '../parts/Marks.tsx';
import { Surface } from '../parts/Surface.tsx';
import { Terms } from '../terms/Terms.tsx';
import { ProfileLabel } from './ProfileLabel.tsx';

const MapNow = lazy(() => import('./MapNow.tsx'));

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
  const extent = useExtent(mapPicture(map));
  const { nan = 0, infinite = 0 } = extent ?? {};
  const counts = [nan > 0 ? `${nan} NaN` : '', infinite > 0 ? `${infinite} ∞` : ''];
  const text = counts.filter((count) => count !== '').join(', ');
  return text === '' ? null : <span className="bad-numbers"> · {text}</span>;
}

/** The line of the value over the curve, in the size of the letters. */
const labelHigh = 1;

export function MapPanel({ map, title, children, side, profile }: MapProps) {
  const frame = useFrame();
  const says = useId();
  const present = frame === null || frame.maps[map] !== null;

  const picture = mapPicture(map);
  const veiled = useMarks((marks) => isVeiled(marks, map));
  const label = Math.round(labelHigh * useRem());

  return (
    <section
      className={`map map-${map} ${veiled ? 'veiled' : ''}`}
      style={{ width: side }}
      aria-label={title}
    >
      <header className="map-head">
        <h2>
          <Terms text={title} />
          {map === 'attention' && <Untrained />}
        </h2>
        <div className="map-kind">
          {children}
          <BadNumbers map={map} />
        </div>
        {frame?.maps[map] && <Legend picture={picture} frame={frame} />}
        {present && (
          <>
            <MapSays id={says} map={map} />
            {frame && !veiled && (
              <Suspense>
                <MapNow id={`${says}-now`} map={map} />
              </Suspense>
            )}
          </>
        )}
      </header>
      {present ? (
        <>
          <Surface
            map={map}
            title={title}
            width={side}
            height={side}
            picture={picture}
            frame={frame}
            describedBy={`${says} ${says}-now`}
          >
            {frame && !veiled && (
              <CellNumbers name={map} picture={picture} frame={frame} width={side} height={side} />
            )}
          </Surface>
          <Axis map={map} width={side} frame={frame} />
          <div className="profile" style={{ width: side, height: profile }}>
            <Heatmap
              picture={profilePicture(map)}
              width={side}
              height={Math.max(profile - label, 0)}
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
