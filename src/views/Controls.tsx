/**
 * The dock at the lower edge, generated from the fields of the Spec and the parameters of its scheme:
 * what is used most in sight, the rest in a drawer.
 */
import { type CSSProperties, Fragment, lazy, Suspense, useId, useRef, useState } from 'react';
import { problemOf } from '../state/fitted.ts';
import { rowsOf, type Spec } from '../state/spec.ts';
import { said } from '../text/t.ts';
import { choiceItems, type Item, sliderItems, useOwners } from './controlItems.tsx';
import { useShown, useSpecs, useView } from './hooks/stores.ts';
import { useLayout } from './hooks/useLayout.ts';
import { useWords } from './hooks/useWords.ts';
import { TextControl } from './parts/TextControl.tsx';

const ShortcutSwitch = lazy(() => import('./ShortcutSwitch.tsx'));

/** The room that it takes: what stands above it does not move when it arrives. */
const SwitchToCome = () => (
  <div className="choice to-come">
    <span>…</span>
  </div>
);

/** What is in sight; the other controls are in the drawer. */
interface Dock {
  /** How many. */
  readonly sliders: number;
  /** Room for choices beside the text, in rem. */
  readonly choices: number;
  /** Text and choices have a line of their own. */
  readonly text: boolean;
}

interface ControlsProps {
  readonly hide: readonly string[];
  /** The only ones in sight, by name and in this order; left out, those that are used most. */
  readonly first?: readonly string[] | undefined;
}

/**
 * The dock at the lower edge: what is used most beside the maps, in rows of equal columns; the rest
 * in a drawer that makes the dock higher and covers nothing.
 */
export function Controls({ hide, first }: ControlsProps) {
  const words = useWords();
  const box = useRef<HTMLElement>(null);
  const spec = useSpecs((history) => history.spec);
  const frozen = useSpecs((history) => history.frozen);
  const locale = useView((view) => view.locale);
  const present = useView((view) => view.present);
  const fitted = first ? dockOf : present || hide.includes('text') ? dockWithoutText : dockFor;
  const dock = useLayout(box, fitted, first?.length ?? null);
  const [open, setOpen] = useState(false);
  const drawer = useId();
  const owners = useOwners(spec);
  const { sliders, choices } = ordered(
    sliderItems(spec, owners, hide),
    choiceItems(spec, owners, hide),
    first,
  );
  const text = hide.includes('text') ? null : <TextControl />;
  const {
    sliders: fit,
    choices: room,
    text: line,
  } = dock ?? { sliders: 0, choices: 0, text: true };
  const few = fitting(choices, room);
  // Of several schemes each has its first parameter in sight, in two rows where one is not enough.
  const wanted = owners.length > 1 ? owners.length + 2 : 0;
  const columns = Math.ceil(wanted / 2);
  const most = wanted > fit ? 2 * columns : fit;
  const rest = [...sliders.slice(most), ...choices.slice(few)];
  const more = rest.length > 0 || (text !== null && !line);
  const problem = problemOf(spec);
  return (
    <section
      ref={box}
      className={`controls ${first ? 'few' : ''}`}
      aria-label={words('control.label')}
    >
      <fieldset disabled={frozen}>
        {dock && more && open && (
          <div id={drawer} className="drawer" role="group" aria-label={words('control.more')}>
            {!line && text}
            <Items items={rest} />
            <Suspense fallback={<SwitchToCome />}>
              <ShortcutSwitch />
            </Suspense>
          </div>
        )}
        {dock && (
          <div className="dock">
            <div
              className={`sliders ${most > fit ? 'two-rows' : ''}`}
              style={{ '--columns': columns } as CSSProperties}
            >
              <Items items={sliders.slice(0, most)} />
            </div>
            {more && (
              <button
                type="button"
                className="drawer-toggle"
                aria-expanded={open}
                aria-controls={drawer}
                onClick={() => setOpen(!open)}
              >
                {words('control.more')} <span aria-hidden="true">{open ? '▾' : '▴'}</span>
              </button>
            )}
            {line && (text !== null || choices.length > 0) && (
              <div className="line">
                {text}
                <div className="choices">
                  <Items items={choices.slice(0, few)} />
                </div>
              </div>
            )}
          </div>
        )}
      </fieldset>
      <p className="control-problem" role="status">
        {problem
          ? `${said(problem, locale)} ${words('problem.stays')}`
          : (tableEnd(spec, words) ?? <LineNote />)}
      </p>
    </section>
  );
}

function dockFor(width: number, _height: number, rem: number): Dock {
  if (width < 40 * rem) return { sliders: 4, choices: 0, text: false };
  return {
    sliders: Math.max(Math.floor((width - 8 * rem) / (12.5 * rem)), 3),
    choices: Math.max(width / rem - 24, 0),
    text: true,
  };
}

/** Where the text stands in the room, or while presenting, a low window leaves no line for it and the choices. */
function dockWithoutText(width: number, height: number, rem: number): Dock {
  const dock = dockFor(width, height, rem);
  return globalThis.innerHeight < 48 * rem ? { ...dock, choices: 0, text: false } : dock;
}

/** Where it is said what is in sight, that is all there is. */
function dockOf(_width: number, _height: number, _rem: number, count: number | null): Dock {
  return { sliders: count ?? 0, choices: 0, text: false };
}

/** Those that are wanted first before the others, of either kind. */
function ordered(
  sliders: readonly Item[],
  choices: readonly Item[],
  first: readonly string[] = [],
): { readonly sliders: readonly Item[]; readonly choices: readonly Item[] } {
  const all = [...sliders, ...choices];
  const wanted = first.flatMap((name) => all.find((item) => item.name === name) ?? []);
  const others = (items: readonly Item[]) => items.filter((item) => !wanted.includes(item));
  return { sliders: [...wanted, ...others(sliders)], choices: others(choices) };
}

/** How many of these stand beside each other; one that names its scheme is wider. */
function fitting(choices: readonly Item[], room: number): number {
  let left = room;
  const first = choices.findIndex(({ of }) => {
    left -= of === undefined ? 9.5 : 15;
    return left < 0;
  });
  return first < 0 ? choices.length : first;
}

function Items({ items }: { readonly items: readonly Item[] }) {
  return items.map(({ name, key = name, node }) => <Fragment key={key}>{node}</Fragment>);
}

/** Where the table ends within the positions shown. */
function tableEnd(spec: Spec, words: ReturnType<typeof useWords>): string | null {
  const rows = rowsOf(spec);
  if (rows === spec.length) return null;
  const first = spec.start + rows;
  return words('control.tableEnd', { rows: first, first, last: spec.start + spec.length - 1 });
}

/** How the tokens of the text fill the positions. */
function LineNote() {
  const words = useWords();
  const line = useShown(({ frame }) => frame?.line ?? null);
  return (
    <span className="soft">
      {line && words(`line.${line.note}`, { count: line.count, length: line.tokens.length })}
    </span>
  );
}
