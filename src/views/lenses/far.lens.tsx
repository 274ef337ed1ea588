/**
 * Long context in one view: the score by distance from 1 to 2²⁰ on a log axis. RoPE's under every scaling
 * at once, and with position ids held in 16 bits; a bias in every head. Of each pixel the smallest,
 * largest and mean score.
 */
import { Range } from '../parts/Range.tsx';
import '../../text/later.ts';
import { area, axisBottom, line, range, scaleLinear, scaleLog, select } from 'd3';
import { useEffect, useMemo, useRef, useState } from 'react';
import { ropeParams } from '../../encodings/rope-params.ts';
import { answers } from '../../show/shown.ts';
import { say, schemeName, scientific, shortValue } from '../../show/words.ts';
import { type Far as FarAnswer, type FarCurve, farEdges, farthest } from '../../state/lens.ts';
import { formatNumber, said } from '../../text/t.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useSettled } from '../hooks/useLens.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { addAxis } from '../parts/axes.ts';
import { defineLens } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';

const rope = 'rope';
/** Of those whose scores, as far as positions go, depend on the distance alone, those quickly summed. */
const byDistance = [rope, 'alibi', 't5', 'kerple'];

const edges = farEdges();
const bins = edges.length - 1;

const everywhere = () => answers.lens('far');
const meanwhile = () => answers.lens('farMeanwhile');

function Far() {
  const words = useWords();
  const answered = useSettled(everywhere, meanwhile);
  const far = answered?.answer ?? null;
  const turns = useSpecs(({ spec }) => spec.encoding === rope);
  const [at, setAt] = useState(200);
  const [from = 1, to = 2] = edges.subarray(at, at + 2);
  const where =
    to - from > 1 ? words('far.between', { from, to: to - 1 }) : words('far.at', { from });
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words(turns ? 'far.what' : 'far.bias')} />
        </p>
        {turns && (
          <>
            <p className="soft">
              <Terms text={words('far.when')} />
            </p>
            <p className="soft">
              <Terms text={words('far.ids')} />
            </p>
          </>
        )}
        {far && (
          <>
            <label className="far-place">
              {where}
              <Range
                min={0}
                max={bins - 1}
                value={at}
                aria-label={words('far.distance')}
                aria-valuetext={where}
                change={setAt}
              />
            </label>
            <p className="soft">
              {words(turns ? 'far.error' : 'far.bias.error', {
                error: scientific(far.largest),
                count: far.checked,
              })}
            </p>
          </>
        )}
      </div>
      {far && answered && (
        <Rows far={far} at={at} original={Number(answered.frame.spec.params['originalLength'])} />
      )}
    </>
  );
}

interface RowsProps {
  readonly far: FarAnswer;
  /** The bin that is read. */
  readonly at: number;
  /** The length that the model was made for, before any scaling; NaN where a scheme says none. */
  readonly original: number;
}

function Rows({ far, at, original }: RowsProps) {
  const [box, whole] = useWidth<HTMLDivElement>();
  const rem = useRem();
  const columns = whole > 44 * rem ? 2 : 1;
  const width = (whole - (columns - 1) * 2 * rem) / columns;
  const bounds = useMemo(() => boundsOf(far.curves), [far]);
  return (
    <div ref={box} className="lens-figure far-rows" style={{ columnCount: columns }}>
      {whole > 0 &&
        far.curves.map((curve) => (
          <Row
            key={nameOf(curve)}
            curve={curve}
            bounds={curve.head === null ? bounds : boundsOf([curve])}
            width={width}
            at={at}
            original={original}
          />
        ))}
    </div>
  );
}

/** Of all values of some curves, with 0, and for scores with 1. */
function boundsOf(curves: readonly FarCurve[]): RowProps['bounds'] {
  const finite = (name: 'least' | 'most') =>
    curves.flatMap((curve) => [...curve[name]].filter(Number.isFinite));
  const highest = curves.some(({ head }) => head === null) ? 1 : 0;
  return [
    finite('least').reduce((a, b) => Math.min(a, b), 0),
    finite('most').reduce((a, b) => Math.max(a, b), highest),
  ];
}

const nameOf = ({ scaling, head, ids }: FarCurve) => `${scaling ?? `head ${head}`} ${ids}`;

interface RowProps extends Omit<RowsProps, 'far'> {
  readonly curve: FarCurve;
  /** Of all scalings, so that heights can be compared; of each head its own, which differ too much. */
  readonly bounds: readonly [low: number, high: number];
  readonly width: number;
}

function Row({ curve, bounds, width, at, original }: RowProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const rem = useRem();
  const axis = useRef<SVGGElement>(null);
  const height = 3 * rem;
  const x = useMemo(() => scaleLog([1, farthest], [0, width]), [width]);
  const paths = useMemo(() => pathsOf(curve, bounds, x, height), [curve, bounds, x, height]);
  useEffect(() => {
    const root = select(axis.current);
    root.selectAll('*').remove();
    const ticks = axisBottom(x)
      .tickValues(range(0, 20, 4).map((power) => 2 ** power))
      .tickFormat((value) => formatNumber(locale, value.valueOf()));
    addAxis(root, ticks, 0, 0).select('text').attr('text-anchor', 'start');
  }, [x, locale]);
  const option = ropeParams.scaling.options.find(({ value }) => value === curve.scaling);
  const scaling =
    option && curve.scaling !== 'none' ? said(option.label, locale) : words('far.plain');
  const exact = curve.head === null ? scaling : words('far.head', { head: curve.head + 1 });
  const name = curve.ids === 'exact' ? exact : words('far.rounded', { scaling, format: curve.ids });
  const [mean, least, most] = [curve.mean[at], curve.least[at], curve.most[at]];
  const value = Number.isFinite(mean)
    ? words('far.value', {
        mean: shortValue(mean ?? 0),
        least: shortValue(least ?? 0),
        most: shortValue(most ?? 0),
      })
    : words(mean === undefined ? 'far.later' : 'far.none');
  const place = x(middleOf(at));
  return (
    <figure className="far-row" data-far={nameOf(curve)}>
      <figcaption>
        <b>{name}</b> <span>{value}</span>
      </figcaption>
      <svg width={width} height={height + 1.4 * rem} role="img" aria-label={`${name}: ${value}`}>
        <line className="far-zero" x2={width} y1={paths.zero} y2={paths.zero} />
        <path className="far-band" d={paths.band} />
        <path className="far-mean" d={paths.mean} />
        {Number.isFinite(original) && (
          <line className="far-trained" x1={x(original)} x2={x(original)} y2={height} />
        )}
        <line className="far-here" x1={place} x2={place} y2={height} />
        <g ref={axis} transform={`translate(0 ${height})`} aria-hidden="true" />
      </svg>
    </figure>
  );
}

/** On a log axis. */
function middleOf(bin: number): number {
  const [from = 1, to = 2] = edges.subarray(bin, bin + 2);
  return Math.sqrt(from * (to - 1));
}

function pathsOf(
  { mean, least, most }: FarCurve,
  bounds: RowProps['bounds'],
  x: (distance: number) => number,
  height: number,
) {
  const y = scaleLinear(bounds, [height - 1, 1]);
  const computed = Array.from(mean.keys());
  const across = (bin: number) => x(middleOf(bin));
  const here = (bin: number) => Number.isFinite(mean[bin]);
  return {
    zero: y(0),
    band:
      area<number>(
        across,
        (bin) => y(least[bin] ?? 0),
        (bin) => y(most[bin] ?? 0),
      ).defined(here)(computed) ?? '',
    mean: line<number>(across, (bin) => y(mean[bin] ?? 0)).defined(here)(computed) ?? '',
  };
}

export default defineLens({
  name: 'far',
  schemes: [rope],
  applies: ({ spec }) =>
    byDistance.includes(spec.encoding) ? null : say('far.only', { scheme: schemeName(spec) }),
  View: Far,
});
