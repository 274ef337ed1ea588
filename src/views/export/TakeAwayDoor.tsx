/** The button of the dialog of exports, which is fetched when it is first opened. */

import { useCallback, useState } from 'react';
import { shownStore } from '../../show/shown.ts';
import { say } from '../../show/words.ts';
import { useWords } from '../hooks/useWords.ts';
import { Fetched } from '../parts/Fetched.tsx';
import { IconButton } from '../parts/IconButton.tsx';

const fetchDialog = () => import('./TakeAway.tsx').then((module) => module.TakeAway);

export function TakeAwayDoor() {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const giveUp = useCallback(() => {
    close();
    shownStore.setState({ word: say('head.export.failed') });
  }, [close]);
  return (
    <>
      <IconButton
        className="icon take-away-door"
        aria-haspopup="dialog"
        name={words('head.export')}
        onClick={() => setOpen(true)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 1.5v8.5M4.5 6.5l3.5 3.5 3.5-3.5M1.5 11v3.5h13V11" />
        </svg>
      </IconButton>
      {isOpen && <Fetched fetch={fetchDialog} failed={giveUp} props={{ onClose: close }} />}
    </>
  );
}
