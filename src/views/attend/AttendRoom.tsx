/** Attention, step by step: the words, the stages, one matrix large, how a number came about, the heads. */
import { useCallback, useEffect, useRef } from 'react';
import type { Panel, RoomLayout } from '../layout.ts';
import { followFrames } from '../pictures.ts';
import { Sentence } from '../Sentence.tsx';
import { useSpecs, useView } from '../stage.ts';
import { Title } from '../Title.tsx';
import { useLayout } from '../useLayout.ts';
import { useWords } from '../words.ts';
import { Experiments } from './Experiments.tsx';
import { Heads } from './Heads.tsx';
import { HowPanel } from './HowPanel.tsx';
import { StageMap } from './StageMap.tsx';
import { StageStrip } from './StageStrip.tsx';
import { TokenLine } from './TokenLine.tsx';
import './attend.css';

interface AttendLayout extends RoomLayout {
  /** Where an experiment is docked: in the place of how a number came about, or below the map. */
  readonly panel: Panel;
}

export default function AttendRoom({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const trained = useSpecs(({ spec }) => spec.model === 'use-lite');
  const open = useView((view) => view.experiment !== 'none');
  const headMaps = !hide.includes('headMaps');
  const layout = useLayout(
    box,
    useCallback(
      (width: number, height: number, rem: number) =>
        layoutFor(width, height, rem, { open, headMaps }),
      [open, headMaps],
    ),
  );

  useEffect(() => followFrames(), []);
  const how = !hide.includes('how') && !(open && layout && !layout.stacked) && <HowPanel />;
  const experiments = trained ? (
    <p className="soft">{words('attend.trained')}</p>
  ) : (
    layout && <Experiments dock={layout.panel} named={!hide.includes('experiments')} />
  );
  return (
    <main id="plate" className="room attend-room" aria-label={words('app.room.attend')}>
      {!hide.includes('title') && <Title hide={[...hide, 'formula']} />}
      {!hide.includes('line') && (trained ? <Sentence /> : <TokenLine hide={hide} />)}
      {!hide.includes('stages') && <StageStrip />}
      <div ref={box} className="attend-body">
        {layout && (
          <div className={`attend-plate ${layout.stacked ? 'stacked' : ''}`}>
            <StageMap layout={layout} />
            <div className="attend-side">
              {experiments}
              {how}
            </div>
            {headMaps && <Heads />}
          </div>
        )}
      </div>
    </main>
  );
}

/** In rem: the head line of the map with the strip above the square, and the strip at its right. */
const above = 4.6;
const strip = 3.4;

function layoutFor(
  width: number,
  height: number,
  rem: number,
  { open, headMaps }: { readonly open: boolean; readonly headMaps: boolean },
): AttendLayout {
  const stacked = width < 47 * rem;
  const gutter = Math.round((stacked ? 3.6 : 6.6) * rem);
  const gap = Math.round(2 * rem);
  if (stacked) {
    const lens = open ? Math.max(height * 0.4, 13 * rem) : 0;
    const room = Math.min(width - gutter - strip * rem, height - above * rem - lens);
    const side = Math.round(Math.max(room, 9 * rem));
    const rest = Math.max(height - side - above * rem, 13 * rem);
    return { stacked, gutter, gap: 0, side, panel: { place: 'below', width, height: rest } };
  }
  const heads = headMaps ? 8 * rem + gap : 0;
  const across = width - gutter - strip * rem - heads - gap;
  const side = Math.round(
    Math.max(Math.min(across - Math.max(30 * rem, across * 0.42), height - above * rem), 9 * rem),
  );
  // The names of the experiments stand above.
  const panel = {
    place: 'beside',
    width: Math.floor(across - side),
    height: Math.floor(height - 2.4 * rem),
  } as const;
  return { stacked, gutter, gap, side, panel };
}
