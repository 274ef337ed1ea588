/** A real pretrained Transformer: what positions do in trained weights, on the viewer's sentence. */
import '../../text/later.ts';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { openedStore } from '../../show/opened.ts';
import { asTrained } from '../../state/model.ts';
import { put, specStore } from '../../state/store.ts';
import { useSpecs } from '../hooks/stores.ts';
import { useLayout } from '../hooks/useLayout.ts';
import { useModelFrame } from '../hooks/usePairs.ts';
import { useWords } from '../hooks/useWords.ts';
import { Sentence } from '../parts/Sentence.tsx';
import { Terms } from '../terms/Terms.tsx';
import { Inside } from './Inside.tsx';
import { Loading } from './Loading.tsx';
import { Language, LanguageName } from './language/Language.tsx';
import { LanguageTexts } from './language/LanguageTexts.tsx';
import { ModelPlate } from './ModelPlate.tsx';
import { modelLayout } from './modelLayout.ts';
import { OpenedTable } from './opened/OpenedTable.tsx';
import { Pairs } from './Pairs.tsx';
import { Surgery } from './Surgery.tsx';
import './model.css';

export default function ModelRoom({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const box = useRef<HTMLElement>(null);
  const layout = useLayout(box, modelLayout, null);
  const frame = useModelFrame();
  const seeded = useSpecs(({ spec }) => spec.model === 'seeded');
  const ofFile = useSpecs(({ spec }) => spec.model === 'file');
  const sees = useStore(openedStore, (own) => own.input !== null) && ofFile;
  return (
    <main id="plate" ref={box} className="room model-room" aria-label={words('app.room.model')}>
      <h1 className="visually-hidden">{words('app.room.model')}</h1>
      {ofFile && <LanguageName />}
      {!hide.includes('title') && !ofFile && (
        <p className="model-what">
          <Terms text={words('model.what')} />
        </p>
      )}
      {seeded ? <Seeded /> : <Loading />}
      {ofFile && !sees && !hide.includes('presets') && <LanguageTexts />}
      {!seeded && !sees && !hide.includes('text') && <Sentence />}
      {ofFile && frame && layout && <Language frame={frame} layout={layout} hide={hide} />}
      {!seeded && !ofFile && frame?.spec.model === 'use-lite' && layout && (
        <>
          {!hide.includes('surgery') && <Surgery hide={hide} />}
          <ModelPlate frame={frame} layout={layout} />
          {!hide.includes('streams') && <Inside frame={frame} />}
          {!hide.includes('pairs') && <Pairs />}
        </>
      )}
      {!hide.includes('ownFile') && <OpenedTable />}
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
