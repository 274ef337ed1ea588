/**
 * All schemes to choose from: by family, each with a picture of its numbers, found by words of
 * either language. The focus stays in the search field; the keys move through the list from there.
 */
import '../text/later.ts';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type AnyEncoding, citation } from '../encodings/encoding.ts';
import { encodings, families } from '../encodings/index.ts';
import { gatherThumbnails, paintThumbnail, thumbnails } from '../show/thumbnails.ts';
import { found, likeliest } from '../state/find.ts';
import { said } from '../text/t.ts';
import { stepIn } from './grid.ts';
import { useShown, useTheme, useView } from './hooks/stores.ts';
import { useWords } from './hooks/useWords.ts';
import './picker.css';

const optionId = (scheme: string) => `scheme-${scheme}`;

interface PickerProps {
  /** The scheme that there is already; null for one more. */
  readonly current: string | null;
  readonly onChoose: (encoding: string) => void;
  readonly onClose: () => void;
}

export function Picker({ current, onChoose, onClose }: PickerProps) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  /** Where the pointer went down: a selection that ends outside must not close. */
  const pressed = useRef<EventTarget | null>(null);
  const [query, setQuery] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  const results = found(encodings, query);
  const active = activeOf(results, query, asked, current);

  useLayoutEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    field.current?.focus();
    if (current) optionOf(list.current, current)?.scrollIntoView({ block: 'nearest' });
    // Only as it opens: choosing another scheme closes it.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  useThumbnailsOf(list);

  const close = () => dialog.current?.close();
  const choose = (encoding: string) => {
    onChoose(encoding);
    close();
  };
  const goTo = (encoding: string) => {
    setAsked(encoding);
    optionOf(list.current, encoding)?.scrollIntoView({ block: 'nearest' });
  };

  const keys = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (event.nativeEvent.isComposing || ctrlKey || metaKey || altKey) return;
    const onButton = event.target instanceof HTMLButtonElement;
    if (key === 'Enter' && !onButton) {
      event.preventDefault();
      if (active) choose(active);
    } else if (key.length === 1) {
      if (!(onButton && key === ' ')) field.current?.focus();
    } else if (!shiftKey && list.current) {
      const options = optionsOf(list.current);
      const at = options.findIndex(({ dataset }) => dataset['scheme'] === active);
      const places = options.map((option) => option.getBoundingClientRect());
      const to = options[stepIn(places, at, key, list.current.clientHeight) ?? -1];
      if (!to) return;
      event.preventDefault();
      goTo(to.dataset['scheme'] ?? '');
    }
  };

  return (
    <dialog
      ref={dialog}
      className="picker"
      aria-label={words('picker.title')}
      onClose={onClose}
      onKeyDown={keys}
      onPointerDown={(event) => {
        pressed.current = event.target;
      }}
      onClick={(event) => {
        // The dialog's own area is covered by what is in it: this is the backdrop.
        if (event.target === dialog.current && pressed.current === dialog.current) close();
      }}
    >
      <div className="picker-room">
        <header className="picker-head">
          <input
            ref={field}
            type="text"
            role="combobox"
            className="picker-search"
            aria-label={words('picker.search')}
            aria-autocomplete="list"
            aria-expanded={results.length > 0}
            aria-controls={results.length > 0 ? 'picker-list' : undefined}
            aria-activedescendant={active === null ? undefined : optionId(active)}
            placeholder={words('picker.placeholder')}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            enterKeyHint="go"
            maxLength={80}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setAsked(null);
            }}
          />
          <p className="picker-count soft" role="status">
            {query.trim() === ''
              ? words('picker.all', { count: encodings.length })
              : words('picker.found', { count: results.length, total: encodings.length })}
          </p>
          <button type="button" className="tool" onClick={close}>
            {words('table.close')}
          </button>
        </header>
        {results.length === 0 ? (
          <p className="picker-nothing">{words('picker.nothing', { query: query.trim() })}</p>
        ) : (
          <div
            ref={list}
            id="picker-list"
            role="listbox"
            className="picker-list"
            aria-label={words('picker.title')}
            tabIndex={-1}
            // The focus stays where typing goes.
            onMouseDown={(event) => event.preventDefault()}
          >
            {families.map((family) => {
              const group = results.filter((each) => each.family === family);
              return group.length === 0 ? null : (
                // biome-ignore lint/a11y/useSemanticElements: a listbox has groups, not fieldsets.
                <div key={family} role="group" aria-labelledby={`family-${family}`}>
                  <div className="picker-family" id={`family-${family}`} role="presentation">
                    {words(`control.family.${family}`)}
                  </div>
                  <div className="picker-grid" role="presentation">
                    {group.map((scheme) => (
                      <Entry
                        key={scheme.id}
                        scheme={scheme}
                        current={scheme.id === current}
                        active={scheme.id === active}
                        onPoint={() => setAsked(scheme.id)}
                        onChoose={() => choose(scheme.id)}
                      />
                    ))}
                  </div>
                </div>
              );
            })}
          </div>
        )}
        <p className="picker-keys soft">{words('picker.keys')}</p>
      </div>
    </dialog>
  );
}

/** What Enter chooses: what was gone to, else what the words mean most likely, else what is shown. */
function activeOf(
  results: readonly AnyEncoding[],
  query: string,
  asked: string | null,
  current: string | null,
): string | null {
  const among = (id: string | null) => results.some((each) => each.id === id);
  if (among(asked)) return asked;
  if (query.trim() === '' && among(current)) return current;
  return likeliest(results, query)?.id ?? null;
}

function optionsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[data-scheme]')];
}

function optionOf(list: HTMLElement | null, scheme: string): HTMLElement | undefined {
  return list ? optionsOf(list).find(({ dataset }) => dataset['scheme'] === scheme) : undefined;
}

/** Has the thumbnails computed while the list is open, those that can be seen first. */
function useThumbnailsOf(list: { readonly current: HTMLElement | null }): void {
  const device = useShown((now) => now.device);
  const settled = useShown((now) => now.settled);
  useEffect(
    () =>
      gatherThumbnails(() => {
        const here = list.current ? optionsOf(list.current) : [];
        const { top = 0, bottom = 0 } = list.current?.getBoundingClientRect() ?? {};
        const seen = here.filter((option) => {
          const box = option.getBoundingClientRect();
          return box.bottom > top && box.top < bottom;
        });
        const ids = [...seen, ...here].map(({ dataset }) => dataset['scheme'] ?? '');
        return [...ids, ...encodings.map(({ id }) => id)];
      }),
    // Again with a new device, and once the first picture shows that one computes.
    [list, device, settled],
  );
}

interface EntryProps {
  readonly scheme: AnyEncoding;
  readonly current: boolean;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Entry({ scheme, current, active, onPoint, onChoose }: EntryProps) {
  const locale = useView((view) => view.locale);
  return (
    // The keys are those of the search field, which has the focus.
    // biome-ignore lint/a11y/useFocusableInteractive: named by aria-activedescendant.
    <div
      id={optionId(scheme.id)}
      role="option"
      className={`picker-entry ${active ? 'active' : ''}`}
      aria-selected={current}
      data-scheme={scheme.id}
      onPointerMove={({ movementX, movementY }) => {
        // When keys scroll the list, what comes under a resting pointer is not pointed at.
        if (!active && (movementX !== 0 || movementY !== 0)) onPoint();
      }}
      onClick={onChoose}
    >
      <SchemePicture scheme={scheme.id} />
      <div className="picker-words">
        <div className="picker-name">
          <span>{said(scheme.text.name, locale)}</span>
        </div>
        <div className="picker-source" title={scheme.source.title}>
          {citation(scheme.source, locale)}
        </div>
        <div className="picker-idea">{said(scheme.text.idea, locale)}</div>
      </div>
    </div>
  );
}

function SchemePicture({ scheme }: { readonly scheme: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const thumbnail = useStore(thumbnails, ({ byScheme }) => byScheme.get(scheme) ?? null);
  useLayoutEffect(() => {
    if (canvas.current && thumbnail) paintThumbnail(canvas.current, thumbnail, theme);
  }, [thumbnail, theme]);
  const state = thumbnail === null ? 'waiting' : thumbnail.data.every((x) => x === 0) ? 'zero' : '';
  return <canvas ref={canvas} className={`picker-picture ${state}`} aria-hidden="true" />;
}
