/** What is on the page only while presenting: its line of buttons, its keys, one map, what lies over all. */
import '../../text/later.ts';
import { useEffect, useRef, useState } from 'react';
import { shownStore } from '../../show/shown.ts';
import { say } from '../../show/words.ts';
import { screens } from '../../state/page.ts';
import { freeze, specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { isOff } from '../shortcuts.ts';
import { takesKeys } from '../takesKeys.ts';
import { type ActName, actOf, clickerKeys } from './acts.ts';
import { BlackScreen } from './BlackScreen.tsx';
import { fillScreen, followFullScreen, leaveFullScreen } from './fullScreen.ts';
import { Keys } from './Keys.tsx';
import { turnLesson } from './lessonPlace.ts';
import { followNotes, openNotes } from './notesWindow.ts';
import { OneMap } from './OneMap.tsx';
import { stopPresent } from './PresentDoor.tsx';
import { PresentLine } from './PresentLine.tsx';
import { QrCode } from './QrCode.tsx';
import './present.css';

type Over = 'keys' | 'qr' | 'black' | null;

export function Presenter() {
  const words = useWords();
  const screen = useView((view) => view.screen);
  const [over, lay] = useState<Over>(null);
  /** Whether the next end of full screen is not that of presenting. */
  const staying = useRef(false);
  const toggle = (what: Exclude<Over, null>) => lay((now) => (now === what ? null : what));
  const acts: Readonly<Record<ActName, () => void>> = {
    screen: showNext,
    spotlight: () => viewStore.setState(({ spotlight }) => ({ spotlight: !spotlight })),
    freeze: () => freeze(specStore, !specStore.getState().frozen),
    black: () => toggle('black'),
    qr: () => toggle('qr'),
    notes() {
      // A new window takes a browser out of full screen.
      staying.current = true;
      if (!openNotes()) shownStore.setState({ word: say('present.notes.blocked') });
    },
    full() {
      staying.current = document.fullscreenElement !== null;
      void (staying.current ? leaveFullScreen() : fillScreen());
    },
    keys: () => toggle('keys'),
    leave: stopPresent,
  };

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (over === 'black') {
        // Whatever is pressed brings the page back, and does nothing else.
        if (!isModifier(event.key)) lay(null);
        swallow(event);
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return;
      if (isOff(event)) return;
      if (over === null && document.querySelector('dialog[open]')) return;
      const name = actOf(event.key);
      const by = clickerKeys.get(event.key);
      if (name === undefined && by === undefined) return;
      swallow(event);
      if (name !== undefined && !event.repeat) acts[name]();
      if (by !== undefined && over === null) turnLesson(by);
    };
    // Before the map that has the focus, which has some of these keys for itself.
    globalThis.addEventListener('keydown', key, { capture: true });
    return () => globalThis.removeEventListener('keydown', key, { capture: true });
  });

  useEffect(() => {
    // Escape in full screen is the browser's, and ends presenting as it does in a window; a dialog has
    // it first.
    const stop = followFullScreen((full) => {
      if (!full && !staying.current && document.querySelector('dialog[open]') === null)
        stopPresent();
      if (!full) staying.current = false;
    });
    return () => {
      stop();
      void leaveFullScreen();
    };
  }, []);

  useEffect(followNotes, []);

  const close = () => lay(null);
  return (
    <>
      {screen !== 'room' && screen !== 'plate' && <OneMap map={screen} />}
      <PresentLine acts={acts} />
      <p className="visually-hidden" role="status">
        {words('present.started')}
      </p>
      {over === 'keys' && <Keys onClose={close} />}
      {over === 'qr' && <QrCode onClose={close} />}
      {over === 'black' && <BlackScreen onClose={close} />}
    </>
  );
}

function showNext(): void {
  const { screen } = viewStore.getState();
  const next = screens[(screens.indexOf(screen) + 1) % screens.length];
  if (next) viewStore.setState({ screen: next });
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

const isModifier = (key: string) => ['Shift', 'Control', 'Alt', 'Meta'].includes(key);
