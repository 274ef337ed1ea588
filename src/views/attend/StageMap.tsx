/** The matrix of the chosen stage, large; under the crosshair, query and key or row and channel. */

import { select } from 'd3';
import { useEffect, useId, useRef } from 'react';
import { cellAt, whole } from '../../fields/window.ts';
import { cellFrom } from '../../show/arrows.ts';
import { cellUnder, channelStore, pointChannel, stageOnShow } from '../../show/channel.ts';
import type { Cross } from '../../show/cross.ts';
import { isVeiled } from '../../show/marks.ts';
import { holdByKey } from '../../show/pointing.ts';
import { readout } from '../../show/readout.ts';
import { stagePicture } from '../../show/stages.ts';
import { say } from '../../show/words.ts';
import { type StageName, squareStages } from '../../state/frame.ts';
import { point, viewStore } from '../../state/view.ts';
import { useFrame, useView } from '../hooks/stores.ts';
import { useCrossDrawing } from '../hooks/useLens.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useWords } from '../hooks/useWords.ts';
import { CellNumbers } from '../parts/CellNumbers.tsx';
import HearTool from '../parts/HearTool.tsx';
import { Heatmap } from '../parts/Heatmap.tsx';
import { HoldTool } from '../parts/HoldTool.tsx';
import { lightRow } from '../parts/lightRow.ts';
import { MapHead } from '../parts/MapHead.tsx';
import { MapMarks, useMarks } from '../parts/Marks.tsx';
import { MatrixNow } from '../parts/MatrixNow.tsx';
import { Spotlight } from '../parts/Spotlight.tsx';
import { TokenLabels } from '../parts/TokenLabels.tsx';
import { Typeset } from '../parts/Typeset.tsx';
import { Arcs, ArcsTooLong, FormChoice, useArcs } from './Arcs.tsx';
import type { AttendLayout } from './attendLayout.ts';
import { HeadPreview } from './Heads.tsx';
import { Marginals } from './Marginals.tsx';
import { toneOf } from './tones.ts';

export function StageMap({ layout }: { readonly layout: AttendLayout }) {
  const words = useWords();
  const frame = useFrame();
  const wanted = useView((view) => view.stage);
  const name: StageName = frame ? stageOnShow(frame, wanted) : 'weights';
  const overlay = useRef<SVGSVGElement>(null);
  const picture = stagePicture(name, 'large');
  const matrix = frame?.stages?.maps[name] ?? null;
  const square = squareStages.includes(name);
  const { side } = layout;
  const now = useId();
  const veiled = useMarks((marks) => isVeiled(marks, name));
  const arcs = useArcs(name, frame) && !veiled;

  const mark = (cross: Cross) => {
    if (!matrix) return;
    const [wide, high] = [side / matrix.columns, side / matrix.rows];
    const root = select(overlay.current);
    lightRow(overlay.current, true, cross.row * high, (cross.row + 1) * high, side);
    const channel = Math.min(channelStore.getState().channel, matrix.columns - 1);
    root
      .select('.here-cell')
      .attr('x', (square ? cross.column : channel) * wide)
      .attr('y', cross.row * high)
      .attr('width', Math.max(wide, 2))
      .attr('height', Math.max(high, 2));
    root
      .select('.query-row')
      .attr('y', cross.row * high)
      .attr('height', Math.max(high, 2));
    root
      .select('.key-column')
      .attr('visibility', square ? 'visible' : 'hidden')
      .attr('x', cross.column * wide)
      .attr('width', Math.max(wide, 2));
  };
  useCrossDrawing(mark);
  useEffect(() =>
    channelStore.subscribe(() => {
      const { cross } = readout.getState();
      if (cross) mark(cross);
    }),
  );

  const surface = useRef<HTMLDivElement>(null);
  usePointing(surface, {
    point([x, y]) {
      if (!matrix) return null;
      const { row, column } = cellAt(whole(matrix.rows, matrix.columns), side, side, x, y);
      const { cross } = readout.getState();
      const onChannel = !square && pointChannel(column);
      const onCell = point(viewStore, {
        map: 'attention',
        row,
        column: square ? column : (cross?.column ?? 0),
      });
      return onChannel || onCell;
    },
  });
  const keys = (event: React.KeyboardEvent) => {
    const { cross } = readout.getState();
    if (!frame || !matrix || !cross) return;
    const to = cellFrom(event.key, cellUnder(frame, cross), matrix);
    if (!to && !holdByKey(event)) return;
    event.preventDefault();
    if (!to) return;
    if (!square) pointChannel(to.column);
    point(viewStore, { map: 'attention', ...to, ...(!square && { column: cross.column }) });
  };
  return (
    <section
      className="stage-map"
      style={{ width: layout.wide }}
      aria-label={words(`stage.${name}`)}
    >
      <MapHead
        title={<Typeset text={words(`stage.${name}`)} />}
        what={words(`stage.${name}.what`)}
        picture={picture}
        frame={matrix && !veiled ? frame : null}
      >
        <FormChoice name={name} />
        <HoldTool />
        {!veiled && <HearTool what={rowOnStage} />}
      </MapHead>
      {frame && matrix && !veiled && (
        <MatrixNow id={now} name={name} matrix={matrix} frame={frame} />
      )}
      <div className="stage-plate">
        <TokenLabels layout={layout} />
        {square && !arcs && !veiled && <Marginals layout={layout} />}
        {arcs && <Arcs layout={layout} onKeyDown={keys} />}
        <div
          ref={surface}
          className="surface"
          hidden={arcs}
          role="application"
          aria-label={words(square ? 'attend.map' : 'attend.channelMap', {
            stage: words(`stage.${name}`),
          })}
          aria-describedby={now}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus.
          tabIndex={0}
          data-stage-map={name}
          style={{ width: side, height: side }}
          onKeyDown={keys}
        >
          {!arcs && <Heatmap picture={picture} width={side} height={side} />}
          {frame && !veiled && (
            <CellNumbers name={name} picture={picture} frame={frame} width={side} height={side} />
          )}
          {name === 'weights' && !veiled && <HeadPreview side={side} />}
          {matrix && (
            <MapMarks
              map={name}
              window={whole(matrix.rows, matrix.columns)}
              width={side}
              height={side}
            />
          )}
          <svg ref={overlay} className="cross" width={side} height={side} aria-hidden="true">
            <Spotlight side={side} />
            <rect className={`query-row ${square ? 'query' : toneOf(name)}`} width={side} />
            <rect className="key-column" height={side} />
            <rect className="here-cell" />
          </svg>
        </div>
      </div>
      <ArcsTooLong name={name} />
    </section>
  );
}

/** The row of the stage under the crosshair, as it is heard. */
function rowOnStage() {
  const { frame, cross } = readout.getState();
  if (!frame || !cross) return null;
  const { stage, row } = cellUnder(frame, cross);
  const matrix = frame.stages?.maps[stage];
  if (!matrix) return null;
  return {
    frame,
    name: stage,
    title: say(`stage.${stage}`),
    row,
    columns: matrix.columns,
    tokens: true,
    picture: stagePicture(stage, 'large'),
  };
}
