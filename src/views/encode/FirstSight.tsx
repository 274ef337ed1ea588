/**
 * What a positional encoding is and what the three maps show, for those who see the page for the
 * first time: two lines above the maps until they are dismissed, and a dialog at any time.
 */

import { useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { licencesAddress } from '../../show/licences.ts';
import { inIdeographs } from '../../text/locale.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { glossaryStore, Terms } from '../terms/Terms.tsx';
import './firstSight.css';

const storedAs = 'whereabouts.introduced';

/** Where the browser refuses to store anything, the lines are there again next time. */
function introduced(): boolean {
  try {
    return localStorage.getItem(storedAs) !== null;
  } catch {
    return false;
  }
}

function rememberIntroduced(): void {
  try {
    localStorage.setItem(storedAs, 'yes');
  } catch {
    // Refused; see above.
  }
}

/** What stands between two sentences. */
function useGap(): string {
  return useView(({ locale }) => (inIdeographs(locale) ? '' : ' '));
}

/** The lines above the maps. */
export function FirstSight() {
  const words = useWords();
  const gap = useGap();
  const [shown, setShown] = useState(() => !introduced());
  if (!shown) return null;
  return (
    <section className="first-sight" aria-label={words('first.title')}>
      <p>
        <Terms text={words('first.why')} />
        <span className="first-kinds">
          {gap}
          <Terms text={words('first.kinds')} />
        </span>
        <span className="first-maps">
          {gap}
          {words('first.maps')}
        </span>
      </p>
      <IconButton
        className="icon"
        name={words('notice.dismiss')}
        onClick={() => {
          rememberIntroduced();
          setShown(false);
        }}
      >
        ×
      </IconButton>
    </section>
  );
}

const terms = ['channel', 'pair', 'head', 'offset', 'query', 'key', 'logit'];

/** A button, and the dialog that it opens. */
export function WhatIsThis() {
  const words = useWords();
  const gap = useGap();
  const locale = useView((view) => view.locale);
  const glossary = useStore(glossaryStore, (now) => now.glossary);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [opened, setOpened] = useState(false);
  const close = () => dialog.current?.close();
  return (
    <>
      <IconButton
        className="word what-is-this"
        aria-haspopup="dialog"
        name={words('first.title')}
        onClick={() => {
          setOpened(true);
          dialog.current?.showModal();
        }}
      >
        <span className="in-words">{words('first.title')}</span>
        <span className="in-short">?</span>
      </IconButton>
      <dialog
        ref={dialog}
        className="introduction"
        aria-labelledby={title}
        onClick={(event) => {
          // The dialog's own area is covered by what is in it: this is the backdrop.
          if (event.target === dialog.current) close();
        }}
      >
        <div className="introduction-room">
          <header>
            <h2 id={title}>{words('first.title')}</h2>
            <button type="button" className="tool" onClick={close}>
              {words('table.close')}
            </button>
          </header>
          <p>
            {words('first.why')}
            {gap}
            {words('first.kinds')}
          </p>
          <p>
            <span className="in-a-row">{words('first.maps')}</span>
            <span className="in-turn">{words('first.mapsInTurn')}</span>
          </p>
          <dl>
            {glossary
              .filter(({ id: term }) => terms.includes(term))
              .map(({ id: term, name, says }) => (
                <div key={term}>
                  <dt className={term}>{said(name, locale)}</dt>
                  <dd>{said(says, locale)}</dd>
                </div>
              ))}
          </dl>
          {opened && (
            <p className="soft">
              <a href={licencesAddress()} target="_blank" rel="noreferrer">
                {words('first.licences')}
              </a>
            </p>
          )}
        </div>
      </dialog>
    </>
  );
}
