/** The scheme's name, which opens the picker; so does the key `/` outside of a field. */
import { type ComponentType, useCallback, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { loadEncodings } from '../encodings/index.ts';
import { loadLocale } from '../text/t.ts';
import { stage } from './stage.ts';
import { say, useWords } from './words.ts';

interface PickerProps {
  readonly onClose: () => void;
}

export function SchemeButton({ name }: { readonly name: string }) {
  const words = useWords();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [Picker, setPicker] = useState<ComponentType<PickerProps> | null>(null);

  const show = useCallback(() => {
    // Not with the first download: most look at the plate first. It is searched in both languages.
    Promise.all([import('./Picker.tsx'), loadEncodings(), loadLocale('zh-CN')]).then(
      ([module]) => {
        setPicker(() => module.Picker);
        setOpen(true);
      },
      () => stage.setState({ word: say('picker.failed') }),
    );
  }, []);

  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (takesKeys(event.target) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      show();
    };
    globalThis.addEventListener('keydown', keys);
    return () => globalThis.removeEventListener('keydown', keys);
  }, [show]);

  return (
    <>
      <button
        ref={button}
        type="button"
        className="scheme"
        data-control="encoding"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-keyshortcuts="/"
        title={words('picker.open')}
        onClick={show}
      >
        {name}
      </button>
      {open &&
        Picker &&
        // The button stands in a heading: a dialog inside it would inherit how that is set.
        createPortal(
          <Picker
            onClose={() => {
              setOpen(false);
              // The browser gives the focus back to what had it, where something had.
              const { activeElement: has } = document;
              if (has === document.body || has?.closest('dialog')) button.current?.focus();
            }}
          />,
          document.body,
        )}
    </>
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
