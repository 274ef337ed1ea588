/**
 * What a word of the field means, beside the word: a sentence, a small picture, a state of the page that
 * shows it. There while the word or the card itself is pointed at or has the focus, and after a tap until
 * another; Escape closes it. One card for the whole page, over everything.
 */
import '../../text/later.ts';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { loadEncodings } from '../../encodings/index.ts';
import { glossary, type Term } from '../../lessons/glossary.ts';
import { stepState } from '../../lessons/stepState.ts';
import { specStore } from '../../state/store.ts';
import { schemesIn } from '../../state/url.ts';
import { viewStore } from '../../state/view.ts';
import { visit } from '../../state/visit.ts';
import { said } from '../../text/t.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { onPlainClick } from '../parts/plainClick.ts';
import { TermPicture } from './TermPicture.tsx';
import './terms.css';

/** How long a pointer rests on a word before it is meant, and how long it may take to the card. */
const [meantMs, leftMs] = [160, 300];
const cardId = 'term-card';

interface Asked {
  readonly term: Term;
  readonly word: HTMLElement;
}

const wordAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('.term') : null;

const inCard = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(`#${cardId}`) !== null;

export function TermCard() {
  const asked = useAsked();
  return asked && <Card key={asked.term.id} {...asked} />;
}

/** The word that is asked about; null where none is. */
function useAsked(): Asked | null {
  const [asked, setAsked] = useState<Asked | null>(null);
  const now = useRef<Asked | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (next: Asked | null) => {
      clearTimeout(timer);
      now.current = next;
      setAsked(next);
    };
    const soon = (next: Asked | null, ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => show(next), ms);
    };
    const ask = (word: HTMLElement): Asked | null => {
      const term = glossary.find(({ id }) => id === word.dataset.term);
      return term ? { term, word } : null;
    };
    const hasFocus = () => {
      const { activeElement } = document;
      return inCard(activeElement) || (now.current !== null && activeElement === now.current.word);
    };
    const over = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      const word = wordAt(event.target);
      if (inCard(event.target) || (word && word === now.current?.word)) clearTimeout(timer);
      else if (word) soon(ask(word), meantMs);
      else if (!hasFocus()) soon(null, leftMs);
    };
    const focus = (event: FocusEvent) => {
      const word = wordAt(event.target);
      if (word?.matches(':focus-visible')) show(ask(word));
      else if (!inCard(event.target) && !word) soon(null, leftMs);
    };
    const click = (event: MouseEvent) => {
      const word = wordAt(event.target);
      if (word) {
        // A label would hand the click on to its control.
        event.preventDefault();
        show(ask(word));
      } else if (!inCard(event.target)) show(null);
    };
    const keys = (event: KeyboardEvent) => {
      if (!now.current) return;
      const { word } = now.current;
      const link = document.querySelector<HTMLElement>(`#${cardId} a`);
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        if (inCard(document.activeElement)) word.focus();
        show(null);
      } else if (
        event.key === 'Tab' &&
        !event.shiftKey &&
        document.activeElement === word &&
        link
      ) {
        event.preventDefault();
        link.focus();
      } else if (event.key === 'Tab' && inCard(document.activeElement)) {
        // From the card on, the order goes on at the word.
        word.focus();
        if (event.shiftKey) event.preventDefault();
        else show(null);
      }
    };
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener('pointerover', over, { signal });
    document.addEventListener('focusin', focus, { signal });
    document.addEventListener('click', click, { signal, capture: true });
    document.addEventListener('keydown', keys, { signal, capture: true });
    // What the word stands in may go, or be scrolled away.
    document.addEventListener('scroll', () => show(null), { signal, capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, []);
  return asked;
}

function Card({ term, word }: Asked) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const frozen = useSpecs((history) => history.frozen);
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = card.current;
    if (!box) return;
    // Over dialogs too, where the browser can.
    if ('showPopover' in box) box.showPopover();
    place(box, word);
    word.setAttribute('aria-describedby', `${cardId}-says`);
    word.setAttribute('aria-expanded', 'true');
    return () => {
      word.removeAttribute('aria-describedby');
      word.removeAttribute('aria-expanded');
    };
  }, [word]);
  return (
    <div ref={card} id={cardId} className="term-card" popover="manual">
      <p className="term-name">{said(term.name, locale)}</p>
      <p id={`${cardId}-says`}>{said(term.says, locale)}</p>
      {term.picture && <TermPicture name={term.picture} />}
      {!frozen && (
        <a href={`?${term.shows}`} onClick={(event) => onPlainClick(event, () => open(term))}>
          {words('term.show')}
        </a>
      )}
    </div>
  );
}

/** Under the word where there is room, else over it; within the window. */
function place(card: HTMLElement, word: HTMLElement): void {
  const gap = 6;
  const at = word.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const { clientWidth, clientHeight } = document.documentElement;
  const below = at.bottom + gap + height <= clientHeight;
  const left = Math.min(Math.max(at.left, gap), Math.max(clientWidth - width - gap, gap));
  card.style.left = `${left}px`;
  card.style.top = `${below ? at.bottom + gap : Math.max(at.top - gap - height, gap)}px`;
}

/** One step of the history, so that Back returns. The text of the page goes along. */
function open({ shows }: Term): void {
  void loadEncodings(schemesIn(shows)).then(() => {
    const { spec, look } = stepState({ shows }, viewStore.getState().locale);
    visit(specStore, viewStore, look, () => spec);
  });
}
