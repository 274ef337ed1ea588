/**
 * What the teacher sees and the class does not: the step's notes, what comes next, and a clock. Follows
 * the presentation, and can turn its pages; keeps what it has when that is reloaded or closed.
 */
import '../../text/later.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { dressIn } from '../../show/dress.ts';
import { channelOf, type Message, type Now, readMessage } from '../../state/notes.ts';
import { viewStore } from '../../state/view.ts';
import { loadLocale } from '../../text/t.ts';
import { useWords } from '../hooks/useWords.ts';
import { Clock } from './Clock.tsx';
import './notes.css';

export function Notes({ id }: { readonly id: string }) {
  const words = useWords();
  const { now, follows, say } = usePresentation(id);
  const turn = (by: 1 | -1) => say({ kind: 'turn', by });
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const by = turns[event.key];
      if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      say({ kind: 'turn', by });
    };
    globalThis.addEventListener('keydown', key);
    return () => globalThis.removeEventListener('keydown', key);
  }, [say]);
  const notes = now?.notes ?? null;
  return (
    <main className="notes">
      <header>
        <Clock running={follows} />
        <p role="status" className={follows ? 'soft' : 'notes-apart'}>
          {words(follows ? 'notes.follows' : now ? 'notes.ended' : 'notes.waiting')}
        </p>
      </header>
      {notes === null && now && (
        <section>
          <h1>{now.shown}</h1>
          <p className="soft">{words('notes.noLesson')}</p>
        </section>
      )}
      {notes && (
        <>
          <section className="notes-step">
            <p className="soft">
              {words('notes.place', { lesson: notes.lesson, step: notes.step, steps: notes.steps })}
            </p>
            <h1>{plain(notes.title)}</h1>
            <Texts texts={notes.says} />
            {notes.ask !== '' && <p className="notes-ask">{plain(notes.ask)}</p>}
          </section>
          <aside>
            <h2>{words('notes.next')}</h2>
            <p>{notes.next === '' ? words('notes.last') : plain(notes.next)}</p>
            <h2>{words('notes.aims')}</h2>
            <Texts texts={notes.aims} />
            <h2>{words('notes.mistakes')}</h2>
            <Texts texts={notes.mistakes} />
          </aside>
          <nav aria-label={words('notes.turn')}>
            <button type="button" disabled={!follows || notes.step === 1} onClick={() => turn(-1)}>
              ‹ {words('notes.back')}
            </button>
            <button
              type="button"
              disabled={!follows || notes.step === notes.steps}
              onClick={() => turn(1)}
            >
              {words('notes.on')} ›
            </button>
          </nav>
        </>
      )}
    </main>
  );
}

const turns: Readonly<Record<string, 1 | -1>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  PageDown: 1,
  PageUp: -1,
};

/** Emphasis is for the class. */
const plain = (text: string) => text.replaceAll('*', '');

function Texts({ texts }: { readonly texts: readonly string[] }) {
  return texts.map((text) => <p key={text}>{plain(text)}</p>);
}

/** The presentation on the other end of the channel: what it last said, and whether it still runs. */
function usePresentation(id: string) {
  const channel = useRef<BroadcastChannel>(null);
  const [now, setNow] = useState<Now | null>(null);
  const [follows, setFollows] = useState(false);
  const say = useCallback((message: Message) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin.
    channel.current?.postMessage(message);
  }, []);
  useEffect(() => {
    const opened = new BroadcastChannel(channelOf(id));
    channel.current = opened;
    opened.addEventListener('message', ({ data }) => {
      const message = readMessage(data);
      if (message?.kind === 'now') void speak(message).then(() => setNow(message));
      if (message?.kind === 'now' || message?.kind === 'ended') setFollows(message.kind === 'now');
    });
    say({ kind: 'hello' });
    return () => opened.close();
  }, [id, say]);
  return { now, follows, say };
}

async function speak({ locale, dark }: Now): Promise<void> {
  await loadLocale(locale);
  viewStore.setState({ locale });
  dressIn(dark ? 'night' : 'paper', locale);
}
