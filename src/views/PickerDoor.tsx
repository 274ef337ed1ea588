/** The picker of schemes, from wherever it is opened: a scheme's name, or `/` outside of a field. */
import { type ComponentType, useEffect, useState } from 'react';
import { loadEncodings } from '../encodings/index.ts';
import { shownStore } from '../show/shown.ts';
import { say } from '../show/words.ts';
import { viewStore } from '../state/view.ts';
import { locales } from '../text/locale.ts';
import { loadLocale } from '../text/t.ts';
import { useView } from './hooks/stores.ts';

interface PickerProps {
  readonly onClose: () => void;
}

export const openPicker = (): void => viewStore.setState({ panel: 'picker' });
const closePicker = (): void => viewStore.setState({ panel: null });

export function PickerDoor() {
  const open = useView((view) => view.panel === 'picker');
  const [Picker, setPicker] = useState<ComponentType<PickerProps> | null>(null);

  useEffect(() => {
    if (!open) return;
    // Not with the first download: most look at the plate first. It is searched in every language.
    Promise.all([import('./Picker.tsx'), loadEncodings(), ...locales().map(loadLocale)]).then(
      ([module]) => setPicker(() => module.Picker),
      () => {
        closePicker();
        shownStore.setState({ word: say('picker.failed') });
      },
    );
  }, [open]);

  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (takesKeys(event.target) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      openPicker();
    };
    globalThis.addEventListener('keydown', keys);
    return () => globalThis.removeEventListener('keydown', keys);
  }, []);

  if (!open || !Picker) return null;
  return (
    <Picker
      onClose={() => {
        closePicker();
        // The browser gives the focus back to what had it, where something had.
        const { activeElement: has } = document;
        if (has === document.body || has?.closest('dialog')) {
          document.querySelector<HTMLElement>('button[data-control=encoding]')?.focus();
        }
      }}
    />
  );
}

const otherInputs = ['range', 'checkbox', 'radio', 'button'];

/** Whether a letter typed here would mean something. */
function takesKeys(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !otherInputs.includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
