/** What the maps leave room for: the mean of each by distance, one curve a scheme over one axis. */
import { useMemo } from 'react';
import { kindOf } from '../../show/columns.ts';
import { answers } from '../../show/shown.ts';
import type { Frame } from '../../state/frame.ts';
import type { Diagonals } from '../../state/lens.ts';
import type { SquareMap } from '../../state/view.ts';
import { useFrame } from '../hooks/stores.ts';
import { type Answer, useSettled } from '../hooks/useLens.ts';
import { useRem, useSize } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { DistanceChart, type DistanceCurve } from '../lenses/DistanceChart.tsx';
import { Terms } from '../terms/Terms.tsx';

interface CurvesProps {
  /** One figure under the other; else side by side. */
  readonly stacked: boolean;
}

/** In rem: between figures, a figure's title, and the least that a figure takes. */
const gap = 1.4;
const title = 1.5;
const least = { width: 14, height: 9 };

export function Curves({ stacked }: CurvesProps) {
  const words = useWords();
  const rem = useRem();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const frame = useFrame();
  const answered = useSettled(ask);
  const figures = useMemo(() => (answered ? figuresOf(answered) : []), [answered]);
  const most = stacked ? height / (least.height * rem) : width / (least.width * rem);
  // Attention is what all schemes have in common.
  const shown = figures.filter(
    ({ kind }, at) => kind === 'attention' || at < Math.max(Math.floor(most), 1) - 1,
  );
  const wide = stacked ? width : (width - (shown.length - 1) * gap * rem) / shown.length;
  const high = stacked ? height / shown.length : height;
  return (
    <div
      ref={box}
      className={`compare-curves ${stacked ? 'stacked' : ''} ${answered?.frame === frame ? '' : 'stale'}`}
      style={{ columnGap: `${gap}rem` }}
    >
      {width > 0 &&
        shown.map(({ kind, curves }) => (
          <figure key={kind} data-curves={kind}>
            <figcaption style={{ height: `${title}rem` }}>
              <Terms text={words('compare.byDistance', { map: words(`map.${kind}`) })} />
            </figcaption>
            <DistanceChart
              curves={curves}
              width={Math.floor(wide)}
              height={Math.floor(high - title * rem)}
            />
          </figure>
        ))}
    </div>
  );
}

/** How the curve of a scheme is drawn. */
export function CurveKey({ place }: { readonly place: number }) {
  return (
    <svg className="curve-key" aria-hidden="true">
      <line className={`mean place-${place}`} x2="100%" />
    </svg>
  );
}

type Means = Readonly<Record<SquareMap, Diagonals | null>>;

/** Of all that is computed, in its order. */
function ask({ rivals }: Frame): Promise<readonly Means[]> {
  return Promise.all(
    [undefined, ...rivals.keys()].map(async (rival) => ({
      similarity: await answers.lens('similarityDiagonals', rival),
      attention: await answers.lens('attentionDiagonals', rival),
    })),
  );
}

interface CurvesOfKind {
  readonly kind: ReturnType<typeof kindOf> | 'attention';
  readonly curves: readonly DistanceCurve[];
}

/** What is alike and what is added have units of their own, and so a figure each. */
function figuresOf({ frame, answer }: Answer<readonly Means[]>): readonly CurvesOfKind[] {
  const specs = [frame, ...frame.rivals.map((rival) => rival.frame)].map(({ spec }) => spec);
  return (['similarity', 'added', 'attention'] as const).flatMap((kind) => {
    const curves = specs.flatMap((spec, place) => {
      if (kind !== 'attention' && kind !== kindOf(spec)) return [];
      const diagonals = answer?.[place]?.[kind === 'attention' ? kind : 'similarity'];
      return diagonals ? [{ place, diagonals }] : [];
    });
    return curves.length > 0 ? [{ kind, curves }] : [];
  });
}
