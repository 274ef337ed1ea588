/** The plate with what looks closer at it: the maps as large as the room allows, the lens docked. */
import { useRef } from 'react';
import { plateLayout } from './layout.ts';
import { Plate } from './Plate.tsx';
import { repaint } from './pictures.ts';
import { useView } from './stage.ts';
import { ToolBar } from './ToolBar.tsx';
import { useLayout } from './useLayout.ts';

export function EncodeRoom({ hide }: { readonly hide: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  const open = useView((view) => view.lens !== 'none');
  const named = !hide.includes('lenses');
  const layout = useLayout(box, plateLayout, { open, named }, repaint);
  return (
    <div ref={box} className="room encode-room">
      {layout && (
        <>
          <Plate layout={layout} />
          <ToolBar kind="lens" shape={named ? layout.names : 'none'} dock={layout.panel} />
        </>
      )}
    </div>
  );
}
