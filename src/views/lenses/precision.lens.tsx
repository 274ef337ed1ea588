/**
 * Error maps of the table's waves: this page's method, the backend's own sine, and float32,
 * bfloat16 and float16 on the way to the angle, each against float64 at the start position in force.
 */
import '../../text/later.ts';
import { select } from 'd3';
import { useEffect, useRef } from 'react';
import {
  type ErrorMap,
  type Errors,
  type Method,
  measureErrors,
  methods,
  shareOf,
  wavesOf,
} from '../../explain/errors.ts';
import { palettes, specialColours } from '../../fields/colour.ts';
import { cssOf } from '../../fields/oklab.ts';
import type { ThemeName } from '../../fields/theme.ts';
import { cellAt, whole } from '../../fields/window.ts';
import { paintCells } from '../../show/paintCells.ts';
import { answers } from '../../show/shown.ts';
import {
  backendNames,
  percent,
  plainNumber,
  powerOfTen,
  say,
  schemeName,
  scientific,
  significant,
} from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { change, specStore } from '../../state/store.ts';
import { point, viewStore } from '../../state/view.ts';
import { useShown, useSpecs, useTheme } from '../hooks/stores.ts';
import { type LensProps, useCrossDrawing, useSettled } from '../hooks/useLens.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useWords } from '../hooks/useWords.ts';
import { Choices } from '../parts/Choices.tsx';
import { defineLens } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';

const errorsOf = (frame: Frame) => measureErrors(frame, answers);

function Comparison({ frame }: LensProps) {
  const answered = useSettled(errorsOf);
  const errors = answered?.answer ?? null;
  return (
    <>
      <Words frame={answered?.frame ?? frame} errors={errors} />
      <div className="lens-figure precision-maps">
        {errors && answered && (
          <>
            {methods.map((method) => (
              <MethodMap key={method} method={method} errors={errors} map={errors.by[method]} />
            ))}
            <Scale broken={methods.some((method) => errors.by[method].broken > 0)} />
          </>
        )}
      </div>
    </>
  );
}

const starts = [0, 1000, 100_000, 1_000_000];

function Words({ frame, errors }: { readonly frame: Frame; readonly errors: Errors | null }) {
  const words = useWords();
  const start = useSpecs(({ spec }) => spec.start);
  const { spec } = frame;
  return (
    <div className="lens-words">
      <p>
        <Terms text={words('precision.what', { count: methods.length })} />
      </p>
      <p className="precision-label">{words('precision.start')}</p>
      <Choices
        label={words('precision.start')}
        values={starts}
        chosen={start}
        name={plainNumber}
        choose={(each) => change(specStore, { start: each })}
      />
      {errors && (
        <>
          <p className="lens-result">{resultOf(spec.start, errors, words)}</p>
          <p className="soft">
            {words('precision.part', {
              from: spec.start,
              to: spec.start + errors.rows - 1,
              channels: errors.columns,
            })}
          </p>
        </>
      )}
    </div>
  );
}

/** What a float32 angle costs, in the errors that were measured. */
function resultOf(start: number, { by }: Errors, words: ReturnType<typeof useWords>): string {
  const [float32, own] = [by.float32.largest, by.own.largest];
  const digits = Math.round(Math.log10(float32 / own));
  const unbroken = (error: number) => written(error).replaceAll(' ', '\u00a0');
  const holes = { start, float32: unbroken(float32), own: unbroken(own) };
  return digits >= 2 && Number.isFinite(digits)
    ? words('precision.loses', { ...holes, digits })
    : words('precision.keeps', holes);
}

interface MethodMapProps {
  readonly method: Method;
  readonly errors: Errors;
  readonly map: ErrorMap;
}

function MethodMap({ method, errors: { rows, columns }, map }: MethodMapProps) {
  const words = useWords();
  const theme = useTheme();
  const backend = useShown(({ device }) => backendNames[device?.backend ?? 'webgpu']);
  const canvas = useRef<HTMLCanvasElement>(null);
  const lines = useRef<SVGSVGElement>(null);
  const here = useRef<HTMLSpanElement>(null);
  const name =
    method === 'plain' ? words('precision.plain', { backend }) : words(`precision.${method}`);
  const largest = written(map.broken === 1 ? Number.NaN : map.largest);

  useEffect(() => {
    if (canvas.current) paint(canvas.current, map.errors, rows, columns, theme);
  }, [map, rows, columns, theme]);

  useCrossDrawing(({ row, channel }) => {
    const inside = row < rows && channel < columns;
    const error = inside ? (map.errors[row * columns + channel] ?? -1) : -1;
    select(here.current).text(error < 0 ? '—' : written(error));
    const [x, y] = [((channel + 0.5) / columns) * 100, ((row + 0.5) / rows) * 100];
    const svg = select(lines.current).attr('visibility', inside ? 'visible' : 'hidden');
    svg.selectAll('.down').attr('x1', `${x}%`).attr('x2', `${x}%`);
    svg.selectAll('.across').attr('y1', `${y}%`).attr('y2', `${y}%`);
  });

  const cells = useRef<HTMLDivElement>(null);
  usePointing(cells, {
    point([x, y]) {
      const { clientWidth = 1, clientHeight = 1 } = cells.current ?? {};
      const cell = cellAt(whole(rows, columns), clientWidth, clientHeight, x, y);
      return point(viewStore, { map: 'positions', ...cell });
    },
  });

  return (
    <figure className="precision-map" data-method={method}>
      <figcaption>
        <span>{name}</span> <b>{largest}</b>
      </figcaption>
      <div
        ref={cells}
        className="precision-cells"
        role="img"
        aria-label={words('precision.figure', { method: name, largest })}
      >
        <canvas ref={canvas} />
        <svg ref={lines} aria-hidden="true">
          {['halo', ''].map((kind) => (
            <g key={kind} className={kind}>
              <line className="down" y1="0" y2="100%" />
              <line className="across" x1="0" x2="100%" />
            </g>
          ))}
        </svg>
      </div>
      <p>
        <span>
          {words('precision.here')} <span ref={here} className="precision-here" />
        </span>
        {map.ids !== null && <span>{words('precision.ids', { count: map.ids, rows })}</span>}
        {map.ids === null && map.broken > 0 && (
          <span>{words('precision.broken', { share: percent(map.broken) })}</span>
        )}
      </p>
    </figure>
  );
}

function written(error: number): string {
  if (Number.isNaN(error)) return 'NaN';
  return error >= 0.1 ? significant(error) : scientific(error);
}

function paint(
  canvas: HTMLCanvasElement,
  errors: Float64Array,
  rows: number,
  columns: number,
  theme: ThemeName,
): void {
  // Where there is no wave it looks empty, as what is masked does.
  const data = Array.from(errors, (error) => (error === -1 ? -Infinity : shareOf(error)));
  paintCells(canvas, { rows, columns, data }, { kind: 'sequential', curve: 'linear' }, 1, theme);
}

const ticks = [
  { error: 1e-8, label: powerOfTen(-8) },
  { error: 1e-6, label: powerOfTen(-6) },
  { error: 1e-4, label: powerOfTen(-4) },
  { error: 1e-2, label: powerOfTen(-2) },
  { error: 2, label: '2' },
];

/** The colours with the errors that they stand for. */
function Scale({ broken }: { readonly broken: boolean }) {
  const words = useWords();
  const theme = useTheme();
  const stops = palettes[theme].sequential.join(', ');
  return (
    <div className="precision-scale">
      <p>
        <Terms text={words('precision.scale')} />
      </p>
      <div
        className="ramp"
        style={{ background: `linear-gradient(in oklab to right, ${stops})` }}
      />
      <ol aria-hidden="true">
        {ticks.map(({ error, label }) => (
          <li key={error} style={{ left: `${100 * shareOf(error)}%` }}>
            {label}
          </li>
        ))}
      </ol>
      {broken && (
        <p className="precision-nan">
          <i className="ramp" style={{ background: cssOf(specialColours[theme].nan) }} />
          {words('precision.nan')}
        </p>
      )}
    </div>
  );
}

/** Why there is nothing to compare. */
function whyNoAngles(frame: Frame): string | null {
  if (wavesOf(frame)) return null;
  const scheme = schemeName(frame.spec);
  return (frame.exact?.pairs ?? 0) > 0
    ? say('precision.within', { scheme })
    : say('precision.none', { scheme });
}

export default defineLens({
  name: 'precision',
  applies: whyNoAngles,
  View: Comparison,
});
