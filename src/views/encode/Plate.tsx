/** The plate: token labels and three maps on one position axis. */
import type { ReactNode } from 'react';
import { mapNames } from '../../show/stage.ts';
import { familyOf } from '../../state/spec.ts';
import type { MapName } from '../../state/view.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import type { PlateLayout } from '../parts/layout.ts';
import { AttentionKind, PositionKind, SimilarityKind } from '../parts/MapKinds.tsx';
import { MapTabs } from '../parts/MapTabs.tsx';
import { TokenLabels } from '../parts/TokenLabels.tsx';
import { MapPanel } from './MapPanel.tsx';
import { PlateTools } from './PlateTools.tsx';
import { TableView } from './TableView.tsx';

export function Plate({ layout }: { readonly layout: PlateLayout }) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const chosen = useView((view) => view.map);

  const family = familyOf(spec);
  const titles: Readonly<Record<MapName, string>> = {
    positions: words(
      family === 'rotary'
        ? 'map.rotation'
        : family === 'bias'
          ? 'map.bias'
          : family === 'contextual'
            ? 'map.relative'
            : 'map.positions',
    ),
    similarity: words(family === 'contextual' ? 'map.added' : 'map.similarity'),
    attention: words('map.attention'),
  };
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
      {kinds[map]}
    </MapPanel>
  );
  return (
    <main
      id="plate"
      className={`plate ${arrangement}`}
      style={{ columnGap: gap, '--gap': `${gap}px` } as React.CSSProperties}
      aria-label={words('plate.label')}
    >
      {single && <MapTabs maps={mapNames} titles={titles} chosen={chosen} />}
      <TokenLabels layout={layout} />
      {single ? (
        panel(chosen)
      ) : (
        <>
          {panel('positions')}
          {panel('similarity')}
          {arrangement === 'grid' && <TokenLabels layout={layout} />}
          {panel('attention')}
        </>
      )}
      <PlateTools titles={titles} />
      <TableView titles={titles} />
    </main>
  );
}
