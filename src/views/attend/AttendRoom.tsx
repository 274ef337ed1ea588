/** Attention, step by step: the words, the stages, one matrix large, how a number came about, the heads. */
import { useCallback, useEffect, useRef } from 'react';
import type { Layout } from '../layout.ts';
import { followFrames } from '../pictures.ts';
import { Sentence } from '../Sentence.tsx';
import { useSpecs } from '../stage.ts';
import { useLayout } from '../useLayout.ts';
import { useWords } from '../words.ts';
import { Experiments } from './Experiments.tsx';
import { Heads } from './Heads.tsx';
import { HowPanel } from './HowPanel.tsx';
import { StageMap } from './StageMap.tsx';
import { StageStrip } from './StageStrip.tsx';
import { TokenLine } from './TokenLine.tsx';
import './attend.css';

export default function AttendRoom({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const box = useRef<HTMLElement>(null);
  const trained = useSpecs(({ spec }) => spec.model === 'use-lite');
  const [line, stages] = [!hide.includes('line'), !hide.includes('stages')];
  // In rem: what stands above the square and below it.
  const around = 10.5 + (line ? 8 : 0) + (stages ? 11 : 0);
  const layout = useLayout(
    box,
    useCallback(
      (width: number, height: number, rem: number) => layoutFor(width, height, rem, around),
      [around],
    ),
  );

  useEffect(() => followFrames(), []);
  return (
    <main id="plate" ref={box} className="attend-room" aria-label={words('app.room.attend')}>
      <h1 className="visually-hidden">{words('app.room.attend')}</h1>
      {line && (trained ? <Sentence /> : <TokenLine hide={hide} />)}
      {stages && <StageStrip />}
      {layout && (
        <div className={`attend-plate ${layout.stacked ? 'stacked' : ''}`}>
          <StageMap layout={layout} />
          {!hide.includes('how') && <HowPanel />}
          {!hide.includes('headMaps') && <Heads />}
        </div>
      )}
      {!hide.includes('experiments') &&
        (trained ? <p className="soft">{words('attend.trained')}</p> : <Experiments />)}
    </main>
  );
}

function layoutFor(width: number, height: number, rem: number, around: number): Layout {
  const stacked = width < 47 * rem;
  const gutter = Math.round((stacked ? 5.2 : 6.6) * rem);
  // The strips beside the square.
  const strip = 3.4 * rem;
  const room = stacked ? width - gutter - strip : width * 0.36;
  const side = Math.round(Math.min(room, Math.max(height - around * rem, 14 * rem)));
  return { stacked, gutter, gap: 0, first: side, side, profile: 0 };
}
