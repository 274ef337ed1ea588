/** What each map is called and shows, in the line under its title, and what can be chosen there. */
import type { ReactNode } from 'react';
import { mapTitleKeys, patchAt, shapeKey } from '../../show/words.ts';
import { familyOf, type Spec, schemeOf } from '../../state/spec.ts';
import { change, specStore } from '../../state/store.ts';
import type { MapName } from '../../state/view.ts';
import { useShown, useSpecs } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Choice } from './Choice.tsx';

/** What the maps are called: it goes with the family of the scheme. */
export function useMapTitles(): Readonly<Record<MapName, string>> {
  const words = useWords();
  const keys = mapTitleKeys(useSpecs(({ spec }) => spec));
  return {
    positions: words(keys.positions),
    similarity: words(keys.similarity),
    attention: words(keys.attention),
  };
}

export function PositionKind({ spec }: { readonly spec: Spec }): ReactNode {
  const words = useWords();
  const matrix = useShown(({ frame }) => frame?.maps.positions ?? null);
  if (!matrix) return null;
  return words(shapeKey(spec, matrix), { rows: matrix.rows, columns: matrix.columns });
}

export function SimilarityKind({ spec }: { readonly spec: Spec }): ReactNode {
  const words = useWords();
  const family = familyOf(spec);
  if (family !== 'additive') {
    return <span className="kind-words">{words(`map.similarity.${family}`)}</span>;
  }
  return (
    <>
      <span className="kind-words">P Pᵀ,</span>{' '}
      <Choice name="similarity" label={words('map.similarity.kind')} />
    </>
  );
}

/** The head shown, stepped through where it is seen. */
export function AttentionKind({ spec }: { readonly spec: Spec }): ReactNode {
  const words = useWords();
  const frozen = useSpecs((history) => history.frozen);
  const show = (head: number) => () => {
    change(specStore, { head });
  };
  return (
    <span className="head-stepper">
      <button
        type="button"
        className="step"
        aria-label={words('map.head.previous')}
        disabled={frozen || spec.head <= 1}
        onClick={show(spec.head - 1)}
      >
        ‹
      </button>
      <span className="head-full">{words('map.head', { head: spec.head, heads: spec.heads })}</span>
      <span className="head-short" aria-hidden="true">
        {spec.head} / {spec.heads}
      </span>
      <button
        type="button"
        className="step"
        aria-label={words('map.head.next')}
        disabled={frozen || spec.head >= spec.heads}
        onClick={show(spec.head + 1)}
      >
        ›
      </button>
    </span>
  );
}

/** Beside the name of attention that no training has shaped. */
export function Untrained() {
  const words = useWords();
  const seeded = useSpecs(({ spec }) => spec.model === 'seeded' && spec.weights !== 'raced');
  if (!seeded) return null;
  return (
    <span className="untrained" title={words('map.untrained.why')}>
      {words('map.untrained')}
    </span>
  );
}

/** What a row and a colour of a map are. */
export function MapSays({ id, map }: { readonly id: string; readonly map: MapName }) {
  const words = useWords();
  const key = useSpecs(({ spec }) => saysOf(map, spec));
  return (
    <p id={id} className="map-says" title={words(key)}>
      {words(key)}
    </p>
  );
}

function saysOf(map: MapName, spec: Spec) {
  const family = familyOf(spec);
  // M-RoPE has words around its patches.
  const patches = patchAt(spec, 0);
  if (map === 'attention') return 'map.says.attention';
  if (map === 'positions') {
    if (family === 'bias') return 'map.says.head';
    if (family === 'contextual')
      return `map.says.${schemeOf(spec).sides?.[0] ?? 'channel'}` as const;
    return patches ? 'map.says.patch' : 'map.says.position';
  }
  if (family === 'bias' || family === 'contextual') return 'map.says.added';
  if (family === 'none') return 'map.says.equal';
  return patches ? 'map.says.alike.patch' : 'map.says.alike';
}
