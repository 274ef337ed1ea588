/** The plate: token labels and three maps on one position axis. */
import { useEffect, useRef } from 'react';
import { familyOf } from '../state/spec.ts';
import { type MapName, viewStore } from '../state/view.ts';
import { layoutFor } from './layout.ts';
import { AttentionKind, PositionKind, SimilarityKind } from './MapKinds.tsx';
import { MapPanel } from './MapPanel.tsx';
import { PlateTools } from './PlateTools.tsx';
import { repaint } from './paintPlate.ts';
import { readout } from './readout.ts';
import { useSpecs } from './stage.ts';
import { TableView } from './TableView.tsx';
import { TokenLabels } from './TokenLabels.tsx';
import { useLayout } from './useLayout.ts';
import { useWords } from './words.ts';

export function Plate() {
  const words = useWords();
  const box = useRef<HTMLElement>(null);
  const spec = useSpecs((history) => history.spec);
  const layout = useLayout(box, layoutFor, repaint);

  useEffect(() => {
    const stops = [
      viewStore.subscribe((view, before) => {
        if (view.windows !== before.windows || view.theme !== before.theme) repaint();
      }),
      readout.subscribe((now, before) => {
        if (now.cross !== before.cross || now.rowMax !== before.rowMax) repaint('profiles');
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

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
  return (
    <main
      id="plate"
      ref={box}
      className={`plate ${layout?.stacked ? 'stacked' : ''}`}
      aria-label={words('plate.label')}
    >
      {layout && (
        <>
          <TokenLabels layout={layout} />
          <MapPanel
            map="positions"
            title={titles.positions}
            width={layout.first}
            height={layout.side}
            profile={layout.profile}
          >
            <PositionKind spec={spec} />
          </MapPanel>
          {layout.stacked && <TokenLabels layout={layout} />}
          <MapPanel
            map="similarity"
            title={titles.similarity}
            width={layout.side}
            height={layout.side}
            profile={layout.profile}
          >
            <SimilarityKind spec={spec} />
          </MapPanel>
          {layout.stacked && <TokenLabels layout={layout} />}
          <MapPanel
            map="attention"
            title={titles.attention}
            width={layout.side}
            height={layout.side}
            profile={layout.profile}
          >
            <AttentionKind spec={spec} />
          </MapPanel>
        </>
      )}
      <PlateTools titles={titles} />
      <TableView titles={titles} />
    </main>
  );
}
