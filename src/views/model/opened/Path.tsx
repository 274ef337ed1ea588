/** The positions as points on the three directions in which they spread most: is it a helix? */
import { useEffect, useId, useMemo, useRef } from 'react';
import { themes } from '../../../fields/theme.ts';
import { farthest, fitted, turned } from '../../../fields/turned.ts';
import { paintPath, positionColour } from '../../../show/paintPath.ts';
import { percent, plainNumber } from '../../../show/words.ts';
import type { Components } from '../../../state/lens.ts';
import { usePixelRatio, useTheme } from '../../hooks/stores.ts';
import { useRem, useWidth } from '../../hooks/useSize.ts';
import { useWords } from '../../hooks/useWords.ts';
import type { Kind } from '../../parts/GridMap.tsx';
import { Range } from '../../parts/Range.tsx';

/** Degrees above the plane of the first and third components. */
const tilt = 20;

interface Props {
  readonly name: string;
  readonly kind: Kind;
  readonly components: Components | null;
  /** Degrees. */
  readonly turn: number;
  /** The position that is marked. */
  readonly row: number;
}

export function Path({ name, kind, components, turn, row }: Props) {
  const words = useWords();
  const rem = useRem();
  const theme = useTheme();
  const ratio = usePixelRatio();
  const [box, side] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useMemo(() => {
    if (!components || side === 0) return null;
    const { points } = components;
    const seen = turned(points, { turn, tilt });
    const reach = farthest(points);
    const bounds = { left: -reach, right: reach, low: -reach, high: reach };
    return { seen, fit: fitted(bounds, side, side, rem) };
  }, [components, turn, side, rem]);

  useEffect(() => {
    if (!canvas.current || !drawn) return;
    const { hairline, soft } = themes[theme];
    const count = drawn.seen.length / 3;
    const colours = Array.from({ length: count }, (_, at) =>
      positionColour(theme, at / Math.max(count - 1, 1)),
    );
    const size = { width: side, height: side };
    paintPath(canvas.current, {
      ...drawn,
      ...size,
      ratio,
      spokes: [],
      deep: true,
      colours,
      hairline,
      soft,
    });
  }, [drawn, side, theme, ratio]);

  const shares = components?.shares.map(percent).join(' · ') ?? '';
  return (
    <figure className={`own-map own-path ${kind}`}>
      <figcaption>{name}</figcaption>
      <div ref={box} className="own-cells" role="img" aria-label={`${name}: ${shares}`}>
        <canvas ref={canvas} />
        {drawn && (
          <svg width={side} height={side} aria-hidden="true" className="lens-mark">
            <circle
              r={5}
              cx={drawn.fit.x(drawn.seen[3 * row] ?? 0)}
              cy={drawn.fit.y(drawn.seen[3 * row + 1] ?? 0)}
            />
          </svg>
        )}
      </div>
      <p>{components ? words('own.shares', { shares }) : words('own.noPath')}</p>
    </figure>
  );
}

export function Turn({
  turn,
  change,
}: {
  readonly turn: number;
  readonly change: (turn: number) => void;
}) {
  const words = useWords();
  const id = useId();
  return (
    <div className="own-turn">
      <label htmlFor={id}>{words('own.turn')}</label>
      <Range
        id={id}
        min={-180}
        max={180}
        value={turn}
        aria-valuetext={`${plainNumber(turn)}°`}
        change={change}
      />
    </div>
  );
}
