/**
 * The table on its first three principal components, worked out on the GPU: the path that the
 * positions take, flat on two components and turnable on three.
 */
import { Range } from '../parts/Range.tsx';
import '../../text/later.ts';
import { select } from 'd3';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { themes } from '../../fields/theme.ts';
import {
  type Bounds,
  farthest,
  fitted,
  headOn,
  nearestPoint,
  type Side,
  turned,
} from '../../fields/turned.ts';
import { rowsArePositions } from '../../show/cross.ts';
import { paintPath, positionColour, positionGradient } from '../../show/paintPath.ts';
import { percent, plainNumber, say, schemeName, tokenAt } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { Components } from '../../state/lens.ts';
import { familyOf, rowsOf } from '../../state/spec.ts';
import { usePixelRatio, useTheme } from '../hooks/stores.ts';
import { type LensProps, useAnswer, useCrossDrawing } from '../hooks/useLens.ts';
import { goToRow } from '../hooks/usePlay.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { defineLens } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';

const firstSide: Side = { turn: -35, tilt: 20 };

function Projection({ frame }: LensProps) {
  const words = useWords();
  const answered = useAnswer('components');
  const [side, setSide] = useState(firstSide);
  const components = answered?.answer ?? null;
  const moves = components !== null && (components.shares[0] ?? 0) > 0;
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('trajectory.what')} />
        </p>
        {components && <p className="lens-result">{resultOf(components, words)}</p>}
        {moves && (
          <>
            <Legend frame={answered?.frame ?? frame} />
            <SideSlider name="turn" most={180} side={side} change={setSide} />
            <SideSlider name="tilt" most={90} side={side} change={setSide} />
          </>
        )}
      </div>
      {moves && answered && (
        <Panels frame={answered.frame} components={components} side={side} change={setSide} />
      )}
    </>
  );
}

function resultOf({ shares }: Components, words: ReturnType<typeof useWords>): string {
  const [first = 0, second = 0, third = 0] = shares;
  if (first === 0) return words('trajectory.still');
  return words('trajectory.result', {
    share: percent(first + second + third),
    first: percent(first),
    second: percent(second),
    third: percent(third),
  });
}

/** The colours of the positions. */
function Legend({ frame: { spec } }: LensProps) {
  const words = useWords();
  const theme = useTheme();
  return (
    <p className="trajectory-legend">
      <span>{words('trajectory.position', { position: spec.start })}</span>
      <i className="ramp" style={{ background: positionGradient(theme) }} />
      <span>{plainNumber(spec.start + rowsOf(spec) - 1)}</span>
    </p>
  );
}

interface Turning {
  readonly side: Side;
  readonly change: (side: Side) => void;
}

function SideSlider({
  name,
  most,
  side,
  change,
}: Turning & { readonly name: keyof Side; readonly most: number }) {
  const words = useWords();
  const id = useId();
  const value = side[name];
  return (
    <div className="trajectory-side screen-only">
      <label htmlFor={id}>{words(`trajectory.${name}`)}</label>
      <Range
        id={id}
        min={-most}
        max={most}
        value={value}
        aria-valuetext={`${plainNumber(value)}°`}
        change={(degrees) => change({ ...side, [name]: degrees })}
      />
      <output htmlFor={id}>{plainNumber(value)}°</output>
    </div>
  );
}

function Panels({
  frame,
  components,
  side,
  change,
}: Turning & { readonly frame: Frame; readonly components: Components }) {
  const words = useWords();
  const rem = useRem();
  const [box, width] = useWidth<HTMLDivElement>();
  const flat = useMemo(() => viewOf(components, headOn, 'flat'), [components]);
  const deep = useMemo(() => viewOf(components, side, 'deep'), [components, side]);
  const gap = 2 * rem;
  const beside = width > 40 * rem;
  const size = {
    width: Math.floor(beside ? (width - gap) / 2 : width),
    height: Math.round(16.4 * rem),
  };
  return (
    <div ref={box} className="lens-figure trajectory-panels">
      {width > 0 && (
        <>
          <Panel {...size} frame={frame} view={flat} label={words('trajectory.flat')} />
          <Panel
            {...size}
            frame={frame}
            view={deep}
            label={words('trajectory.deep')}
            hint={words('trajectory.drag')}
            turning={{ side, change }}
          />
        </>
      )}
    </div>
  );
}

/** Points as they are seen, and the rectangle to fit on the page. */
interface View {
  readonly kind: 'flat' | 'deep';
  readonly seen: Float32Array;
  readonly bounds: Bounds;
  /** The ends of the axes: component and place, right and up. */
  readonly ends: readonly { readonly name: string; readonly at: readonly [number, number] }[];
}

function viewOf({ points, shares }: Components, side: Side, kind: View['kind']): View {
  const seen = turned(points, side);
  const reach = farthest(points);
  // In space nothing may change its size while it turns.
  const bounds =
    kind === 'flat' ? boundsOf(seen) : { left: -reach, right: reach, low: -reach, high: reach };
  const length = (kind === 'flat' ? 1e3 : 1.12) * reach;
  const axes = turned(Float32Array.of(length, 0, 0, 0, length, 0, 0, 0, length), side);
  const ends = shares.slice(0, kind === 'flat' ? 2 : 3).map((share, axis) => ({
    name: `${axis + 1}: ${percent(share)}`,
    at: [axes[3 * axis] ?? 0, axes[3 * axis + 1] ?? 0] as const,
  }));
  return { kind, seen, bounds, ends };
}

function boundsOf(seen: Float32Array): Bounds {
  const along = (axis: 0 | 1) => seen.filter((_, i) => i % 3 === axis);
  const [x, y] = [along(0), along(1)];
  const least = (values: Float32Array) => values.reduce((a, b) => Math.min(a, b), 0);
  const most = (values: Float32Array) => values.reduce((a, b) => Math.max(a, b), 0);
  return { left: least(x), right: most(x), low: least(y), high: most(y) };
}

interface PanelProps {
  readonly frame: Frame;
  readonly view: View;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** What can be done with it. */
  readonly hint?: string;
  readonly turning?: Turning;
}

/** Degrees for a CSS pixel of dragging. */
const perPixel = 0.5;

function Panel({ frame, view, width, height, label, hint, turning }: PanelProps) {
  const rem = useRem();
  const theme = useTheme();
  const ratio = usePixelRatio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const mark = useRef<SVGGElement>(null);
  const { seen, bounds, ends, kind } = view;
  const count = seen.length / 3;
  const fit = useMemo(
    () => fitted(bounds, width, height, (kind === 'flat' ? 1.7 : 1.3) * rem),
    [bounds, kind, width, height, rem],
  );
  const colours = useMemo(
    () =>
      Array.from({ length: count }, (_, row) =>
        positionColour(theme, row / Math.max(count - 1, 1)),
      ),
    [count, theme],
  );
  const names = useMemo(
    () => ends.map(({ name, at }) => ({ name, ...placed(fit, at, width, height, rem) })),
    [ends, fit, width, height, rem],
  );

  useEffect(() => {
    if (!canvas.current) return;
    const { hairline, soft } = themes[theme];
    const spokes = ends.map(({ at: [x, y] }) => ({
      from: [fit.x(-x), fit.y(-y)] as const,
      to: [fit.x(x), fit.y(y)] as const,
    }));
    const deep = kind === 'deep';
    const size = { width, height, ratio };
    paintPath(canvas.current, { seen, fit, ...size, spokes, deep, colours, hairline, soft });
  }, [seen, fit, width, height, ratio, ends, kind, colours, theme]);

  useCrossDrawing(({ row }) => {
    const group = select(mark.current).attr('visibility', row < count ? 'visible' : 'hidden');
    if (row >= count) return;
    const [x, y] = [fit.x(seen[3 * row] ?? 0), fit.y(seen[3 * row + 1] ?? 0)];
    const left = x > width * 0.7;
    group.select('circle').attr('cx', x).attr('cy', y);
    group
      .select('text')
      .attr('x', x + (left ? -0.7 : 0.7) * rem)
      .attr('y', Math.max(y - 0.5 * rem, rem))
      .attr('text-anchor', left ? 'end' : 'start')
      .text(`${frame.spec.start + row} ${tokenAt(frame, row)}`);
  });

  const panel = useRef<HTMLDivElement>(null);
  usePointing(panel, {
    point(at) {
      const row = nearestPoint(seen, fit, at, 3 * rem);
      return row === null ? null : goToRow(row);
    },
    grab([x, y]) {
      if (!turning) return null;
      const { side } = turning;
      return (to) =>
        turning.change({
          turn: around(side.turn + perPixel * (to[0] - x)),
          tilt: Math.min(Math.max(side.tilt + perPixel * (to[1] - y), -90), 90),
        });
    },
  });

  return (
    <figure className={`trajectory-panel ${kind}`}>
      <div ref={panel} role="img" aria-label={label} style={{ width, height }}>
        <canvas ref={canvas} style={{ width, height }} />
        <svg width={width} height={height} aria-hidden="true">
          {names.map(({ name, x, y, anchor }) => (
            <text key={name} className="lens-axis-name" x={x} y={y} textAnchor={anchor}>
              {name}
            </text>
          ))}
          <g ref={mark} className="lens-mark">
            <circle r={6} />
            <text />
          </g>
        </svg>
      </div>
      <figcaption>
        {label}
        {hint !== undefined && <span className="screen-only"> · {hint}</span>}
      </figcaption>
    </figure>
  );
}

/** Where the name of an axis stands: at its end, inside the panel. */
function placed(
  fit: ReturnType<typeof fitted>,
  [right, up]: readonly [number, number],
  width: number,
  height: number,
  rem: number,
) {
  const clamp = (value: number, least: number, most: number) =>
    Math.min(Math.max(value, least), most);
  const [x, y] = [clamp(fit.x(right), 0, width), fit.y(up)];
  const beyond = x > width - 3 * rem;
  const below = beyond ? -0.3 * rem : 0.4 * rem;
  return {
    x: beyond ? x : x + 0.3 * rem,
    y: clamp(y + below, 0.9 * rem, height - 0.3 * rem),
    anchor: beyond ? ('end' as const) : ('start' as const),
  };
}

/** The same direction in −180…180. */
function around(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360);
}

/** Why there is nothing to project. */
function whyNoVectors(frame: Frame): string | null {
  if (rowsArePositions(frame)) return null;
  const family = familyOf(frame.spec);
  if (family === 'none') return say('trajectory.none');
  const scheme = schemeName(frame.spec);
  return say(family === 'bias' ? 'trajectory.bias' : 'trajectory.contextual', { scheme });
}

export default defineLens({
  name: 'trajectory',
  applies: whyNoVectors,
  View: Projection,
});
