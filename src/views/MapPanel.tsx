/** One map of the plate: head line with its scale, the heatmap, its axis and the row's profile. */
import { axisBottom, format, pointer as pointerIn, scaleLinear, select } from 'd3';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { palettes } from '../fields/colour.ts';
import type { AxisName } from '../fields/matrix.ts';
import { type ColourScale, valueAt } from '../fields/scale.ts';
import { cellAt, pixelOf } from '../fields/window.ts';
import type { Frame } from '../state/frame.ts';
import { type MapName, point, viewStore } from '../state/view.ts';
import { labelOf } from '../text/tokens.ts';
import { cellOf, rowsAreHeads } from './cross.ts';
import { profileScale, register, repaint, scaleOf, themeNames } from './paintPlate.ts';
import { readout, useReadout } from './readout.ts';
import { stage, useStage, useView } from './stage.ts';
import { panMap, reveal, showWhole, windowOf, zoomMap } from './windows.ts';
import { say, shortValue, useWords } from './words.ts';

interface MapProps {
  readonly map: MapName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly width: number;
  readonly height: number;
  readonly profile: number;
}

export function MapPanel({ map, title, children, width, height, profile }: MapProps) {
  const frame = useStage(({ shown }) => shown?.frame ?? null);
  const heatmap = useRef<HTMLCanvasElement>(null);
  const curve = useRef<HTMLCanvasElement>(null);
  const present = frame === null || frame.maps[map] !== null;

  useLayoutEffect(() => {
    if (!heatmap.current || !curve.current) return;
    const leave = register(map, { heatmap: heatmap.current, profile: curve.current });
    repaint();
    return leave;
  }, [map, present]);
  useLayoutEffect(() => repaint(), [width, height, profile]);

  return (
    <section className={`map map-${map}`} style={{ width }} aria-label={title}>
      <header className="map-head">
        <h2>{title}</h2>
        <div className="map-kind">{children}</div>
        {frame?.maps[map] && <Legend map={map} frame={frame} />}
      </header>
      {present ? (
        <>
          <Surface
            map={map}
            title={title}
            width={width}
            height={height}
            canvas={heatmap}
            frame={frame}
          />
          <Axis map={map} width={width} frame={frame} />
          <div className="profile" style={{ width, height: profile }}>
            <canvas ref={curve} style={{ width, height: profile }} aria-hidden="true" />
            <ProfileLabel map={map} width={width} height={profile} />
          </div>
        </>
      ) : (
        <div className="map-empty" style={{ width, height }}>
          <p>{say('map.nothing')}</p>
          <p className="soft">{say('map.nothing.why')}</p>
        </div>
      )}
    </section>
  );
}

/** The map's colours with the numbers they stand for. */
function Legend({ map, frame }: { readonly map: MapName; readonly frame: Frame }) {
  const theme = useView((view) => themeNames[view.theme]);
  const extent = useStage(({ extents }) => extents[map]);
  const scale = scaleOf(map, frame);
  const max = scale.domain.kind === 'fixed' ? scale.domain.max : (extent?.largest ?? null);
  const beyond = map === 'attention' && scale.domain.kind === 'fixed' && scale.domain.max < 1;
  const stops = palettes[theme][scale.kind].join(', ');
  return (
    <div className="legend" aria-hidden="true">
      <div
        className="legend-bar"
        style={{ background: `linear-gradient(in oklab to right, ${stops})` }}
      />
      <div className="legend-ticks">
        {[0, 0.5, 1].map((unit) => (
          <span key={unit}>
            {unit === 1 && beyond ? '≥ ' : ''}
            {max === null ? '' : tick(scale, max, unit)}
          </span>
        ))}
      </div>
    </div>
  );
}

function tick(scale: ColourScale, max: number, unit: number): string {
  const value = valueAt(scale, max, unit);
  if (value === 0) return '0';
  if (Number.isInteger(value)) return String(value).replace('-', '−');
  return format(Math.abs(value) < 0.01 ? '.0e' : '.2~r')(value).replace('-', '−');
}

interface SurfaceProps {
  readonly map: MapName;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly canvas: React.RefObject<HTMLCanvasElement | null>;
  readonly frame: Frame | null;
}

/** The heatmap with everything that points at it: pointer, wheel, pinch, keys. */
function Surface({ map, title, width, height, canvas, frame }: SurfaceProps) {
  const surface = useRef<HTMLDivElement>(null);
  const mark = useRef<SVGGElement>(null);
  const vertical = useRef<SVGLineElement>(null);
  const horizontal = useRef<SVGLineElement>(null);
  useWords();

  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    const current = () => stage.getState().shown?.frame ?? null;
    const at = (event: MouseEvent) => {
      const shown = current();
      const matrix = shown?.maps[map];
      if (!shown || !matrix) return null;
      const window = windowOf(map, matrix, shown, viewStore.getState().windows);
      const [x, y] = pointerIn(event, element);
      return { shown, window, x, y, cell: cellAt(window, width, height, x, y) };
    };
    const place = ({ window, x, y }: NonNullable<ReturnType<typeof at>>) => ({
      row: window.top + (y / height) * (window.bottom - window.top),
      column: window.left + (x / width) * (window.right - window.left),
    });
    const touches = new Map<number, PointerEvent>();
    const spread = () => {
      const [a, b] = [...touches.values()];
      return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
    };

    const down = (event: PointerEvent) => {
      touches.set(event.pointerId, event);
      element.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent) => {
      const hit = at(event);
      if (!hit) return;
      const before = touches.get(event.pointerId);
      if (!before) {
        point(viewStore, { map, ...hit.cell });
        return;
      }
      if (touches.size === 2) {
        const old = spread();
        touches.set(event.pointerId, event);
        if (old > 0) zoomMap(map, hit.shown, spread() / old, place(hit));
        return;
      }
      touches.set(event.pointerId, event);
      const perPixel = (hit.window.right - hit.window.left) / width;
      const perRow = (hit.window.bottom - hit.window.top) / height;
      panMap(
        map,
        hit.shown,
        (before.clientX - event.clientX) * perPixel,
        (before.clientY - event.clientY) * perRow,
      );
      point(viewStore, { map, ...hit.cell });
    };
    const up = (event: PointerEvent) => {
      touches.delete(event.pointerId);
      const hit = at(event);
      if (hit) point(viewStore, { map, ...hit.cell });
    };
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const hit = at(event);
      if (hit) zoomMap(map, hit.shown, Math.exp(-event.deltaY / 240), place(hit));
    };
    const key = (event: KeyboardEvent) => {
      const shown = current();
      const matrix = shown?.maps[map];
      const { cross } = readout.getState();
      const cell = shown && cross && cellOf(cross, map, shown);
      if (!shown || !matrix || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = event.shiftKey ? 10 : 1;
      const moves: Readonly<Record<string, readonly [number, number]>> = {
        ArrowUp: [-step, 0],
        ArrowDown: [step, 0],
        ArrowLeft: [0, -step],
        ArrowRight: [0, step],
        Home: [0, -cell.column],
        End: [0, matrix.columns],
        PageUp: [-cell.row, 0],
        PageDown: [matrix.rows, 0],
      };
      const moved = moves[event.key];
      const zooms: Readonly<Record<string, number>> = {
        '+': 1.5,
        '=': 1.5,
        '-': 1 / 1.5,
        _: 1 / 1.5,
      };
      const factor = zooms[event.key];
      if (moved) {
        const next = {
          row: Math.min(Math.max(cell.row + moved[0], 0), matrix.rows - 1),
          column: Math.min(Math.max(cell.column + moved[1], 0), matrix.columns - 1),
        };
        reveal(map, shown, next);
        point(viewStore, { map, ...next });
      } else if (factor !== undefined) {
        zoomMap(map, shown, factor, { row: cell.row + 0.5, column: cell.column + 0.5 });
      } else if (event.key === '0') showWhole();
      else return;
      event.preventDefault();
    };
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('keydown', key);
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('keydown', key);
    };
  }, [map, width, height]);

  // The crosshair moves without React: attributes on three shapes.
  useEffect(() => {
    const draw = () => {
      const { frame: shown, cross } = readout.getState();
      const matrix = shown?.maps[map];
      const cell = shown && cross && cellOf(cross, map, shown);
      if (!shown || !matrix || !cell) return;
      const box = pixelOf(
        windowOf(map, matrix, shown, viewStore.getState().windows),
        width,
        height,
        cell,
      );
      const size = (side: number) => Math.max(side, 6);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const inside = x >= 0 && x <= width && y >= 0 && y <= height;
      select(mark.current)
        .selectAll('rect')
        .attr('x', x - size(box.width) / 2)
        .attr('y', y - size(box.height) / 2)
        .attr('width', size(box.width))
        .attr('height', size(box.height))
        .attr('visibility', inside ? 'visible' : 'hidden');
      select(vertical.current)
        .attr('x1', x)
        .attr('x2', x)
        .attr('visibility', x >= 0 && x <= width ? 'visible' : 'hidden');
      const rowLine = !(map === 'positions' && rowsAreHeads(shown)) && y >= 0 && y <= height;
      select(horizontal.current)
        .attr('y1', y)
        .attr('y2', y)
        .attr('visibility', rowLine ? 'visible' : 'hidden');
    };
    draw();
    const stops = [
      readout.subscribe(draw),
      viewStore.subscribe((view, before) => {
        if (view.windows !== before.windows) draw();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [map, width, height, frame]);

  return (
    // A map is operated by keys of its own, spoken through the live region of the plate.
    <div
      ref={surface}
      className="surface"
      role="application"
      aria-label={say('map.hint', { map: title })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus.
      tabIndex={0}
      style={{ width, height }}
      data-map={map}
    >
      <canvas ref={canvas} style={{ width, height }} aria-hidden="true" />
      {frame && map === 'positions' && rowsAreHeads(frame) && (
        <HeadNumbers count={frame.spec.heads} height={height} />
      )}
      <svg className="cross" width={width} height={height} aria-hidden="true">
        <line ref={horizontal} x1={0} x2={width} className="cross-line" />
        <line ref={vertical} y1={0} y2={height} className="cross-line" />
        <g ref={mark}>
          <rect className="cross-halo" />
          <rect className="cross-cell" />
        </g>
      </svg>
    </div>
  );
}

/** The rows of a bias are heads: their numbers stand inside, where the tokens do not belong. */
function HeadNumbers({ count, height }: { readonly count: number; readonly height: number }) {
  return (
    <ol className="head-numbers" aria-hidden="true">
      {Array.from({ length: count }, (_, head) => (
        <li key={head} style={{ height: height / count }}>
          {head + 1}
        </li>
      ))}
    </ol>
  );
}

const axisKey = {
  position: 'axis.position',
  channel: 'axis.channel',
  query: 'axis.query',
  key: 'axis.key',
  head: 'axis.head',
  offset: 'axis.offset',
} as const satisfies Record<AxisName, string>;

/** Ticks under a map, by d3; the name of the axis at its right end. */
function Axis({
  map,
  width,
  frame,
}: {
  readonly map: MapName;
  readonly width: number;
  readonly frame: Frame | null;
}) {
  const place = useRef<SVGGElement>(null);
  const windows = useView((view) => view.windows);
  const locale = useView((view) => view.locale);
  const theme = useView((view) => view.theme);
  const matrix = frame?.maps[map];
  useLayoutEffect(() => {
    if (!frame || !matrix || !place.current) return;
    const window = windowOf(map, matrix, frame, windows);
    const { start, length } = frame.spec;
    const shift =
      matrix.columnAxis === 'channel' ? 0 : matrix.columnAxis === 'offset' ? 1 - length : start;
    // A tick stands under the middle of its cell.
    const scale = scaleLinear([window.left + shift - 0.5, window.right + shift - 0.5], [0, width]);
    const name = say(axisKey[matrix.columnAxis]);
    const size = Number.parseFloat(getComputedStyle(place.current).fontSize);
    const room = width - (name.length * (locale === 'en' ? 0.62 : 1.1) + 2) * size;
    const longest = String(Math.round(window.right + shift)).length;
    const count = Math.max(2, Math.floor(width / (size * (longest + 2.6))));
    const ticks = scale
      .ticks(Math.min(count, window.right - window.left))
      .filter((value) => Number.isInteger(value) && scale(value) <= room && scale(value) >= 0);
    select(place.current)
      .call(
        axisBottom(scale)
          .tickValues(ticks)
          .tickSize(0)
          .tickPadding(7)
          .tickFormat((value) => String(value).replace('-', '−')),
      )
      .call((axis) => axis.select('.domain').remove());
  }, [map, matrix, frame, windows, width, locale, theme]);
  return (
    <svg className="axis" width={width} aria-hidden="true">
      <g ref={place} />
      <text className="axis-name" x={width} dy="0.71em" y={7} textAnchor="end">
        {matrix ? say(axisKey[matrix.columnAxis]) : ''}
      </text>
    </svg>
  );
}

/** The GPU's value of the cell under the crosshair, beside its place on the profile. */
function ProfileLabel({
  map,
  width,
  height,
}: {
  readonly map: MapName;
  readonly width: number;
  readonly height: number;
}) {
  const reading = useReadout(({ readings }) => readings[map]);
  const frame = useReadout((now) => now.frame);
  const extent = useStage(({ extents }) => extents[map]);
  const windows = useView((view) => view.windows);
  useReadout(({ rowMax }) => rowMax);
  const matrix = frame?.maps[map];
  if (!reading || reading.gpu === null || !frame || !matrix) return null;
  const { left, right } = windowOf(map, matrix, frame, windows);
  const x = ((reading.cell.column + 0.5 - left) / (right - left)) * width;
  if (x < 0 || x > width) return null;
  const scale = profileScale(map, frame);
  const max = scale.domain.kind === 'fixed' ? scale.domain.max : (extent?.largest ?? 1) || 1;
  const share = Number.isFinite(reading.gpu) ? reading.gpu / max : 0;
  const y = scale.kind === 'diverging' ? (0.5 - 0.5 * share) * height : (1 - share) * height;
  const side = x > width * 0.7 ? 'left' : 'right';
  return (
    <output
      className={`profile-value ${side}`}
      style={{ left: x, top: Math.min(Math.max(y, 10), height - 12) }}
      aria-hidden="true"
    >
      {shortValue(reading.gpu)}
    </output>
  );
}

/** The word at a position, as it is shown. */
export function tokenAt(frame: Frame, position: number): string {
  return labelOf(frame.line.tokens[position] ?? '');
}
