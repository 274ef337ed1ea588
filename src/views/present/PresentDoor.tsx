/** Presenting, by its key or a link: what is needed for it is fetched when it begins. */
import { useEffect } from 'react';
import { shownStore } from '../../show/shown.ts';
import { say } from '../../show/words.ts';
import { startPresenting, stopPresenting } from '../../state/presenting.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { useView } from '../hooks/stores.ts';
import { Fetched } from '../parts/Fetched.tsx';
import { isForPage } from '../takesKeys.ts';
import { fillScreen } from './fullScreen.ts';

const fetchPresenter = () => import('./Presenter.tsx').then((module) => module.Presenter);

/** Begins in full screen where the browser allows it; this must follow on a key or a click. */
export function present(): void {
  startPresenting(specStore, viewStore);
  void fillScreen();
}

export function stopPresent(): void {
  stopPresenting(specStore, viewStore);
}

function giveUp(): void {
  stopPresent();
  shownStore.setState({ word: say('present.failed') });
}

export function PresentDoor() {
  const on = useView((view) => view.present);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'p' || event.repeat || !isForPage(event)) return;
      event.preventDefault();
      if (viewStore.getState().present) stopPresent();
      else present();
    };
    globalThis.addEventListener('keydown', keys);
    return () => globalThis.removeEventListener('keydown', keys);
  }, []);
  return on && <Fetched fetch={fetchPresenter} failed={giveUp} props={{}} />;
}
