/** Several blocks: whether positions can still be read off the residual stream, layer by layer. */
import { axisBottom, axisLeft, scaleLinear, scalePoint, select } from 'd3';
import { useEffect, useRef } from 'react';
import { answers } from '../../show/shown.ts';
import { shortValue } from '../../show/words.ts';
import type { Stream } from '../../state/experiment.ts';
import type { Frame } from '../../state/frame.ts';
import { familyOf, hasPositions } from '../../state/spec.ts';
import { useSpecs } from '../hooks/stores.ts';
import { type LensProps, useSettled } from '../hooks/useLens.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { addAxis, addDottedLine, minus } from '../parts/axes.ts';
import { Choice } from '../parts/Choice.tsx';
import { Slider } from '../parts/Slider.tsx';
import { defineExperiment } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';
import { PatternChart } from './PatternChart.tsx';

const streamOf = ({ spec }: Frame) => answers.stream(spec);

function Stack({ frame }: LensProps) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const answered = useSettled(streamOf);
  const stream = answered?.answer ?? null;
  const [box, width] = useWidth<HTMLDivElement>();
  const table = familyOf(frame.spec) === 'additive';
  const rem = useRem();
  const last = stream?.own.at(-1) ?? null;
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('attend.stack.what')} />
        </p>
        <div className="experiment-sliders">
          <Slider name="depth" />
          {spec.depth > 1 && <Slider name="layer" among={layersOf(spec.depth)} />}
          {spec.layerPattern === 'windowed' && <Slider name="window" />}
        </div>
        <Choice name="layerPattern" />
        <p className="soft">
          {words(`attend.stack.pattern.${spec.layerPattern}`)}
          {!hasPositions(spec) && <> {words('attend.stack.bare')}</>}
        </p>
        {table && (
          <p className="soft">
            <Terms text={words('attend.stack.measure')} />
          </p>
        )}
      </div>
      <div ref={box} className="lens-figure">
        {table ? (
          stream &&
          width > 0 && (
            <>
              <Chart stream={stream} width={Math.min(width, 50 * rem)} />
              <p className="lens-result" aria-live="polite">
                {words('attend.stack.result', {
                  first: shortValue(stream.own[0] ?? 0),
                  last: shortValue(last ?? 0),
                  depth: stream.own.length - 1,
                })}
              </p>
            </>
          )
        ) : (
          <p className="fuse-none">{words('attend.stack.none')}</p>
        )}
        {width > 0 && (
          <>
            <p className="soft">{words('attend.stack.moved')}</p>
            <PatternChart frame={frame} width={Math.min(width, 50 * rem)} />
          </>
        )}
      </div>
    </>
  );
}

const layersOf = (depth: number) => Array.from({ length: depth }, (_, layer) => layer + 1);

function Chart({ stream, width }: { readonly stream: Stream; readonly width: number }) {
  const words = useWords();
  const rem = useRem();
  const svg = useRef<SVGSVGElement>(null);
  const height = 15 * rem;
  useEffect(() => {
    const margin = { top: 1.6 * rem, right: 9 * rem, bottom: 2.6 * rem, left: 3 * rem };
    const root = select(svg.current);
    root.selectAll('*').remove();
    const layers = stream.own.map((_, layer) => layer);
    const x = scalePoint(layers, [margin.left + rem, width - margin.right]);
    const low = Math.min(-0.12, ...stream.own, ...stream.others);
    const y = scaleLinear([low, 1], [height - margin.bottom, margin.top]);
    const nameOf = (layer: number) => (layer === 0 ? words('attend.stack.input') : String(layer));
    addAxis(root, axisBottom(x).tickFormat(nameOf), 0, height - margin.bottom);
    addAxis(root, axisLeft(y).ticks(4).tickFormat(minus), margin.left, 0);
    const draw = (name: 'own' | 'others') => {
      const values = stream[name];
      const group = root.append('g').attr('class', `stream ${name}`);
      const at = (layer: number) => x(layer) ?? 0;
      addDottedLine(group, values, { x: at, y, radius: 3.5 });
      if (name === 'own') {
        // As many of the values as have room beside each other, the last always.
        const every = Math.ceil((2.6 * rem) / Math.max(x.step(), 1));
        group
          .selectAll('text')
          .data(values)
          .join('text')
          .attr('text-anchor', 'middle')
          .attr('x', (_, layer) => at(layer))
          .attr('y', (value) => y(value) - 0.6 * rem)
          .text((value, layer) =>
            (values.length - 1 - layer) % every === 0 ? shortValue(value) : '',
          );
      }
      const end = values.at(-1) ?? 0;
      // The two names stay apart where the lines meet.
      const apart = Math.max(
        1.2 * rem - Math.abs(y(stream.own.at(-1) ?? 0) - y(stream.others.at(-1) ?? 0)),
        0,
      );
      group
        .append('text')
        .attr('class', 'name')
        .attr('x', at(values.length - 1) + 0.8 * rem)
        .attr('y', y(end) + 0.3 * rem + (name === 'own' ? -apart / 2 : apart / 2))
        .text(words(`attend.stack.${name}`));
    };
    draw('others');
    draw('own');
  }, [stream, width, height, rem, words]);
  return (
    <svg
      ref={svg}
      width={width}
      height={height}
      role="img"
      data-stream={stream.own.join(' ')}
      aria-label={words('attend.stack.figure', {
        values: stream.own.map((value) => shortValue(value)).join(', '),
      })}
    >
      <title>{words('attend.stack.axis')}</title>
    </svg>
  );
}

export default defineExperiment({
  name: 'stack',
  View: Stack,
});
