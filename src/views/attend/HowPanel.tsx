/**
 * How the number under the crosshair came about: its line of arithmetic with the real numbers, the
 * rows it was made from as bars, and what a score is made of.
 */

import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { stageOnShow } from '../../show/channel.ts';
import { followOrigin, howStore } from '../../show/readOrigin.ts';
import { say, tokenAt } from '../../show/words.ts';
import { type Frame, squareStages } from '../../state/frame.ts';
import { useFrame, useView } from '../hooks/stores.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { sourceOf } from '../parts/originSource.ts';
import { Scrolled } from '../parts/Scrolled.tsx';
import { tellOrigin } from '../parts/telling.tsx';
import Ways from '../parts/Ways.tsx';
import { Terms } from '../terms/Terms.tsx';
import { Figure } from './Figure.tsx';
import { ScoreParts } from './ScoreParts.tsx';
import './how.css';

interface HowProps {
  /** There is little height for it. */
  readonly low: boolean;
}

export function HowPanel({ low }: HowProps) {
  const frame = useFrame();
  return frame?.stages ? <How frame={frame} low={low} /> : <section id="how" className="how" />;
}

function How({ frame, low }: HowProps & { readonly frame: Frame }) {
  const words = useWords();
  const wanted = useView((view) => view.stage);
  const fresh = useStore(howStore, (how) => how.fresh);
  const rested = useStore(howStore, (how) => how.rested);
  const how = useView((view) => view.how);
  const [box, width] = useWidth<HTMLDivElement>();
  const rem = useRem();
  const who = useRef<HTMLSpanElement>(null);
  useEffect(() => followOrigin(), []);
  useEffect(() => {
    writeWho(who.current);
    return howStore.subscribe(() => writeWho(who.current));
  });
  const name = stageOnShow(frame, wanted);
  const square = squareStages.includes(name);
  const origin = rested?.origin.stage === name ? rested.origin : null;
  return (
    <section
      id="how"
      className={`how ${low ? 'low' : ''}`}
      aria-labelledby="how-title"
      data-fresh={fresh}
    >
      <header>
        <h2 id="how-title">
          <span className="how-name">{words('attend.how')} </span>
          <span ref={who} className="soft" />
        </h2>
        <Ways />
      </header>
      <Scrolled className="how-line" name={words('attend.how')}>
        {rested && origin && tellOrigin(how, rested)}
      </Scrolled>
      <p className="how-source soft">
        {origin && how !== 'words' && <Terms text={sourceOf(origin)} />}
      </p>
      <div ref={box}>{width > 0 && <Figure width={width} rem={rem} low={low} />}</div>
      {square && <ScoreParts frame={frame} width={width} rem={rem} />}
    </section>
  );
}

/** Who asks whom, or whose channel it is, of the numbers that are drawn. */
function writeWho(place: HTMLElement | null): void {
  const { found } = howStore.getState();
  if (!place || !found) return;
  const { frame, origin } = found;
  const { start } = frame.spec;
  const asking = { query: tokenAt(frame, origin.row), row: String(start + origin.row) };
  place.textContent =
    origin.kind === 'pair'
      ? say('attend.how.pair', {
          ...asking,
          key: tokenAt(frame, origin.column),
          column: String(start + origin.column),
        })
      : say('attend.how.cell', { ...asking, channel: origin.channel });
}
