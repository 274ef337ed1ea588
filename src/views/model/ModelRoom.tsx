/** A real pretrained Transformer: what positions do in trained weights, on the viewer's sentence. */
import '../../text/later.ts';
import { useEffect, useRef } from 'react';
import { asTrained } from '../../state/model.ts';
import { put, specStore } from '../../state/store.ts';
import type { RoomLayout } from '../layout.ts';
import { followFrames } from '../pictures.ts';
import { Sentence } from '../Sentence.tsx';
import { useSpecs, useStage } from '../stage.ts';
import { useLayout } from '../useLayout.ts';
import { useWords } from '../words.ts';
import { Inside } from './Inside.tsx';
import { Loading } from './Loading.tsx';
import { ModelPlate } from './ModelPlate.tsx';
import { OwnTable } from './own/OwnTable.tsx';
import { Pairs } from './Pairs.tsx';
import { Surgery } from './Surgery.tsx';
import './model.css';

export default function ModelRoom({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const box = useRef<HTMLElement>(null);
  const layout = useLayout(box, layoutFor);
  const frame = useStage(({ shown }) => (shown?.frame.model ? shown.frame : null));
  const seeded = useSpecs(({ spec }) => spec.model === 'seeded');
  useEffect(() => followFrames(), []);
  return (
    <main id="plate" ref={box} className="room model-room" aria-label={words('app.room.model')}>
      <h1 className="visually-hidden">{words('app.room.model')}</h1>
      {!hide.includes('title') && <p className="model-what">{words('model.what')}</p>}
      {seeded ? <Seeded /> : <Loading />}
      {!seeded && !hide.includes('text') && <Sentence />}
      {!seeded && frame && layout && (
        <>
          {!hide.includes('surgery') && <Surgery hide={hide} />}
          <ModelPlate frame={frame} layout={layout} />
          {!hide.includes('streams') && <Inside frame={frame} />}
          {!hide.includes('pairs') && <Pairs />}
        </>
      )}
      {!hide.includes('ownFile') && <OwnTable />}
    </main>
  );
}

/** An example or a link may have brought weights that nobody has trained. */
function Seeded() {
  const words = useWords();
  return (
    <p className="model-loading" role="status">
      <span>{words('model.seeded')}</span>
      <button
        type="button"
        className="tool"
        onClick={() => put(specStore, asTrained(specStore.getState().spec))}
      >
        {words('model.seeded.back')}
      </button>
    </p>
  );
}

/** Two squares side by side and the heads beside them, or all under one another. */
function layoutFor(width: number, height: number, rem: number): RoomLayout {
  const stacked = width < 47 * rem;
  const gutter = Math.round((stacked ? 5.2 : 6.6) * rem);
  const gap = Math.round(2.4 * rem);
  const heads = 24.5 * rem;
  const room = stacked ? width - gutter : (width - gutter - 2 * gap - heads) / 2;
  const side = Math.round(Math.min(room, Math.max(height - 17 * rem, 18 * rem)));
  return { stacked, gutter, gap, side };
}
