/** A student hands an answer in: as a link to send, and as a code for the teacher's camera. */
import { useState } from 'react';
import { longestName, type QuestionPlace, writeAnswer } from '../../lessons/answer.ts';
import type { Guess, Question } from '../../lessons/result.ts';
import { copied } from '../../show/clipboard.ts';
import { useWords } from '../hooks/useWords.ts';
import Dialog from '../parts/Dialog.tsx';
import { Qr } from '../parts/Qr.tsx';
import { ownTicket } from './collection.ts';
import { addressOf } from './pageLink.tsx';
import './handIn.css';

interface HandInProps {
  readonly place: QuestionPlace;
  readonly question: Question;
  readonly guess: Guess | null;
  /** Told once the answer was made into a link. */
  readonly handed: () => void;
}

/** Typed once, for all questions of this visit. */
let typedName = '';

export function HandIn({ place, question, guess, handed }: HandInProps) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="lesson-button"
        data-hand-in=""
        disabled={guess === null}
        onClick={() => setOpen(true)}
      >
        {words('class.handIn')}
      </button>
      {open && guess !== null && (
        <Sending
          place={place}
          question={question}
          guess={guess}
          onClose={() => {
            setOpen(false);
            handed();
          }}
        />
      )}
    </>
  );
}

interface SendingProps extends Omit<HandInProps, 'guess' | 'handed'> {
  readonly guess: Guess;
  readonly onClose: () => void;
}

function Sending({ place, question, guess, onClose }: SendingProps) {
  const words = useWords();
  const [name, setName] = useState(typedName);
  const [well, setWell] = useState<boolean | null>(null);
  const answer = writeAnswer(place, question, { guess, ticket: ownTicket(place), name });
  const link = addressOf({ ...place, answer });
  return (
    <Dialog className="hand-in" title={words('class.handIn.title')} onClose={onClose}>
      <p>{words('class.handIn.says')}</p>
      <label className="hand-in-name">
        <span>{words('class.name')}</span>
        <input
          type="text"
          autoComplete="off"
          maxLength={longestName}
          value={name}
          onChange={(event) => {
            typedName = event.target.value;
            setName(event.target.value);
            setWell(null);
          }}
        />
      </label>
      <Qr link={link} label={words('class.handIn.image')} />
      <p className="hand-in-acts">
        <button
          type="button"
          className="lesson-button"
          data-copy=""
          onClick={() => void copied(link).then(setWell)}
        >
          {words('class.copy')}
        </button>
        {'share' in navigator && (
          <button
            type="button"
            className="lesson-button"
            onClick={() => void navigator.share({ url: link }).catch(() => {})}
          >
            {words('class.send')}
          </button>
        )}
        <span role="status">
          {well !== null && words(well ? 'class.copied' : 'class.notCopied')}
        </span>
      </p>
    </Dialog>
  );
}
