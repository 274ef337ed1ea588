/**
 * Lines of all racers over one axis, each named at its end. The pointer or the arrow keys read the
 * values at a place of the axis; they stand in a sentence below.
 */
import {
  area,
  axisBottom,
  axisLeft,
  line,
  type ScaleContinuousNumeric,
  scaleLinear,
  scaleLog,
  select,
} from 'd3';
import {
  type CSSProperties,
  type KeyboardEvent,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { hueOf } from '../../fields/hues.ts';
import { useTheme } from '../hooks/stores.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useRem } from '../hooks/useSize.ts';
import { addAxis, minus } from '../parts/axes.ts';

export interface ChartLine {
  /** Among the racers, from 0: its hue. */
  readonly place: number;
  readonly name: string;
  /** By x ascending; where y is NaN the line has a gap. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface ChartReference {
  readonly place: number;
  readonly points: readonly {
    readonly x: number;
    readonly mean: number;
    readonly least: number;
    readonly most: number;
  }[];
}

interface LineChartProps {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  readonly x: {
    readonly domain: readonly [number, number];
    readonly name: string;
    readonly log?: boolean;
    /** Where there are values, and so ticks; left out, wherever d3 has them. */
    readonly ticks?: readonly number[];
  };
  readonly y: {
    readonly domain: readonly [number, number];
    readonly format: (value: number) => string;
  };
  /** What is shaded up to an x, and what it is called. */
  readonly band?: { readonly to: number; readonly name: string };
  /** What was recorded of racers before: the mean dashed, the range shaded. */
  readonly references?: readonly ChartReference[] | undefined;
  /** A height that means something. */
  readonly guide?: number | undefined;
  /** What its dashed lines are; empty where it has none. */
  readonly dashed?: string;
  readonly width: number;
  readonly height: number;
  /** A sentence of the values at a place. */
  readonly reading: (x: number, values: readonly { name: string; y: number }[]) => string;
}

type Scale = ScaleContinuousNumeric<number, number>;

export function LineChart(props: LineChartProps) {
  const {
    title,
    lines,
    x: across,
    y: up,
    band,
    guide,
    width,
    height,
    reading,
    references = [],
    dashed = '',
  } = props;
  const rem = useRem();
  const theme = useTheme();
  const axes = useRef<SVGGElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const says = useId();
  /** The x that is read. */
  const [at, setAt] = useState<number | null>(null);
  const named = Math.max(0, ...lines.map(({ name }) => textWidth(name, rem)));
  const margin = {
    left: 2.9 * rem,
    right: Math.min(named + 0.9 * rem, 0.4 * width),
    top: 0.7 * rem,
    bottom: 2.3 * rem,
  };
  const [left, right] = [margin.left, Math.max(width - margin.right, margin.left + rem)];
  const [top, bottom] = [margin.top, Math.max(height - margin.bottom, margin.top + rem)];
  const [x0, x1] = across.domain;
  const [y0, y1] = up.domain;
  const x: Scale = useMemo(
    () =>
      across.log ? scaleLog([x0, x1], [left, right]).base(2) : scaleLinear([x0, x1], [left, right]),
    [across.log, x0, x1, left, right],
  );
  const y = useMemo(() => scaleLinear([y0, y1], [bottom, top]), [y0, y1, bottom, top]);
  const ticks = across.ticks?.join(' ');

  useEffect(() => {
    const root = select(axes.current);
    root.selectAll('*').remove();
    const xs = axisBottom(x)
      .ticks((right - left) / (4 * rem))
      .tickFormat(minus);
    if (ticks !== undefined) xs.tickValues(ticks.split(' ').map(Number));
    addAxis(root, xs, 0, bottom);
    const ys = axisLeft(y).ticks(Math.max((bottom - top) / (2.2 * rem), 2));
    addAxis(
      root,
      ys.tickFormat((value) => up.format(Number(value))),
      left,
      0,
    );
    // The format is the same for the same axis.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [x, y, ticks, rem]);

  const places = useMemo(
    () =>
      [...new Set(lines.flatMap(({ points }) => points.map(([each]) => each)))].toSorted(
        (a, b) => a - b,
      ),
    [lines],
  );
  const shown = at === null ? null : nearest(places, at);
  const values =
    shown === null
      ? []
      : lines.flatMap(({ name, place, points }) => {
          const value = points.find(([each]) => each === shown)?.[1];
          return value === undefined || Number.isNaN(value) ? [] : [{ name, place, y: value }];
        });
  usePointing(svg, {
    point([from]) {
      setAt(x.invert(Math.min(Math.max(from, left), right)));
      return true;
    },
    leave: () => setAt(null),
  });
  const keys = (event: KeyboardEvent) => {
    const now = shown === null ? -1 : places.indexOf(shown);
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: places.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    setAt(places[Math.min(Math.max(to, 0), places.length - 1)] ?? null);
  };

  const ends = endLabels(lines, y, [top, bottom], 1.05 * rem);
  const path = line<readonly [number, number]>(
    ([each]) => x(each),
    ([, value]) => y(value),
  ).defined(([, value]) => Number.isFinite(value));
  const range = area<ChartReference['points'][number]>(
    (each) => x(each.x),
    (each) => y(each.least),
    (each) => y(each.most),
  );
  return (
    <figure className="race-chart" style={{ width }}>
      <figcaption>
        {shown === null && title}
        {shown === null && dashed !== '' && <span className="soft">{dashed}</span>}
        <output id={says}>{shown === null ? '' : reading(shown, values)}</output>
      </figcaption>
      <svg
        ref={svg}
        width={width}
        height={height}
        role="application"
        aria-label={title}
        aria-describedby={says}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus.
        tabIndex={0}
        onKeyDown={keys}
        onBlur={() => setAt(null)}
      >
        {band && (
          <g className="race-band">
            <rect x={left} y={top} width={Math.max(x(band.to) - left, 0)} height={bottom - top} />
            <text x={left + 0.3 * rem} y={top + 0.9 * rem}>
              {band.name}
            </text>
          </g>
        )}
        <g ref={axes} />
        {guide !== undefined && (
          <g className="race-guide">
            <line x1={left} x2={right} y1={y(guide)} y2={y(guide)} />
          </g>
        )}
        {references.map(({ place, points }) => (
          <g key={place} className="race-reference" data-reference={place}>
            <path fill={hueOf(theme, place)} d={range(points) ?? ''} />
            <path
              className="race-reference-mean"
              stroke={hueOf(theme, place)}
              d={path(points.map((each) => [each.x, each.mean])) ?? ''}
            />
          </g>
        ))}
        {lines.map(({ place, points }) => (
          <path
            key={place}
            className="race-line"
            stroke={hueOf(theme, place)}
            d={path(points) ?? ''}
            data-line={place}
          />
        ))}
        {across.ticks &&
          lines.flatMap(({ place, points }) =>
            points
              .filter(([, value]) => Number.isFinite(value))
              .map(([each, value]) => (
                <circle
                  key={`${place} ${each}`}
                  r={0.18 * rem}
                  cx={x(each)}
                  cy={y(value)}
                  fill={hueOf(theme, place)}
                />
              )),
          )}
        {ends.map(({ place, name, x: end, y: middle }) => (
          <text
            key={place}
            className="race-name"
            x={x(end) + 0.5 * rem}
            y={middle + 0.3 * rem}
            style={{ '--hue': hueOf(theme, place) } as CSSProperties}
          >
            {fitting(name, margin.right - 0.5 * rem, rem)}
          </text>
        ))}
        {shown !== null && (
          <g className="lens-mark" pointerEvents="none">
            <line x1={x(shown)} x2={x(shown)} y1={top} y2={bottom} />
            {values.map(({ place, y: value }) => (
              <circle key={place} r={4} cx={x(shown)} cy={y(value)} />
            ))}
          </g>
        )}
        <text className="lens-axis-name" x={right} y={bottom + 2.05 * rem} textAnchor="end">
          {across.name}
        </text>
      </svg>
    </figure>
  );
}

function nearest(places: readonly number[], to: number): number | null {
  let best: number | null = null;
  for (const place of places) {
    if (best === null || Math.abs(place - to) < Math.abs(best - to)) best = place;
  }
  return best;
}

/** About as wide as a name is drawn; letters outside of Latin are twice as wide. */
const textWidth = (name: string, rem: number): number =>
  [...name].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 0.86 : 0.47) * rem, 0);

function fitting(name: string, room: number, rem: number): string {
  const letters = [...name];
  while (letters.length > 1 && textWidth(letters.join(''), rem) > room) letters.pop();
  return letters.length < [...name].length ? `${letters.join('').trimEnd()}…` : name;
}

/** Where the name of a line stands: at its last x, and in pixels down. */
interface Ending {
  readonly place: number;
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** Where each line ends, a line of text apart from the next and within the figure. */
function endLabels(
  lines: readonly ChartLine[],
  y: (value: number) => number,
  [top, bottom]: readonly [number, number],
  apart: number,
): readonly Ending[] {
  const ends = lines
    .flatMap(({ place, name, points }) => {
      const last = points.findLast(([, value]) => Number.isFinite(value));
      return last
        ? [{ place, name, x: last[0], y: Math.min(Math.max(y(last[1]), top), bottom) }]
        : [];
    })
    .toSorted((a, b) => a.y - b.y);
  let least = Number.NEGATIVE_INFINITY;
  const down = ends.map((each) => {
    least = Math.max(each.y, least + apart);
    return { ...each, y: least };
  });
  const over = Math.max((down.at(-1)?.y ?? bottom) - bottom, 0);
  let most = Number.POSITIVE_INFINITY;
  return over === 0
    ? down
    : down.toReversed().map((each) => {
        most = Math.min(each.y, bottom, most - apart);
        return { ...each, y: most };
      });
}
