/** A language model that a person opened: what it says of the line, and what surgery changes in it. */
import { useStore } from 'zustand';
import { closeModel, openedStore } from '../../../show/opened.ts';
import { plainNumber } from '../../../show/words.ts';
import type { Frame } from '../../../state/frame.ts';
import { openedModel, openedModelVersion } from '../../../state/openedModel.ts';
import { useWords } from '../../hooks/useWords.ts';
import { ModelSquares } from '../ModelPlate.tsx';
import type { ModelLayout } from '../modelLayout.ts';
import { Continue } from './Continue.tsx';
import { FarAway } from './FarAway.tsx';
import { FileFacts } from './FileFacts.tsx';
import { Flow } from './Flow.tsx';
import { useTexts } from './LanguageTexts.tsx';
import { Losses } from './Losses.tsx';
import { MoreTexts } from './MoreTexts.tsx';
import { Next } from './Next.tsx';
import { PositionSurgery } from './PositionSurgery.tsx';
import { Seen } from './Seen.tsx';
import { Wall } from './Wall.tsx';
import './language.css';

interface Props {
  readonly frame: Frame;
  readonly layout: ModelLayout;
  readonly hide: readonly string[];
}

export function Language({ frame, layout, hide }: Props) {
  const texts = useTexts();
  const own = frame.model?.own;
  if (!own) return null;
  return (
    <div className="language">
      {!hide.includes('text') && own.next.length > 0 && <Continue />}
      {openedModel()?.seen ? <Seen /> : <Losses line={frame.line} own={own} />}
      {!hide.includes('surgery') && <PositionSurgery own={own} hide={hide} />}
      <div className="language-plate">
        <ModelSquares frame={frame} layout={layout} />
        {own.next.length > 0 && <Next own={own} />}
      </div>
      <Wall frame={frame} />
      {!hide.includes('streams') && <Flow frame={frame} own={own} />}
      {!hide.includes('surgery') && own.next.length > 0 && (
        <MoreTexts key={openedModelVersion()} texts={texts} />
      )}
      <FileFacts />
    </div>
  );
}

/** Which model it is, and the way to close it. */
export function LanguageName() {
  const words = useWords();
  const name = useStore(openedStore, ({ opened }) => opened?.name);
  const description = openedModel()?.description;
  if (!name || !description) return null;
  const { family, layers, heads, vocabulary, allLayers } = description;
  return (
    <>
      <p className="language-name">
        <b>{name}</b>{' '}
        <span className="soft">
          {words('language.facts', {
            family,
            layers: plainNumber(layers.length),
            heads: plainNumber(heads),
            tokens: plainNumber(vocabulary),
          })}
        </span>{' '}
        <FarAway />
        <button type="button" className="tool" onClick={closeModel}>
          {words('language.close')}
        </button>
      </p>
      {allLayers !== undefined && (
        <p className="language-first">
          {words('language.first', { count: layers.length, all: allLayers })}
        </p>
      )}
    </>
  );
}
