/** The plate with what looks closer at it: the maps as large as the room allows, the lens docked. */
import { useRef } from 'react';
import { repaint } from '../../show/pictures.ts';
import { mapNames } from '../../show/shown.ts';
import { mapParts } from '../../state/page.ts';
import { useView } from '../hooks/stores.ts';
import { useLayout } from '../hooks/useLayout.ts';
import { plateLayout } from '../parts/layout.ts';
import { ToolBar, viewsOf } from '../parts/ToolBar.tsx';
import type { Tool } from '../parts/tools.ts';
import { FirstSight } from './FirstSight.tsx';
import { Plate } from './Plate.tsx';
import { Title } from './Title.tsx';

const lenses = viewsOf(
  'lens',
  import.meta.glob<Tool>('../lenses/*.lens.tsx', { import: 'default' }),
);

export function EncodeRoom({ hide }: { readonly hide: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  const alone = useView((view) => view.present && view.screen !== 'room');
  const open = useView((view) => view.lens !== 'none') && !alone;
  const named = !hide.includes('lenses');
  const maps = mapNames.filter((map) => !hide.includes(mapParts[map]));
  const layout = useLayout(box, plateLayout, { open, named, maps: maps.length || 1 }, repaint);
  return (
    <>
      {!hide.includes('intro') && <FirstSight />}
      {!hide.includes('title') && <Title hide={hide} />}
      <div ref={box} className="room encode-room">
        {layout && (
          <>
            <Plate layout={layout} maps={maps} told={!hide.includes('kinds')} />
            {!alone && (
              <ToolBar
                kind="lens"
                views={lenses}
                shape={named ? layout.names : 'none'}
                dock={layout.panel}
              />
            )}
          </>
        )}
      </div>
    </>
  );
}
