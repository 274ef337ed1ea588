/** Attention, step by step: the words, the stages, one matrix large, how a number came about, the heads. */
import { useEffect, useRef } from 'react';
import type { Layout } from '../layout.ts';
import { followFrames } from '../pictures.ts';
import { useLayout } from '../useLayout.ts';
import { useWords } from '../words.ts';
import { Experiments } from './Experiments.tsx';
import { Heads } from './Heads.tsx';
import { HowPanel } from './HowPanel.tsx';
import { StageMap } from './StageMap.tsx';
import { StageStrip } from './StageStrip.tsx';
import { TokenLine } from './TokenLine.tsx';
import './attend.css';

export default function AttendRoom() {
  const words = useWords();
  const box = useRef<HTMLElement>(null);
  const layout = useLayout(box, layoutFor);

  useEffect(() => followFrames(), []);
  return (
    <main id="plate" ref={box} className="attend-room" aria-label={words('app.room.attend')}>
      <h1 className="visually-hidden">{words('app.room.attend')}</h1>
      <TokenLine />
      <StageStrip />
      {layout && (
        <div className={`attend-plate ${layout.stacked ? 'stacked' : ''}`}>
          <StageMap layout={layout} />
          <HowPanel />
          <Heads />
        </div>
      )}
      <Experiments />
    </main>
  );
}

function layoutFor(width: number, height: number, rem: number): Layout {
  const stacked = width < 47 * rem;
  const gutter = Math.round((stacked ? 5.2 : 6.6) * rem);
  // The strips beside the square.
  const strip = 3.4 * rem;
  const room = stacked ? width - gutter - strip : width * 0.36;
  const side = Math.round(Math.max(Math.min(room, height - 29.5 * rem), 14 * rem));
  return { stacked, gutter, gap: 0, first: side, side, profile: 0 };
}
