/** The picker of schemes, from wherever it is opened: a scheme's name, or `/` outside of a field. */
import { useEffect } from 'react';
import { loadEncodings } from '../encodings/index.ts';
import { shownStore } from '../show/shown.ts';
import { say } from '../show/words.ts';
import { chosen } from '../state/choose.ts';
import { put, specStore } from '../state/store.ts';
import { notify, viewStore } from '../state/view.ts';
import { locales } from '../text/locale.ts';
import { loadLocale } from '../text/t.ts';
import { useSpecs, useView } from './hooks/stores.ts';
import { Fetched } from './parts/Fetched.tsx';
import { isForPage } from './takesKeys.ts';

export function openPicker(): void {
  if (!specStore.getState().frozen) viewStore.setState({ panel: 'picker' });
}
const closePicker = (): void => viewStore.setState({ panel: null });

/** Not with the first download: most look at the plate first. It is searched in every language. */
export async function fetchPicker() {
  const [{ Picker }] = await Promise.all([
    import('./Picker.tsx'),
    loadEncodings(),
    ...locales().map(loadLocale),
  ]);
  return Picker;
}

function giveUp(): void {
  closePicker();
  sayNoPicker();
}

export function sayNoPicker(): void {
  shownStore.setState({ word: say('picker.failed') });
}

export function PickerDoor() {
  const open = useView((view) => view.panel === 'picker');
  const current = useSpecs((history) => history.spec.encoding);

  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key !== '/' || !isForPage(event)) return;
      event.preventDefault();
      openPicker();
    };
    globalThis.addEventListener('keydown', keys);
    return () => globalThis.removeEventListener('keydown', keys);
  }, []);

  return (
    open && (
      <Fetched
        fetch={fetchPicker}
        failed={giveUp}
        props={{ current, onChoose: choose, onClose: leave }}
      />
    )
  );
}

function choose(encoding: string): void {
  const { spec, notices } = chosen(specStore.getState().spec, encoding);
  put(specStore, spec);
  notify(viewStore, notices);
}

function leave(): void {
  closePicker();
  // The browser gives the focus back to what had it, where something had.
  const { activeElement: has } = document;
  if (has === document.body || has?.closest('dialog')) {
    document.querySelector<HTMLElement>('button[data-control=encoding]')?.focus();
  }
}
