/** The presentation's end of the channel to its window of notes. */
import { schemeName } from '../../show/words.ts';
import { channelOf, type Message, notesAddress, readMessage } from '../../state/notes.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { stepNotes, turnLesson } from './lessonPlace.ts';

const storedAs = 'whereabouts.presentation';
const fresh = Math.random().toString(36).slice(2);

/** This tab's, the same after a reload, so that notes that were open go on. */
function presentationId(): string {
  try {
    const id = sessionStorage.getItem(storedAs) ?? fresh;
    sessionStorage.setItem(storedAs, id);
    return id;
  } catch {
    return fresh;
  }
}

/** Opens the window of notes, or comes back to it; false where the browser refuses. */
export function openNotes(): boolean {
  const id = presentationId();
  const opened = globalThis.open(notesAddress(id), `notes-${id}`, 'popup,width=960,height=640');
  opened?.focus();
  return opened !== null;
}

/** Tells the notes what is presented, and does what they ask, until the returned function is called. */
export function followNotes(): () => void {
  const channel = new BroadcastChannel(channelOf(presentationId()));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin.
  const say = (message: Message) => channel.postMessage(message);
  let told = '';
  const tell = () => {
    const { locale, theme } = viewStore.getState();
    const now = {
      kind: 'now',
      locale,
      dark: theme === 'dark',
      shown: schemeName(specStore.getState().spec),
      notes: stepNotes(),
    } as const satisfies Message;
    if (JSON.stringify(now) === told) return;
    told = JSON.stringify(now);
    say(now);
  };
  channel.addEventListener('message', ({ data }) => {
    const message = readMessage(data);
    if (message?.kind === 'turn') turnLesson(message.by);
    if (message?.kind !== 'hello') return;
    told = '';
    tell();
  });
  const leave = () => say({ kind: 'ended' });
  globalThis.addEventListener('pagehide', leave);
  const stops = [viewStore.subscribe(tell), specStore.subscribe(tell)];
  tell();
  return () => {
    for (const stop of stops) stop();
    globalThis.removeEventListener('pagehide', leave);
    leave();
    channel.close();
  };
}
