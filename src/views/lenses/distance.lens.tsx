/**
 * Similarity, or the mean logit, against the offset key − query: the mean of each diagonal with its
 * spread. Brushing offsets marks their diagonals on the plate.
 */
import '../../text/later.ts';
import { useMemo, useState } from 'react';
import { shortValue } from '../../show/words.ts';
import type { Diagonals } from '../../state/lens.ts';
import { useAnswer } from '../hooks/useLens.ts';
import { useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { minus } from '../parts/axes.ts';
import { Choices } from '../parts/Choices.tsx';
import { defineLens } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';
import { DistanceChart } from './DistanceChart.tsx';

const height = 240;
const kinds = ['similarityDiagonals', 'logitDiagonals'] as const;

function Distance() {
  const words = useWords();
  const [kind, setKind] = useState<(typeof kinds)[number]>('similarityDiagonals');
  const answered = useAnswer(kind);
  const [box, width] = useWidth<HTMLDivElement>();
  const diagonals = answered?.answer ?? null;
  const curves = useMemo(() => (diagonals ? [{ place: 0, diagonals }] : []), [diagonals]);
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('distance.what')} />
        </p>
        <Choices
          label={words('distance.of')}
          values={kinds}
          chosen={kind}
          name={(each) => words(`distance.${each}`)}
          choose={setKind}
        />
        <p className="soft screen-only">
          <Terms text={words('distance.brush')} />
        </p>
        <Spread diagonals={diagonals} />
      </div>
      <div ref={box} className="lens-figure">
        {curves.length > 0 && width > 0 && (
          <DistanceChart curves={curves} width={width} height={height} detailed />
        )}
      </div>
    </>
  );
}

/** How far a diagonal is from having one value: the largest spread there is, and where. */
function Spread({ diagonals }: { readonly diagonals: Diagonals | null }) {
  const words = useWords();
  if (!diagonals) return null;
  const spreads = diagonals.most.map((most, at) => most - (diagonals.least[at] ?? Number.NaN));
  const worst = spreads.reduce(
    (best, spread, at) => (spread > (spreads[best] ?? 0) ? at : best),
    0,
  );
  const spread = spreads[worst] ?? 0;
  const size = diagonals.mean.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 1);
  const offset = worst - (spreads.length - 1) / 2;
  return (
    <p className="lens-result">
      {spread <= 1e-5 * size
        ? words('distance.constant', { spread: shortValue(spread, 7) })
        : words('distance.varies', {
            spread: shortValue(spread),
            offset: minus(offset),
          })}
    </p>
  );
}

export default defineLens({
  name: 'distance',
  View: Distance,
});
