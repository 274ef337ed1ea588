/** The text: its tokens in a line, or as it is written; above it the scheme, and what the text is an example of. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { unmaskedOf } from '../../state/spec.ts';
import { textNamed } from '../../state/texts.ts';
import { SchemeName, Source } from '../encode/Title.tsx';
import { useSpecs } from '../hooks/stores.ts';
import { useTextField } from '../hooks/useTextField.ts';
import { useWords } from '../hooks/useWords.ts';
import type { Outcome } from './lineEdits.ts';
import { TextsMenu } from './TextsMenu.tsx';
import { Tokens } from './Tokens.tsx';
import './tokenLine.css';

export function TokenLine({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const [editing, setEditing] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const section = useRef<HTMLElement>(null);
  const named = useSpecs(({ spec }) => textNamed(spec.text));
  const unmasked = useSpecs(({ spec }) => unmaskedOf(spec) !== null);
  const opened = useRef(false);
  useEffect(() => {
    // Back to where the text field was opened from.
    if (!editing && opened.current) {
      section.current?.querySelector<HTMLElement>('[data-line]')?.focus();
    }
    opened.current = editing;
  }, [editing]);
  const open = useCallback(() => {
    setOutcome(null);
    setEditing(true);
  }, []);
  return (
    <section ref={section} className="the-line" aria-label={words('attend.texts')}>
      <LineHead
        hide={hide}
        says={
          outcome?.refused ? (
            <span className="line-refused">{outcome.says}</span>
          ) : (
            named && !unmasked && words(`attend.text.${named}.says`)
          )
        }
      >
        <p className="visually-hidden" role="status">
          {outcome?.says}
        </p>
        <div className="line-tools screen-only">
          {!hide.includes('text') && (
            <button
              type="button"
              className="tool"
              aria-pressed={editing}
              onClick={() => (editing ? setEditing(false) : open())}
            >
              {words(editing ? 'attend.line.done' : 'attend.line.edit')}
            </button>
          )}
          {!hide.includes('presets') && <TextsMenu named={named} />}
        </div>
      </LineHead>
      {editing ? (
        <LineText onDone={() => setEditing(false)} />
      ) : (
        <Tokens tell={setOutcome} onEdit={open} />
      )}
    </section>
  );
}

interface LineHeadProps {
  readonly hide: readonly string[];
  /** In place of where the scheme comes from. */
  readonly says?: ReactNode;
  readonly children?: ReactNode;
}

/** One line: the scheme, what is to be said, and what can be done with the text. */
export function LineHead({ hide, says, children }: LineHeadProps) {
  const title = !hide.includes('title');
  return (
    <header className="line-head">
      {title && <SchemeName hide={hide} />}
      <p className="line-says">{says || (title && <Source />)}</p>
      {children}
    </header>
  );
}

function LineText({ onDone }: { readonly onDone: () => void }) {
  const words = useWords();
  const text = useTextField();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <textarea
      ref={field}
      className="line-text"
      data-control="line-text"
      aria-label={words('attend.line.field')}
      rows={3}
      {...text}
      onKeyDown={(event) => {
        // Enter confirms a word of an input method before it ends the editing.
        if (event.nativeEvent.isComposing) return;
        if (event.key !== 'Escape' && (event.key !== 'Enter' || event.shiftKey)) return;
        event.preventDefault();
        onDone();
      }}
    />
  );
}
