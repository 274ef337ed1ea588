/**
 * How the number under the crosshair came about: its line of arithmetic with the real numbers, the
 * rows it was made from as bars, and what a score is made of.
 */

import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { numpyOfOrigin } from '../../explain/numpy.ts';
import { texOf } from '../../explain/origin.ts';
import { stageOnShow } from '../../show/channel.ts';
import { type Found, followOrigin, howStore } from '../../show/readOrigin.ts';
import { say, tokenAt } from '../../show/words.ts';
import { type Frame, squareStages } from '../../state/frame.ts';
import type { Look } from '../../state/page.ts';
import { useFrame, useView } from '../hooks/stores.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { Code } from '../parts/Code.tsx';
import { Tex } from '../parts/tex.tsx';
import Ways from '../parts/Ways.tsx';
import { Terms } from '../terms/Terms.tsx';
import { Figure } from './Figure.tsx';
import { ScoreParts } from './ScoreParts.tsx';
import { sentenceOf } from './sentence.ts';
import { sourceOf } from './source.ts';
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
      <div className="how-line">{rested && origin && <Told found={rested} how={how} />}</div>
      <p className="how-source soft">
        {origin && how !== 'words' && <Terms text={sourceOf(origin)} />}
      </p>
      <div ref={box}>{width > 0 && <Figure width={width} rem={rem} low={low} />}</div>
      {square && <ScoreParts frame={frame} width={width} rem={rem} />}
    </section>
  );
}

/** The same number in a sentence, as arithmetic, or as code. */
function Told({ found, how }: { readonly found: Found; readonly how: Look['how'] }) {
  useWords();
  const { origin, frame } = found;
  if (how === 'formula') return <Tex tex={texOf(origin)} />;
  if (how === 'words') return <Terms text={sentenceOf(origin, frame)} />;
  return <Code lines={numpyOfOrigin(origin, frame)} />;
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
