/** What dims the rows beside the one that is pointed at, while presenting: two veils over a map. */
import { useView } from '../hooks/stores.ts';

/** Under the crosshair; nothing where the spotlight is off. */
export function Spotlight({ side }: { readonly side: number }) {
  const on = useView((view) => view.present && view.spotlight);
  return (
    <g className="spotlight" visibility={on ? 'visible' : 'hidden'}>
      <rect width={side} />
      <rect width={side} />
    </g>
  );
}
