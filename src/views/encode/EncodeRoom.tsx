/** The plate with what looks closer at it: the maps as large as the room allows, the lens docked. */
import { useRef } from 'react';
import { repaint } from '../../show/pictures.ts';
import { mapNames } from '../../show/stage.ts';
import { mapParts } from '../../state/page.ts';
import { useView } from '../hooks/stores.ts';
import { useLayout } from '../hooks/useLayout.ts';
import { plateLayout } from '../parts/layout.ts';
import { ToolBar } from '../parts/ToolBar.tsx';
import { Plate } from './Plate.tsx';

export function EncodeRoom({ hide }: { readonly hide: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  const open = useView((view) => view.lens !== 'none');
  const named = !hide.includes('lenses');
  const maps = mapNames.filter((map) => !hide.includes(mapParts[map]));
  const layout = useLayout(box, plateLayout, { open, named, maps: maps.length || 1 }, repaint);
  return (
    <div ref={box} className="room encode-room">
      {layout && (
        <>
          <Plate layout={layout} maps={maps} />
          <ToolBar kind="lens" shape={named ? layout.names : 'none'} dock={layout.panel} />
        </>
      )}
    </div>
  );
}
