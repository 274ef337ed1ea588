/** The sentence of a map with its numbers, once the crosshair and the picture rest. */
import '../../text/later.ts';
import { useMemo } from 'react';
import { cellOf } from '../../show/cross.ts';
import type { MapName } from '../../state/view.ts';
import { useReadout } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { sentenceOfMap } from '../parts/mapSentence.ts';

export default function MapNow({ id, map }: { readonly id: string; readonly map: MapName }) {
  const words = useWords();
  const frame = useReadout(({ restsOn }) => restsOn);
  const cross = useReadout((now) => now.cross);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said anew in another language.
  const text = useMemo(() => {
    const cell = frame && cross && cellOf(cross, map, frame);
    return cell ? sentenceOfMap(frame, map, cell) : '';
    // oxlint-disable-next-line react/exhaustive-deps
  }, [frame, cross, map, words]);
  return (
    <p id={id} className="visually-hidden">
      {text}
    </p>
  );
}
