/** A dialog over the page: open as long as it is there. */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useWords } from '../hooks/useWords.ts';
import './dialog.css';

interface DialogProps {
  readonly className: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export default function Dialog({ className, title, onClose, children }: DialogProps) {
  const words = useWords();
  const id = useId();
  const dialog = useOpen();
  return (
    <dialog
      ref={dialog}
      className={`present-dialog ${className}`}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        // What is in it covers the dialog's own area: this is the backdrop.
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="present-dialog-room">
        {/* Not the page's own, wherever the dialog stands. */}
        <header role="presentation">
          <h2 id={id}>{title}</h2>
          <button type="button" className="tool" onClick={onClose}>
            {words('table.close')}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** Of a dialog that is to lie over the page from the first. */
export function useOpen() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // While it is still on the page: the browser gives the focus back to what had it.
    return () => element?.close();
  }, []);
  return dialog;
}
