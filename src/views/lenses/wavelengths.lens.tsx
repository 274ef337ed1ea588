/**
 * A ruler of wavelengths: one stem for each pair of channels, at its period on a log axis, as high
 * as the pair points apart at the crosshair's query and key.
 */
import '../../text/later.ts';
import {
  axisBottom,
  axisLeft,
  scaleLinear,
  scaleLog,
  select,
  symbol,
  symbolCircle,
  symbolSquare,
  symbolTriangle,
} from 'd3';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import {
  apart,
  type Pair,
  type Pairs,
  pairOfChannel,
  pairsOf,
  periodOf,
} from '../../explain/pairs.ts';
import { lookupTable, palettes, tableLength } from '../../fields/colour.ts';
import { type ThemeName, themes } from '../../fields/theme.ts';
import { placeFrom } from '../../show/arrows.ts';
import type { Cross } from '../../show/cross.ts';
import { readout } from '../../show/readout.ts';
import { say, scientific, significant } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { point, viewStore } from '../../state/view.ts';
import type { Locale } from '../../text/locale.ts';
import { formatNumber } from '../../text/t.ts';
import { useTheme, useView } from '../hooks/stores.ts';
import { type LensProps, useCrossDrawing } from '../hooks/useLens.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { addAxis, addName } from '../parts/axes.ts';
import { defineLens } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';
import { whyNoPairs } from './noPairs.ts';

/** Below this difference two positions count as not told apart. */
const threshold = 0.1;
const shapes = [symbolCircle, symbolSquare, symbolTriangle];

function Wavelengths({ frame }: LensProps) {
  const pairs = useMemo(() => pairsOf(frame), [frame]);
  return pairs && <Ruler frame={frame} pairs={pairs} />;
}

interface RulerProps {
  readonly frame: Frame;
  readonly pairs: Pairs;
}

function Ruler({ frame, pairs }: RulerProps) {
  const words = useWords();
  const quick = pairs.list.filter((pair) => periodOf(pair) < 2).length;
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('wavelengths.what')} />
        </p>
        <Told frame={frame} pairs={pairs} />
        <Slowest frame={frame} pairs={pairs} />
        {quick > 0 && (
          <p>
            <Terms text={words('wavelengths.quick', { count: quick })} />
          </p>
        )}
        {pairs.axes > 1 && (
          <p className="soft">
            <Terms text={words('wavelengths.axes', { axes: pairs.axes })} />
          </p>
        )}
        <p className="soft screen-only">
          <Terms text={words('wavelengths.point')} />
        </p>
      </div>
      <Stems frame={frame} pairs={pairs} />
    </>
  );
}

/** How many pairs tell the crosshair's query and key apart. */
function Told({ frame, pairs }: RulerProps) {
  const result = useRef<HTMLParagraphElement>(null);
  useCrossDrawing(({ row, column }) => {
    const [m, n] = [frame.spec.start + row, frame.spec.start + column];
    const count = pairs.list.filter(
      ({ index }) => apart(pairs, index, row, column) > threshold,
    ).length;
    const text =
      m === n
        ? say('wavelengths.same', { position: m })
        : say('wavelengths.result', { m, n, count, pairs: pairs.list.length });
    if (result.current) result.current.textContent = text;
  });
  return <p ref={result} className="lens-result" />;
}

/** Where the slowest wavelength lies against the text. */
function Slowest({ frame, pairs }: RulerProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const periods = pairs.list.map(periodOf);
  const still = periods.filter((period) => !Number.isFinite(period)).length;
  const slowest = Math.max(...periods.filter(Number.isFinite));
  const period = significant(slowest);
  const turns = frame.spec.length / slowest;
  const share = formatNumber(locale, turns, { style: 'percent', maximumSignificantDigits: 2 });
  return (
    <>
      {Number.isFinite(slowest) && (
        <p>
          {pairs.axes > 1
            ? words('wavelengths.slowestAxis', { period })
            : turns < 1
              ? words('wavelengths.slowest', { period, share })
              : words('wavelengths.slowestRound', { period, turns: significant(turns) })}
        </p>
      )}
      {still > 0 && (
        <p>
          <Terms text={words('wavelengths.still', { count: still })} />
        </p>
      )}
    </>
  );
}

interface Stem {
  readonly pair: Pair;
  readonly x: number;
}

interface Drawing {
  readonly x: ReturnType<typeof scaleLog<number, number>>;
  readonly y: ReturnType<typeof scaleLinear<number, number>>;
  readonly stems: readonly Stem[];
  readonly margin: {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  };
  /** Half of a symbol's width. */
  readonly radius: number;
}

function drawingOf(
  { list, axes }: Pairs,
  frame: Frame,
  { width, height, rem }: { readonly width: number; readonly height: number; readonly rem: number },
): Drawing {
  const { length, start } = frame.spec;
  const margin = { top: 2.9 * rem, right: 2 * rem, bottom: 2.7 * rem, left: 2 * rem };
  const moving = list.filter((pair) => Number.isFinite(periodOf(pair)));
  const marks = axes === 1 ? [length, start + length] : [];
  const all = [...moving.map(periodOf), ...marks];
  const low = Math.min(...all) / 1.5;
  const x = scaleLog(
    [low, Math.max(Math.max(...all) * 1.5, low * 10)],
    [margin.left + 0.6 * rem, width - margin.right],
  );
  const radius = Math.min(Math.max((width - 4 * rem) / moving.length / 3, 1.5), 4);
  const stems = moving.map((pair) => ({
    pair,
    // Pairs of two axes may have one period: beside each other, not on top.
    x: x(periodOf(pair)) + (pair.axis - (axes - 1) / 2) * 2 * radius,
  }));
  return { x, y: scaleLinear([0, 2], [height - margin.bottom, margin.top]), stems, margin, radius };
}

function Stems({ frame, pairs }: RulerProps) {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>();
  const rem = useRem();
  const height = 17.5 * rem;
  const theme = useTheme();
  const locale = useView((view) => view.locale);
  const plot = useRef<SVGGElement>(null);
  const stemGroup = useRef<SVGGElement>(null);
  const mark = useRef<SVGTextElement>(null);
  const slider = useRef<HTMLDivElement>(null);
  const drawing = useMemo(
    () => (width > 0 ? drawingOf(pairs, frame, { width, height, rem }) : null),
    [pairs, frame, width, height, rem],
  );
  const colourOf = useMemo(() => differenceColours(theme), [theme]);

  useEffect(() => {
    if (drawing) drawRuler(plot.current, drawing, pairs.axes === 1 ? frame : null, locale);
  }, [drawing, pairs, frame, locale]);

  useEffect(() => {
    const root = select(stemGroup.current);
    root.selectAll('*').remove();
    if (!drawing) return;
    const groups = root
      .selectAll('g')
      .data(drawing.stems)
      .join('g')
      .attr('transform', ({ x }) => `translate(${x} 0)`)
      .attr('data-pair', ({ pair }) => pair.index);
    groups.append('line').attr('y1', drawing.y(0));
    const area = Math.PI * drawing.radius ** 2;
    groups
      .append('path')
      .attr('d', ({ pair }) => symbol(shapes[pair.axis % shapes.length], area)());
  }, [drawing]);

  useCrossDrawing((cross) => {
    const pair = pairOfChannel(pairs, cross.channel);
    slider.current?.setAttribute('aria-valuenow', String(pair?.index ?? 0));
    slider.current?.setAttribute('aria-valuetext', pair ? pairText(pairs, pair, cross) : '');
    if (!drawing) return;
    const { y } = drawing;
    const groups = select(stemGroup.current).selectAll<SVGGElement, Stem>('g');
    groups.each(function draw({ pair: { index } }) {
      const difference = apart(pairs, index, cross.row, cross.column);
      const colour = colourOf(difference);
      select(this)
        .classed('here', index === pair?.index)
        .select('line')
        .attr('y2', y(difference))
        .attr('stroke', colour);
      select(this)
        .select('path')
        .attr('transform', `translate(0 ${y(difference)})`);
      select(this).select('path').attr('fill', colour);
    });
    const stem = drawing.stems.find((each) => each.pair === pair);
    select(mark.current).attr('visibility', stem ? 'visible' : 'hidden');
    if (!stem) return;
    const top = y(apart(pairs, stem.pair.index, cross.row, cross.column));
    const text = select(mark.current)
      .attr('y', Math.min(top, y(threshold)) - 0.75 * rem)
      .text(pairText(pairs, stem.pair, cross));
    const room = width - (text.node()?.getComputedTextLength() ?? 0);
    text.attr('x', Math.max(Math.min(stem.x - 0.25 * rem, room), 0));
  });

  const go = (pair: Pair | undefined) => {
    const { cross } = readout.getState();
    if (!cross || !pair) return null;
    if (pair.channels.includes(cross.channel)) return false;
    return point(viewStore, { map: 'positions', row: cross.row, column: pair.channels[0] });
  };
  const svg = useRef<SVGSVGElement>(null);
  usePointing(svg, {
    point([at]) {
      const nearest = drawing?.stems.reduce((best, stem) =>
        Math.abs(stem.x - at) < Math.abs(best.x - at) ? stem : best,
      );
      return nearest && Math.abs(nearest.x - at) < 2 * rem ? go(nearest.pair) : null;
    },
  });
  const keys = (event: KeyboardEvent) => {
    const { cross } = readout.getState();
    const now = (cross && pairOfChannel(pairs, cross.channel)?.index) ?? -1;
    const next = placeFrom(event.key, now, { count: pairs.list.length, page: 10 });
    if (next === undefined) return;
    event.preventDefault();
    go(pairs.list[next]);
  };

  return (
    <div ref={box} className="lens-figure">
      <div
        ref={slider}
        role="slider"
        tabIndex={0}
        aria-label={words('wavelengths.figure')}
        aria-valuemin={0}
        aria-valuemax={pairs.list.length - 1}
        aria-valuenow={0}
        onKeyDown={keys}
      >
        <svg ref={svg} className="waves" width={width} height={height} aria-hidden="true">
          <g ref={plot} />
          <g ref={stemGroup} className="stems" />
          <text ref={mark} className="lens-mark-text" />
          {drawing && (
            <>
              <text
                className="lens-axis-name"
                x={width - drawing.margin.right}
                y={height - 0.2 * rem}
                textAnchor="end"
              >
                {words(pairs.axes === 1 ? 'wavelengths.axis' : 'wavelengths.axisSteps')}
              </text>
              <text className="lens-axis-name" x={0} y={drawing.margin.top - 0.8 * rem}>
                {words('wavelengths.difference')}
              </text>
            </>
          )}
        </svg>
      </div>
    </div>
  );
}

function pairText(pairs: Pairs, pair: Pair, cross: Cross): string {
  const difference = significant(apart(pairs, pair.index, cross.row, cross.column));
  const period = periodOf(pair);
  return Number.isFinite(period)
    ? say('wavelengths.pair', { pair: pair.index, period: significant(period), difference })
    : say('wavelengths.pairStill', { pair: pair.index });
}

/** Grey where a pair does not tell the two apart, else the palette without its palest end. */
function differenceColours(theme: ThemeName): (difference: number) => string {
  const table = lookupTable(palettes[theme].sequential);
  return (difference) => {
    if (difference <= threshold) return themes[theme].soft;
    const place = Math.round((0.38 + 0.62 * (difference / 2)) * (tableLength - 2));
    const colour = table[place] ?? 0;
    return `rgb(${colour & 255} ${(colour >>> 8) & 255} ${(colour >>> 16) & 255})`;
  };
}

/** Axes, the threshold, and where the text begins and ends. @param frame null: no one axis */
function drawRuler(
  group: SVGGElement | null,
  { x, y, margin }: Drawing,
  frame: Frame | null,
  locale: Locale,
): void {
  const root = select(group);
  root.selectAll('*').remove();
  const [first = 0, last = 0] = x.range();
  const powers = x.ticks().filter((value) => Math.abs(Math.log10(value) % 1) < 1e-9);
  const ticks =
    powers.length > 1 ? powers : x.ticks().filter((v) => /^[125]/.test(v.toExponential()));
  const written = (value: number) =>
    value < 1e6 ? formatNumber(locale, value) : scientific(value).replace('1.0 × ', '');
  const below = axisBottom(x)
    .tickValues(ticks)
    .tickFormat((value) => written(Number(value)));
  let end = -Infinity;
  addAxis(root, below, 0, y(0))
    .selectAll<SVGTextElement, number>('.tick text')
    .each(function keep(value) {
      const half = this.getComputedTextLength() / 2;
      if (x(value) - half < end + 4) this.remove();
      else end = x(value) + half;
    });
  addAxis(root, axisLeft(y).tickValues([0, 1, 2]).tickFormat(String), margin.left, 0);
  root
    .append('line')
    .attr('class', 'threshold')
    .attr('x1', margin.left)
    .attr('x2', last)
    .attr('y1', y(threshold))
    .attr('y2', y(threshold));
  addName(root, formatNumber(locale, threshold), last + 4, y(threshold)).attr('dy', '0.32em');
  if (!frame) return;
  const { length, start } = frame.spec;
  const marks = [{ at: length, text: say('wavelengths.length', { length }) }];
  if (start > 0) {
    marks.push({ at: start + length, text: say('wavelengths.end', { end: start + length }) });
  }
  marks.forEach(({ at, text }, i) => {
    const top = margin.top * (i === 0 ? 0.28 : 0.66);
    const right = x(at) > (first + last) / 2;
    root
      .append('line')
      .attr('class', 'reach')
      .attr('x1', x(at))
      .attr('x2', x(at))
      .attr('y1', top - 8)
      .attr('y2', y(0));
    root
      .append('text')
      .attr('class', 'reach-text')
      .attr('x', x(at) + (right ? -6 : 6))
      .attr('y', top)
      .attr('text-anchor', right ? 'end' : 'start')
      .text(text);
  });
}

export default defineLens({
  name: 'wavelengths',
  applies: whyNoPairs,
  View: Wavelengths,
});
