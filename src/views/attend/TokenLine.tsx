/** The text: its tokens in a line, or as it is written; what it is an example of, and how it fits. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { textNamed } from '../../state/texts.ts';
import { maxText } from '../../text/line.ts';
import { useSpecs, useStage } from '../stage.ts';
import { useTyping } from '../useTyping.ts';
import { useWords } from '../words.ts';
import { type Outcome, type as typeText } from './lineEdits.ts';
import { TextsMenu } from './TextsMenu.tsx';
import { Tokens } from './Tokens.tsx';
import './tokenLine.css';

export function TokenLine({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const [editing, setEditing] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const section = useRef<HTMLElement>(null);
  const line = useStage(({ shown }) => shown?.frame.line ?? null);
  const named = useSpecs(({ spec }) => textNamed(spec.text));
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
  const note =
    line && words(`line.${line.note}`, { count: line.count, length: line.tokens.length });
  return (
    <section ref={section} className="the-line" aria-label={words('attend.texts')}>
      {editing ? (
        <LineText onDone={() => setEditing(false)} />
      ) : (
        <Tokens tell={setOutcome} onEdit={open} />
      )}
      <div className="line-foot">
        <p className="line-says">
          {outcome?.refused && <span className="line-refused">{outcome.says} </span>}
          {named && !outcome?.refused && <span>{words(`attend.text.${named}.says`)} </span>}
          {/* That all of an example is shown needs no saying. */}
          {(!named || line?.note !== 'exact') && <span className="soft">{note}</span>}
        </p>
        <p className="visually-hidden" role="status">
          {outcome?.says}
        </p>
        <div className="line-tools">
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
      </div>
    </section>
  );
}

function LineText({ onDone }: { readonly onDone: () => void }) {
  const words = useWords();
  const text = useSpecs(({ spec }) => spec.text);
  const field = useRef<HTMLTextAreaElement>(null);
  const { typed, left } = useTyping();
  useEffect(() => field.current?.focus(), []);
  return (
    <textarea
      ref={field}
      className="line-text"
      data-control="line-text"
      aria-label={words('attend.line.field')}
      rows={3}
      spellCheck={false}
      dir="auto"
      maxLength={maxText}
      value={text}
      onChange={(event) => {
        typeText(event.target.value);
        typed();
      }}
      onBlur={left}
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
