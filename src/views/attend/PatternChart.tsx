/** How much the order of the tokens still tells after each block, under each pattern of blocks with positions. */
import { axisBottom, axisLeft, scaleLinear, scalePoint, select } from 'd3';
import { useCallback, useEffect, useRef } from 'react';
import { answers } from '../../show/shown.ts';
import type { Frame } from '../../state/frame.ts';
import { layerPatterns, type Spec } from '../../state/spec.ts';
import { useInTurn } from '../hooks/useInTurn.ts';
import { useRem } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { addAxis, addDottedLine, minus } from '../parts/axes.ts';

const all = () => layerPatterns;

export function PatternChart({ frame, width }: { readonly frame: Frame; readonly width: number }) {
  const words = useWords();
  const rem = useRem();
  const svg = useRef<SVGSVGElement>(null);
  const turn = useInTurn(
    all,
    useCallback(
      (layerPattern: Spec['layerPattern'], { spec }: Frame) =>
        answers.moved({ ...spec, layerPattern }),
      [],
    ),
  );
  const chosen = frame.spec.layerPattern;
  const height = 13 * rem;
  const found = turn?.answers;
  useEffect(() => {
    const root = select(svg.current);
    root.selectAll('*').remove();
    if (!found || width <= 0) return;
    const margin = { top: 1 * rem, right: 11 * rem, bottom: 2 * rem, left: 3 * rem };
    const layers = Array.from({ length: found[0]?.length ?? 0 }, (_, i) => i + 1);
    const right = Math.max(width - margin.right, margin.left + rem);
    const x = scalePoint(layers, [margin.left + rem, right]);
    const most = Math.max(0.01, ...found.flatMap((each) => Array.from(each ?? [])));
    const y = scaleLinear([0, most], [height - margin.bottom, margin.top]).nice();
    addAxis(root, axisBottom(x), 0, height - margin.bottom);
    addAxis(root, axisLeft(y).ticks(4).tickFormat(minus), margin.left, 0);
    const ends = found.map((each) => y(each?.at(-1) ?? 0));
    // Names in the order of their ends, a line of text apart.
    const places = [...ends.keys()].toSorted((a, b) => (ends[a] ?? 0) - (ends[b] ?? 0));
    let last = Number.NEGATIVE_INFINITY;
    for (const at of places) {
      const name = layerPatterns[at];
      const values = found[at];
      if (!name || !values) continue;
      const group = root
        .append('g')
        .attr('class', `pattern ${name} ${name === chosen ? 'chosen' : ''}`);
      addDottedLine(group, values, { x: (i) => x(i + 1) ?? 0, y, radius: 2.5 });
      last = Math.max((ends[at] ?? 0) + 0.3 * rem, last + 1.15 * rem);
      group
        .append('text')
        .attr('x', right + 0.8 * rem)
        .attr('y', last)
        .text(words(`option.layerPattern.${name}`));
    }
    root.select('.chosen').raise();
  }, [found, chosen, width, height, rem, words]);
  return (
    <svg
      ref={svg}
      className="patterns"
      width={width}
      height={height}
      role="img"
      data-patterns={found?.map((each) => each?.at(-1) ?? '').join(' ') ?? ''}
      aria-label={words('attend.stack.moved')}
    />
  );
}
