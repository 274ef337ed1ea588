/** How widely each query spreads its attention, by its position: with the factor on queries and without. */
import { axisBottom, axisLeft, line, scaleLinear, select } from 'd3';
import { useEffect, useRef } from 'react';
import { answers } from '../../show/shown.ts';
import type { Frame } from '../../state/frame.ts';
import type { Marginals } from '../../state/lens.ts';
import { useSettled } from '../hooks/useLens.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { addAxis, minus } from '../parts/axes.ts';

const withoutFactor = ({ spec }: Frame) =>
  spec.queryScale === 'none'
    ? Promise.resolve(null)
    : answers.entropies({ ...spec, queryScale: 'none' });

export function EntropyRows({ frame, marginals }: { frame: Frame; marginals: Marginals | null }) {
  const words = useWords();
  const rem = useRem();
  const [box, width] = useWidth<HTMLDivElement>();
  const svg = useRef<SVGSVGElement>(null);
  const without = useSettled(withoutFactor);
  const plain = without?.frame === frame ? without.answer : null;
  const height = 9 * rem;
  useEffect(() => {
    const root = select(svg.current);
    root.selectAll('*').remove();
    if (!marginals || width <= 0) return;
    const { start, length } = frame.spec;
    const margin = { top: 0.6 * rem, right: 0.6 * rem, bottom: 1.8 * rem, left: 2 * rem };
    const x = scaleLinear(
      [start, start + Math.max(length - 1, 1)],
      [margin.left, Math.max(width - margin.right, margin.left)],
    );
    const most = marginals.largest.reduce((a, b) => Math.max(a, b), 1);
    const y = scaleLinear([0, most], [height - margin.bottom, margin.top]);
    addAxis(root, axisBottom(x).ticks(5).tickFormat(minus), 0, height - margin.bottom);
    addAxis(root, axisLeft(y).ticks(4).tickFormat(minus), margin.left, 0);
    const curve = (values: Float32Array, name: string) =>
      root
        .append('path')
        .attr('class', `entropy-line ${name}`)
        .attr(
          'd',
          line<number>(
            (_, row) => x(start + row),
            (bits) => y(bits),
          ).defined((bits) => !Number.isNaN(bits))(values),
        );
    curve(marginals.largest, 'even');
    if (plain) curve(plain, 'without');
    curve(marginals.entropy, 'with');
  }, [frame, marginals, plain, width, height, rem]);
  return (
    <div ref={box} className="entropy-rows" data-without={plain ? plain.length : ''}>
      <p className="entropy-names">
        <span>{words('attend.fuse.rows')}</span>{' '}
        <span className="entropy-name with">
          {words(plain ? 'attend.fuse.rows.with' : 'attend.fuse.rows.now')}
        </span>{' '}
        {plain && <span className="entropy-name without">{words('attend.fuse.rows.without')}</span>}{' '}
        <span className="entropy-name even">{words('attend.fuse.rows.even')}</span>
      </p>
      <svg
        ref={svg}
        width={width}
        height={height}
        role="img"
        aria-label={words('attend.fuse.rows')}
      />
    </div>
  );
}
