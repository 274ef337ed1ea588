/** The sentence as it is typed, and the pieces that the encoder cuts it into, with their ids. */
import { select } from 'd3';
import { useRef } from 'react';
import { plainNumber } from '../../show/words.ts';
import { useShown } from '../hooks/stores.ts';
import { useCrossDrawing } from '../hooks/useLens.ts';
import { useTextField } from '../hooks/useTextField.ts';
import { useWords } from '../hooks/useWords.ts';
import './sentence.css';

/** A space on its own is in the vocabulary, and says nothing. */
const space = '▁';

export function Sentence() {
  const words = useWords();
  const text = useTextField();
  return (
    <section className="sentence" aria-label={words('model.sentence')}>
      <textarea
        className="sentence-text"
        data-control="sentence"
        aria-label={words('model.sentence')}
        rows={1}
        {...text}
      />
      <Pieces />
    </section>
  );
}

/** The query and the key under the crosshair have their colours here too. */
function Pieces() {
  const words = useWords();
  const frame = useShown(({ frame: shown }) => (shown?.spec.model === 'use-lite' ? shown : null));
  const empty = useShown(({ problem }) => problem?.kind === 'missing');
  const list = useRef<HTMLOListElement>(null);
  useCrossDrawing((cross) => {
    const last = (list.current?.childElementCount ?? 1) - 1;
    select(list.current)
      .selectAll('li')
      .classed('query', (_, place) => place === Math.min(cross.row, last))
      .classed('key', (_, place) => place === Math.min(cross.column, last));
  });
  if (!frame) return null;
  const { tokens, note, count } = frame.line;
  // The ids are at hand in the Model room.
  const ids = frame.model?.ids ?? [];
  const known = tokens.filter((piece, place) => ids[place] !== 0 && piece !== space).length;
  const unknown = ids.filter((id) => id === 0).length;
  return (
    <div className={empty ? 'old' : ''}>
      <ol
        ref={list}
        className="pieces"
        aria-label={words('model.pieces')}
        // A long line scrolls.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus.
        tabIndex={0}
      >
        {tokens.map((piece, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place.
          <li key={place} data-piece={ids[place]} className={ids[place] === 0 ? 'unknown' : ''}>
            <span className="piece">{piece}</span>
            <span className="piece-id">{ids[place]}</span>
          </li>
        ))}
      </ol>
      <p className="pieces-says soft" role="status">
        {known === 0 && <strong>{words('model.unknown.all')} </strong>}
        {note === 'cut'
          ? words('model.cut', { count, kept: tokens.length })
          : words('model.count', { count })}
        {known > 0 && unknown > 0 && ` ${words('model.unknown', { count: plainNumber(unknown) })}`}
      </p>
    </div>
  );
}
