/**
 * How the number under the crosshair came about: its line of arithmetic with the real numbers, the
 * rows it was made from as bars, and what a score is made of.
 */
import { useEffect, useRef } from 'react';
import type { Frame } from '../../state/frame.ts';
import { viewStore } from '../../state/view.ts';
import { useCrossDrawing } from '../lenses/useLens.ts';
import { useRem, useWidth } from '../lenses/useSize.ts';
import { readout } from '../readout.ts';
import { useStage, useView } from '../stage.ts';
import { Tex } from '../tex.tsx';
import { say, tokenAt, useWords } from '../words.ts';
import { channelStore } from './channel.ts';
import { Figure } from './Figure.tsx';
import { texOf } from './origin.ts';
import { followOrigin, stageOnShow, useHow } from './readOrigin.ts';
import { ScoreParts } from './ScoreParts.tsx';
import { sourceOf } from './source.ts';
import { squareStages } from './stages.ts';
import './how.css';

export function HowPanel() {
  const frame = useStage(({ shown }) => shown?.frame ?? null);
  return frame?.stages ? <How frame={frame} /> : <section className="how" />;
}

function How({ frame }: { readonly frame: Frame }) {
  const words = useWords();
  const wanted = useView((view) => view.stage);
  const fresh = useHow((how) => how.fresh);
  const rested = useHow((how) => how.rested);
  const [box, width] = useWidth<HTMLDivElement>();
  const rem = useRem();
  const who = useRef<HTMLSpanElement>(null);
  useEffect(() => followOrigin(), []);
  useCrossDrawing(() => writeWho(who.current, frame));
  useEffect(() => channelStore.subscribe(() => writeWho(who.current, frame)), [frame]);
  const name = stageOnShow(frame, wanted);
  const square = squareStages.includes(name);
  const origin = rested?.origin.stage === name ? rested.origin : null;
  return (
    <section className="how" aria-labelledby="how-title" data-fresh={fresh}>
      <header>
        <h2 id="how-title">
          {words('attend.how')} <span ref={who} className="soft" />
        </h2>
      </header>
      <p className="how-line">{origin && <Tex tex={texOf(origin)} />}</p>
      <p className="how-source soft">{origin && sourceOf(origin)}</p>
      <div ref={box}>{width > 0 && <Figure width={width} rem={rem} />}</div>
      {square && <ScoreParts frame={frame} width={width} rem={rem} />}
    </section>
  );
}

/** Who asks whom, or whose channel it is: written as the crosshair moves. */
function writeWho(place: HTMLElement | null, frame: Frame): void {
  const { cross } = readout.getState();
  if (!place || !cross) return;
  const { spec, stages } = frame;
  const name = stageOnShow(frame, viewStore.getState().stage);
  const inside = (at: number) => Math.min(at, spec.length - 1);
  const asking = {
    query: tokenAt(frame, inside(cross.row)),
    row: String(spec.start + inside(cross.row)),
  };
  if (squareStages.includes(name)) {
    const column = inside(cross.column);
    const key = tokenAt(frame, column);
    place.textContent = say('attend.how.pair', {
      ...asking,
      key,
      column: String(spec.start + column),
    });
    return;
  }
  const last = (stages?.maps[name]?.columns ?? 1) - 1;
  const channel = Math.min(channelStore.getState().channel, last);
  place.textContent = say('attend.how.cell', { ...asking, channel });
}
