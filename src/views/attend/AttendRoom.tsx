/** Attention, step by step: the words, the stages, one matrix large, how a number came about, the heads. */
import '../../text/later.ts';
import { useRef } from 'react';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useLayout } from '../hooks/useLayout.ts';
import { useRem } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import type { Panel } from '../parts/layout.ts';
import { Sentence } from '../parts/Sentence.tsx';
import { ToolBar, viewsOf } from '../parts/ToolBar.tsx';
import type { Tool } from '../parts/tools.ts';
import { attendLayout, namesWide } from './attendLayout.ts';
import { Heads } from './Heads.tsx';
import { HowPanel } from './HowPanel.tsx';
import { StageMap } from './StageMap.tsx';
import { StageStrip } from './StageStrip.tsx';
import { LineHead, TokenLine } from './TokenLine.tsx';
import './attend.css';
import './experiments.css';

const experiments = viewsOf(
  'experiment',
  import.meta.glob<Tool>('./*.experiment.tsx', { import: 'default' }),
);

export default function AttendRoom({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const trained = useSpecs(({ spec }) => spec.model === 'use-lite');
  const open = useView((view) => view.experiment !== 'none');
  const count = useSpecs(({ spec }) => spec.heads);
  const heads = hide.includes('headMaps') ? 0 : count;
  const side = trained || open || !['how', 'experiments'].every((part) => hide.includes(part));
  const layout = useLayout(box, attendLayout, { open, panel: side, heads });

  return (
    <main
      id="plate"
      className={`room attend-room ${open ? 'open' : ''}`}
      aria-label={words('app.room.attend')}
    >
      {hide.includes('line') || trained ? <LineHead hide={hide} /> : <TokenLine hide={hide} />}
      {trained && !hide.includes('line') && <Sentence />}
      {!hide.includes('stages') && <StageStrip />}
      <div ref={box} className="attend-body">
        {layout && (
          <div className={`attend-plate ${layout.arrangement}`}>
            <StageMap layout={layout} />
            {side && <AttendSide dock={layout.panel} trained={trained} hide={hide} />}
            {layout.heads && <Heads list={layout.heads} />}
          </div>
        )}
      </div>
    </main>
  );
}

interface SideProps {
  readonly dock: Panel;
  readonly trained: boolean;
  readonly hide: readonly string[];
}

/** How a number came about, or the experiment that is open in its place; embedded, one after the other. */
function AttendSide({ dock, trained, hide }: SideProps) {
  const words = useWords();
  const rem = useRem();
  const open = useView((view) => view.experiment !== 'none');
  const named = !hide.includes('experiments') && !trained;
  const how = !hide.includes('how') && !(named && open);
  return (
    <div className={`attend-side ${named ? 'named' : ''}`}>
      {trained ? (
        <p className="soft">{words('attend.trained')}</p>
      ) : (
        <ToolBar
          kind="experiment"
          views={experiments}
          shape={named ? (dock.width < namesWide * rem ? 'menu' : 'line') : 'none'}
          dock={dock}
          rest={{ name: words('attend.how'), panel: 'how' }}
        />
      )}
      {how && <HowPanel low={dock.width > 30 * rem && dock.height < 26 * rem} />}
    </div>
  );
}
