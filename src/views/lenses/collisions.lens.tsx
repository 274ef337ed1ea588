/**
 * How far each position is from the one whose vector lies nearest, and which two lie nearest of
 * all: distances and partners by the GPU, the nearest pair's distance again in float64.
 */
import '../../text/later.ts';
import { axisBottom, axisLeft, line, scaleLinear, scaleLog, select } from 'd3';
import { useEffect, useMemo, useRef } from 'react';
import { exactDistance, type NearestPair, nearestPair } from '../../explain/nearest.ts';
import { rowsArePositions } from '../../show/cross.ts';
import { answers } from '../../show/shown.ts';
import {
  backendNames,
  plainNumber,
  powerOfTen,
  say,
  schemeName,
  scientific,
  shortValue,
  significant,
  tokenAt,
} from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { Nearest } from '../../state/lens.ts';
import { familyOf } from '../../state/spec.ts';
import { point, viewStore } from '../../state/view.ts';
import { useShown } from '../hooks/stores.ts';
import { type LensProps, useAnswer, useCrossDrawing, useSettled } from '../hooks/useLens.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { addAxis, addName } from '../parts/axes.ts';
import { defineLens } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';

function Collisions({ frame }: LensProps) {
  return rowsArePositions(frame) ? <Distances /> : <Biases frame={frame} />;
}

function Distances() {
  const words = useWords();
  const answered = useAnswer('nearest');
  const [box, width] = useWidth<HTMLDivElement>();
  const nearest = answered?.answer ?? null;
  const pair = useMemo(() => nearest && nearestPair(nearest), [nearest]);
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('collisions.what')} />
        </p>
        {answered && nearest && <Result frame={answered.frame} nearest={nearest} pair={pair} />}
      </div>
      <div ref={box} className="lens-figure">
        {answered && nearest && pair && width > 0 && (
          <Figure frame={answered.frame} nearest={nearest} pair={pair} width={width} />
        )}
      </div>
    </>
  );
}

interface Found {
  readonly frame: Frame;
  readonly nearest: Nearest;
}

/** Puts the crosshair of the plate where the two rows meet. */
function goTo(row: number, column: number): boolean {
  return point(viewStore, { map: 'similarity', row, column });
}

function Result({ frame, nearest, pair }: Found & { readonly pair: NearestPair | null }) {
  const words = useWords();
  const backend = useShown(({ device }) => backendNames[device?.backend ?? 'webgpu']);
  if (!pair) return <p className="lens-result">{words('collisions.alone')}</p>;
  const { start, length } = frame.spec;
  const [gpu, exact] = [pair.distance, exactDistance(frame, pair.first, pair.second)];
  const compared = nearest.distances.length;
  const both = {
    first: start + pair.first,
    firstToken: tokenAt(frame, pair.first),
    second: start + pair.second,
    secondToken: tokenAt(frame, pair.second),
  };
  const counts = { count: pair.count, total: compared };
  return (
    <>
      <p className="lens-result">
        {gpu === 0
          ? words('collisions.collide', both)
          : words('collisions.near', { ...both, distance: significant(gpu) })}
      </p>
      {(gpu === 0 || pair.count > 2) && <p>{gpu === 0 ? shared(counts) : asNear(counts)}</p>}
      <p className="soft">
        {words('collisions.numbers', { backend, gpu: digits(gpu), exact: digits(exact) })}
      </p>
      {compared < length && (
        <p className="soft">
          <Terms text={words('collisions.compared', { count: compared })} />
        </p>
      )}
      <button type="button" className="lens-button" onClick={() => goTo(pair.first, pair.second)}>
        {words('collisions.go')}
      </button>
    </>
  );
}

interface Counts {
  readonly count: number;
  readonly total: number;
}

function shared(counts: Counts): string {
  return counts.count === counts.total
    ? say('collisions.allShared')
    : say('collisions.shared', counts);
}

function asNear(counts: Counts): string {
  return counts.count === counts.total
    ? say('collisions.allNear')
    : say('collisions.asNear', counts);
}

function digits(distance: number): string {
  return distance === 0 ? '0' : shortValue(distance, 6);
}

/** Where distances lie on the page: a logarithmic axis, and zero on a line of its own below it. */
function scalesOf({ distances }: Nearest, start: number, width: number, rem: number) {
  const margin = { top: 2.4 * rem, right: 1.2 * rem, bottom: 2.4 * rem, left: 3.6 * rem };
  const height = 16.5 * rem;
  const positive = Array.from(distances).filter((distance) => distance > 0);
  const [least, most] = [Math.min(...positive, 1e30), Math.max(...positive, 0)];
  const hasZero = positive.length < distances.length;
  const zero = height - margin.bottom;
  const domain = most > 0 ? [least / 2, most * 2] : [0.1, 1];
  return {
    height,
    margin,
    hasZero,
    positive: positive.length > 0,
    zero,
    x: scaleLinear(
      [start, start + Math.max(distances.length - 1, 1)],
      [margin.left, width - margin.right],
    ),
    y: scaleLog(domain, [hasZero ? zero - 1.6 * rem : zero, margin.top]),
  };
}

type Scales = ReturnType<typeof scalesOf>;

/** Powers of ten where there are enough of them, else 1, 2 and 5 times them. */
function ticksOf({ y, positive }: Scales): { readonly at: number; readonly label: string }[] {
  if (!positive) return [];
  const [least = 1, most = 1] = y.domain();
  const inside = (at: number) => at >= least && at <= most;
  const exponents = Array.from({ length: 60 }, (_, i) => i - 45);
  const powers = exponents.filter((power) => inside(10 ** power));
  if (powers.length < 3) {
    return exponents
      .flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)))
      .filter(inside)
      .map((at) => ({ at, label: at < 1e-3 ? scientific(at) : plainNumber(at) }));
  }
  const every = Math.ceil(powers.length / 6);
  return powers
    .filter((_, i) => i % every === 0)
    .map((power) => ({ at: 10 ** power, label: powerOfTen(power) }));
}

function Figure({
  frame,
  nearest,
  pair,
  width,
}: Found & { readonly pair: NearestPair; readonly width: number }) {
  useWords();
  const rem = useRem();
  const plot = useRef<SVGGElement>(null);
  const mark = useRef<SVGGElement>(null);
  const { start } = frame.spec;
  const scales = useMemo(() => scalesOf(nearest, start, width, rem), [nearest, start, width, rem]);
  const { x, y, zero, margin, height } = scales;
  const compared = nearest.distances.length;
  const top = (row: number) => {
    const distance = nearest.distances[row] ?? Number.NaN;
    return distance === 0 ? zero : y(distance);
  };

  useEffect(() => {
    const root = select(plot.current);
    root.selectAll('*').remove();
    drawAxes(root, scales, width, rem);
    drawDistances(root, scales, nearest, start);
  }, [scales, nearest, start, width, rem]);

  useCrossDrawing((cross) => {
    const { row } = cross;
    const partner = nearest.partners[row] ?? -1;
    const shown = row < compared && partner >= 0;
    const group = select(mark.current).attr('visibility', shown ? 'visible' : 'hidden');
    if (!shown) return;
    const distance = nearest.distances[row] ?? Number.NaN;
    const [here, there] = [x(start + row), x(start + partner)];
    group.select('.own').attr('x1', here).attr('x2', here);
    group.select('.partner').attr('x1', there).attr('x2', there);
    group.select('circle').attr('cx', here).attr('cy', top(row));
    const left = here > width / 2;
    group
      .select('text')
      .attr('x', here + (left ? -0.6 : 0.6) * rem)
      .attr('y', margin.top + 0.8 * rem)
      .attr('text-anchor', left ? 'end' : 'start')
      .text(`${start + row} ↔ ${start + partner}: ${distance === 0 ? '0' : significant(distance)}`);
  });

  const svg = useRef<SVGSVGElement>(null);
  usePointing(svg, {
    point([at]) {
      const row = Math.min(Math.max(Math.round(x.invert(at)) - start, 0), compared - 1);
      return goTo(row, nearest.partners[row] ?? row);
    },
  });

  return (
    <svg ref={svg} width={width} height={height} role="img" aria-label={say('collisions.figure')}>
      <rect width={width} height={height} fill="none" pointerEvents="all" />
      <g ref={plot} />
      <PairMark frame={frame} pair={pair} scales={scales} width={width} rem={rem} />
      <g ref={mark} className="lens-mark" pointerEvents="none">
        <line className="own" y1={margin.top} y2={zero} />
        <line className="partner" y1={margin.top} y2={zero} />
        <circle r={4} />
        <text />
      </g>
      <text className="lens-axis-name" x={width - margin.right} y={height - 2} textAnchor="end">
        {say('axis.position')}
      </text>
    </svg>
  );
}

type Root = ReturnType<typeof select<SVGGElement | null, unknown>>;

function drawAxes(root: Root, scales: Scales, width: number, rem: number): void {
  const { x, y, zero, margin, hasZero } = scales;
  const below = axisBottom(x)
    .ticks(Math.min(width / (6 * rem), (x.domain()[1] ?? 1) - (x.domain()[0] ?? 0)))
    .tickFormat((at) => (Number.isInteger(at) ? plainNumber(Number(at)) : ''));
  addAxis(root, below, 0, zero);
  const ticks = ticksOf(scales);
  const labels = new Map(ticks.map(({ at, label }) => [at, label]));
  const beside = axisLeft(y)
    .tickValues(ticks.map(({ at }) => at))
    .tickFormat((at) => labels.get(Number(at)) ?? '');
  addAxis(root, beside, margin.left, 0);
  if (hasZero) {
    addName(root, '0', margin.left - 7, zero)
      .attr('dy', '0.1em')
      .attr('text-anchor', 'end');
  }
}

function drawDistances(root: Root, { x, y, zero }: Scales, nearest: Nearest, start: number): void {
  const distances = Array.from(nearest.distances);
  const path = line<number>(
    (_, row) => x(start + row),
    (distance) => y(distance),
  ).defined((distance) => distance > 0);
  root.append('path').attr('class', 'collision-line').attr('d', path(distances));
  const alone = distances.map((distance, row) => {
    const neighbours = (distances[row - 1] ?? 0) > 0 || (distances[row + 1] ?? 0) > 0;
    return distance > 0 && !neighbours ? `M${x(start + row)} ${y(distance)}h0` : '';
  });
  root.append('path').attr('class', 'collision-dots').attr('d', alone.join(''));
  const zeros = distances.map((distance, row) =>
    distance === 0 ? `M${x(start + row)} ${zero}v-7` : '',
  );
  root.append('path').attr('class', 'collision-zeros').attr('d', zeros.join(''));
}

/** A bracket above the figure over the nearest pair, with its two words. */
function PairMark({
  frame,
  pair,
  scales: { x, margin },
  width,
  rem,
}: {
  readonly frame: Frame;
  readonly pair: NearestPair;
  readonly scales: Scales;
  readonly width: number;
  readonly rem: number;
}) {
  const { start } = frame.spec;
  const [from, to] = [x(start + pair.first), x(start + pair.second)];
  const middle = (from + to) / 2;
  const [edge, bar] = [margin.top - 0.2 * rem, margin.top - 0.7 * rem];
  const anchor = middle < 8 * rem ? 'start' : middle > width - 8 * rem ? 'end' : 'middle';
  const at = { start: from, middle, end: to }[anchor];
  const name = (row: number) => `${start + row} ${shortened(tokenAt(frame, row))}`;
  return (
    <g className="collision-pair" pointerEvents="none">
      <path d={`M${from} ${edge}V${bar}H${to}V${edge}`} />
      <text x={at} y={bar - 0.45 * rem} textAnchor={anchor}>
        {`${name(pair.first)} ↔ ${name(pair.second)}`}
      </text>
    </g>
  );
}

function shortened(token: string): string {
  const letters = Array.from(token);
  return letters.length > 14 ? `${letters.slice(0, 13).join('')}…` : token;
}

function whyNoVectors(frame: Frame): string | null {
  if (rowsArePositions(frame)) return null;
  const { spec } = frame;
  const family = familyOf(spec);
  if (family === 'none' && spec.length === 1) return say('collisions.alone');
  if (family === 'none') return say('collisions.none', { length: spec.length });
  if (family !== 'contextual') return null;
  return say('collisions.contextual', { scheme: schemeName(spec) });
}

/** Biases have no vectors that could collide: how many offsets do. */
function Biases({ frame }: LensProps) {
  const words = useWords();
  const biases = useSettled(differentBiases);
  const scheme = schemeName(frame.spec);
  return (
    <div className="lens-words lens-alone">
      <p>
        {biases?.answer &&
          words('collisions.bias', { scheme, head: biases.frame.spec.head, ...biases.answer })}
      </p>
    </div>
  );
}

/** Of the head that is shown, over its offsets; null where the map is no map of biases. */
async function differentBiases({
  spec,
  maps,
}: Frame): Promise<{ offsets: number; distinct: number } | null> {
  if (maps.positions?.rowAxis !== 'head') return null;
  const row = await answers.block('positions', spec.head - 1, 0, 1, maps.positions.columns);
  const finite = Array.from(row ?? []).filter(Number.isFinite);
  return { offsets: finite.length, distinct: new Set(finite).size };
}

export default defineLens({
  name: 'collisions',
  applies: whyNoVectors,
  View: Collisions,
});
