/** The top line: the name, the rooms that work, what computes, language, theme, link. */

import { loadEncodings } from '../encodings/index.ts';
import { copied } from '../show/clipboard.ts';
import { shownStore } from '../show/shown.ts';
import { showWhole } from '../show/windows.ts';
import { backendNames, say, scientific } from '../show/words.ts';
import { type Check, type Frame, type Held, type HeldMaps, maxErrorOf } from '../state/frame.ts';
import { type RoomName, roomNames, type Theme } from '../state/page.ts';
import { aboutOf } from '../state/spec.ts';
import { redo, specStore, undo } from '../state/store.ts';
import { viewStore } from '../state/view.ts';
import { enter } from '../state/visit.ts';
import { type Locale, locales, nameOf, shortNameOf } from '../text/locale.ts';
import { loadLocale, said } from '../text/t.ts';
import { WhatIsThis } from './encode/FirstSight.tsx';
import { TakeAwayDoor } from './export/TakeAwayDoor.tsx';
import { useFrame, useShown, useSpecs, useView } from './hooks/stores.ts';
import { useWords } from './hooks/useWords.ts';
import { IconButton } from './parts/IconButton.tsx';
import { present } from './present/PresentDoor.tsx';
import { roomNamed } from './rooms.ts';

export function Header({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const theme = useView((view) => view.theme);
  const room = useView((view) => view.room);
  const past = useSpecs((history) => history.past.length + (history.gesture ? 1 : 0));
  const future = useSpecs((history) => history.future.length);
  return (
    <header className="top">
      <a className="skip" href="#plate">
        {words('app.skip')}
      </a>
      <span className="brand">
        <Mark />
        <span className="brand-name">{words('app.title')}</span>
      </span>
      {!hide.includes('rooms') && (
        <nav className="rooms">
          {roomNames.map((each) => (
            <button
              key={each}
              type="button"
              data-room={each}
              aria-current={each === room ? 'page' : undefined}
              onClick={() => void open(each)}
            >
              {words(`app.room.${each}`)}
            </button>
          ))}
        </nav>
      )}
      {!hide.includes('intro') && <WhatIsThis />}
      <DeviceLine />
      <div className="top-actions">
        <IconButton
          className="icon"
          name={words('head.undo')}
          disabled={past === 0}
          onClick={() => undo(specStore)}
        >
          ↶
        </IconButton>
        <IconButton
          className="icon"
          name={words('head.redo')}
          disabled={future === 0}
          onClick={() => redo(specStore)}
        >
          ↷
        </IconButton>
        <label className="choice shortened" data-short={shortNameOf(locale)}>
          <span className="visually-hidden">{words('page.lang')}</span>
          <select
            value={locale}
            data-control="lang"
            onChange={(event) => void speak(event.target.value)}
          >
            {locales().map((each) => (
              <option key={each} value={each} lang={each}>
                {nameOf(each)}
              </option>
            ))}
          </select>
        </label>
        <label className="choice shortened" data-short="◐">
          <span className="visually-hidden">{words('head.theme')}</span>
          <select
            value={theme}
            data-control="theme"
            onChange={(event) => {
              const chosen = (['light', 'dark', 'projector'] as const).find(
                (each) => each === event.target.value,
              );
              if (chosen) viewStore.setState({ theme: chosen });
            }}
          >
            {(['light', 'dark', 'projector'] as const satisfies readonly Theme[]).map((each) => (
              <option key={each} value={each}>
                {words(`page.theme.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="icon present-button"
          aria-label={words('head.present')}
          title={words('head.present.hint')}
          onClick={present}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M1 2.5h14M2.5 2.5v8h11v-8M8 10.5v2M5 14.5l3-2 3 2" />
          </svg>
        </button>
        <TakeAwayDoor />
        <button type="button" className="word strong" onClick={() => void share()}>
          {words('head.share')}
        </button>
      </div>
    </header>
  );
}

async function speak(locale: Locale): Promise<void> {
  await loadLocale(locale);
  viewStore.setState({ locale });
}

async function open(room: RoomName): Promise<void> {
  await loadEncodings();
  if (roomNamed(room).whole) showWhole();
  enter(specStore, viewStore, room);
}

async function share(): Promise<void> {
  // What is being dragged or typed belongs into the link.
  const well = await copied(globalThis.location.href);
  shownStore.setState({ word: say(well ? 'head.copied' : 'head.notCopied') });
}

function DeviceLine() {
  const words = useWords();
  const device = useShown((now) => now.device);
  const check = useShown((now) => now.check);
  const frame = useFrame();
  const locale = useView((view) => view.locale);
  if (!device) return <p className="device starting">{words('device.starting')}</p>;
  const backend = backendNames[device.backend];
  const error = check ? scientific(maxErrorOf(check)) : words('device.checking');
  const held = check && frame ? heldSentences(check, frame, locale) : [];
  const reason = device.fallback && words(`device.${device.fallback}`, { backend });
  return (
    <p
      className={`device ${device.fallback ? 'fallback' : ''}`}
      title={[reason ?? device.adapter, ...held].join('\n')}
    >
      <span className="dot" aria-hidden="true" />
      <span className="device-long">
        {words('device.error', { backend, error })}
        {device.fallback && ` · ${words(`short.${device.fallback}`)}`}
      </span>
      <span className="device-short" aria-hidden="true">
        {device.fallback && `${backend} `}
        {error}
      </span>
      <span className="visually-hidden"> {held.join(' ')}</span>
    </p>
  );
}

/** What was held against float64, a sentence for each map of each scheme. */
function heldSentences(check: Check, frame: Frame, locale: Locale): readonly string[] {
  if (check.rivals.length === 0) return mapSentences(check);
  const frames = [frame, ...frame.rivals.map((rival) => rival.frame)];
  return [check, ...check.rivals].flatMap((held, place) => {
    const spec = frames[place]?.spec;
    if (!spec) return [];
    const scheme = said(aboutOf(spec).text.name, locale);
    return [say('device.held.scheme', { scheme }), ...mapSentences(held)];
  });
}

function mapSentences({ positions, similarity, attention }: HeldMaps): readonly string[] {
  const holes = ({ rows, of, error }: Held) => ({ rows, of, error: scientific(error) });
  return [
    positions ? say('device.held.positions', holes(positions)) : [],
    similarity ? say('device.held.similarity', holes(similarity)) : say('device.unheld.similarity'),
    attention ? say('device.held.attention', holes(attention)) : say('device.unheld.attention'),
  ].flat();
}

function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9.5" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <line x1="12" y1="12" x2="18" y2="6" stroke="var(--accent)" strokeWidth="2" />
      <circle cx="18" cy="6" r="2.2" fill="var(--accent)" />
      <circle cx="9" cy="14" r="1.6" fill="var(--key)" />
    </svg>
  );
}
