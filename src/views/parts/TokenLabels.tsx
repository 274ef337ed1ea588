/** The words down the left, once. */
import { useRef } from 'react';
import { useView } from '../hooks/stores.ts';
import { useDrawing } from '../hooks/useDrawing.ts';
import type { Square } from './layout.ts';
import { Repeats } from './Repeats.tsx';

export function TokenLabels({ layout }: { readonly layout: Square }) {
  const place = useRef<SVGGElement>(null);
  // It has a size of letters of its own.
  const theme = useView((view) => view.theme);
  useDrawing(
    ({ followTokens }) => (place.current ? followTokens(place.current, layout) : undefined),
    [layout, theme],
  );
  return (
    <div className="tokens" style={{ width: layout.gutter }}>
      <Repeats />
      <svg width={layout.gutter} height={layout.side} aria-hidden="true">
        <g ref={place} />
      </svg>
    </div>
  );
}
