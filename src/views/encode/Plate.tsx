/** The plate: token labels and the maps on one position axis. */
import { lazy, type ReactNode, Suspense } from 'react';
import type { MapName } from '../../state/view.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import type { PlateLayout } from '../parts/layout.ts';
import { AttentionKind, PositionKind, SimilarityKind, useMapTitles } from '../parts/MapKinds.tsx';
import { MapTabs } from '../parts/MapTabs.tsx';
import { TokenLabels } from '../parts/TokenLabels.tsx';
import { MapPanel } from './MapPanel.tsx';
import { PlateTools } from './PlateTools.tsx';

const TableView = lazy(() => import('./TableView.tsx'));

interface PlateProps {
  readonly layout: PlateLayout;
  /** Those that are not hidden. */
  readonly maps: readonly MapName[];
  /** Whether a line under its title says what a map is of, and how large. */
  readonly told: boolean;
}

export function Plate({ layout, maps, told }: PlateProps) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const wanted = useView((view) => view.map);
  const chosen = maps.includes(wanted) ? wanted : maps[0];

  const table = useView(({ panel }) => panel === 'table');
  const titles = useMapTitles();
  const kinds: Readonly<Record<MapName, ReactNode>> = {
    positions: (
      <span className="kind-words">
        <PositionKind spec={spec} />
      </span>
    ),
    similarity: <SimilarityKind spec={spec} />,
    attention: <AttentionKind spec={spec} />,
  };
  const { arrangement, gap, side, profile } = layout;
  const single = arrangement === 'single';
  const panel = (map: MapName) => (
    <MapPanel key={map} map={map} title={titles[map]} side={side} profile={profile}>
      {told && kinds[map]}
    </MapPanel>
  );
  return (
    <main
      id="plate"
      className={`plate ${arrangement}`}
      style={{ columnGap: gap, '--gap': `${gap}px` } as React.CSSProperties}
      aria-label={words('plate.label')}
    >
      {single && chosen && maps.length > 1 && (
        <MapTabs maps={maps} titles={titles} chosen={chosen} />
      )}
      {single && chosen && maps.length === 1 && <h2 className="map-name">{titles[chosen]}</h2>}
      <TokenLabels layout={layout} />
      {single
        ? chosen && panel(chosen)
        : maps.flatMap((map) => [
            // In a grid, the second row of maps has labels of its own.
            arrangement === 'grid' && map === 'attention' && (
              <TokenLabels key="labels" layout={layout} />
            ),
            panel(map),
          ])}
      <PlateTools titles={titles} />
      {table && (
        <Suspense>
          <TableView titles={titles} />
        </Suspense>
      )}
    </main>
  );
}
