/**
 * The tokens in a line over their positions, the query and the key under the crosshair marked and
 * joined by an arc whose width is the weight. Chosen, moved, duplicated and removed here.
 */

import { select } from 'd3';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { readout } from '../../show/readout.ts';
import { labelOf, lineOf, tokenize } from '../../text/tokens.ts';
import { useSpecs } from '../hooks/stores.ts';
import { useCrossDrawing } from '../hooks/useLens.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { dragTokens } from './dragToken.ts';
import { edit, type Outcome, paste, query } from './lineEdits.ts';
import { arcPath, type LineLayout, lineLayout, seen } from './lineLayout.ts';

/** Room for the arc over the words, in the size of the letters; also in tokenLine.css. */
const arcHigh = 1.5;

/** Shorter lines are in the document whole. */
const mostWhole = 300;

export function Tokens({
  tell,
  onEdit,
}: {
  readonly tell: (outcome: Outcome | null) => void;
  readonly onEdit: () => void;
}) {
  const words = useWords();
  const text = useSpecs(({ spec }) => spec.text);
  const mode = useSpecs(({ spec }) => spec.tokens);
  const length = useSpecs(({ spec }) => spec.length);
  const start = useSpecs(({ spec }) => spec.start);
  const padded = useSpecs(({ spec }) => spec.mask === 'padding');
  const rem = useRem();
  const [box, room] = useWidth<HTMLDivElement>();
  const fonts = useFonts();
  const line = useRef<HTMLDivElement>(null);
  const arc = useRef<SVGPathElement>(null);
  const actions = useRef<HTMLSpanElement>(null);
  const [dragging, setDragging] = useState(false);
  const [from, setFrom] = useState(0);

  const tokens = useMemo(
    () => lineOf(tokenize(text, mode), length, padded).tokens,
    [text, mode, length, padded],
  );
  const layout = useMemo(
    () => lineLayout(tokens, start, room, rem, mode !== 'words', fonts),
    [tokens, start, room, rem, mode, fonts],
  );
  const laid = useRef<LineLayout>(layout);
  useLayoutEffect(() => {
    laid.current = layout;
  }, [layout]);
  const base = Math.round(arcHigh * rem);
  const { first, end } =
    length <= mostWhole
      ? { first: 0, end: length }
      : seen(layout, (from - 1) * room, (from + 2) * room);

  useEffect(() => {
    if (!line.current) return;
    return dragTokens(line.current, { layout: () => laid.current, on: setDragging, tell });
  }, [tell]);

  const shown = useRef({ query: -1, key: -1 });
  const placeActions = () => {
    const { size, x } = laid.current;
    const digits = String(start + shown.current.query).length;
    const left = (x[shown.current.query] ?? 0) + digits * 0.5 * rem + 0.2 * size;
    const seenAt = left - (line.current?.scrollLeft ?? 0);
    const most = room - 3.4 * rem;
    actions.current?.style.setProperty('left', `${Math.min(Math.max(seenAt, 0), most)}px`);
  };
  useCrossDrawing((cross) => {
    const scroller = line.current;
    if (!scroller) return;
    const inside = (place: number) => Math.min(Math.max(place, 0), length - 1);
    const now = { query: inside(cross.row), key: inside(cross.column) };
    const root = select(scroller);
    root.selectAll('.query').classed('query', false).attr('aria-selected', 'false');
    root.selectAll('.key').classed('key', false);
    root.select(`[data-position="${now.query}"]`).classed('query', true);
    root.select(`[data-position="${now.key}"]`).classed('key', true);
    const option = root.select<HTMLElement>(`[data-position="${now.query}"]`);
    option.attr('aria-selected', 'true');
    root.attr('aria-activedescendant', option.empty() ? null : `token-${now.query}`);
    select(arc.current).attr('d', arcPath(layout, now.query, now.key, base));
    const before = shown.current;
    shown.current = now;
    if (!dragging && (now.query !== before.query || now.key !== before.key)) {
      reveal(scroller, layout, now.query, now.key);
    }
    placeActions();
    fade(scroller, layout);
  });
  useEffect(() => {
    const weigh = () => {
      const weight = readout.getState().readings.attention?.gpu ?? null;
      // Until it is read, the arc keeps its last width.
      if (weight === null) return;
      select(arc.current)
        .classed('unseen', weight === 0)
        .attr('stroke-width', weight === 0 ? 1 : 1.2 + 4 * Math.sqrt(Math.min(weight, 1)));
    };
    weigh();
    return readout.subscribe(weigh);
  }, []);

  const scrolled = () => {
    placeActions();
    if (line.current) fade(line.current, layout);
    if (length > mostWhole && room > 0) {
      setFrom(Math.floor((line.current?.scrollLeft ?? 0) / room));
    }
  };
  const keys = (event: KeyboardEvent) => {
    const { cross } = readout.getState();
    if (!cross) return;
    const row = Math.min(cross.row, length - 1);
    const column = Math.min(cross.column, length - 1);
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -length, End: length }[event.key];
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === 'd') tell(edit('duplicate', row));
    else if (command) return;
    else if (event.altKey && event.key === 'ArrowLeft') tell(edit('back', row));
    else if (event.altKey && event.key === 'ArrowRight') tell(edit('on', row));
    else if (event.altKey) return;
    else if (step !== undefined) {
      tell(null);
      if (event.shiftKey) query(row, column + step);
      else query(row + step);
    } else if (event.key === 'Delete' || event.key === 'Backspace') tell(edit('remove', row));
    else if (event.key === '+') tell(edit('duplicate', row));
    else if (event.key === 'Enter' || event.key === 'F2') onEdit();
    else return;
    event.preventDefault();
  };
  const pasted = (event: ClipboardEvent) => {
    const clip = event.clipboardData.getData('text/plain');
    const { cross } = readout.getState();
    if (clip.trim() === '' || !cross) return;
    event.preventDefault();
    tell(paste(clip, Math.min(cross.row, length - 1)));
  };
  const act = (kind: 'duplicate' | 'remove') => {
    tell(edit(kind, shown.current.query));
    line.current?.focus();
  };
  return (
    <div ref={box} className="token-box">
      <div
        ref={line}
        className="token-line"
        data-dragging={dragging}
        role="listbox"
        aria-label={words('attend.line')}
        aria-describedby="token-line-how"
        aria-orientation="horizontal"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list box takes the focus.
        tabIndex={0}
        data-line
        style={{ fontSize: layout.size }}
        onKeyDown={keys}
        onPaste={pasted}
        onScroll={scrolled}
        onDoubleClick={onEdit}
      >
        <div role="presentation" style={{ width: layout.total }}>
          <svg className="token-arc" width={1} height={base} aria-hidden="true">
            <path ref={arc} strokeWidth={1.6} />
          </svg>
          {tokens.slice(first, end).map((token, i) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: a place in the line is its position.
              key={first + i}
              id={`token-${first + i}`}
              className="token-of-line"
              // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus; it names its active option.
              role="option"
              aria-selected="false"
              aria-setsize={length}
              aria-posinset={first + i + 1}
              aria-label={words('attend.line.token', {
                token: labelOf(token).slice(0, 100),
                position: String(start + first + i),
              })}
              data-position={first + i}
              style={{ left: layout.x[first + i], width: layout.width[first + i] }}
            >
              <span className="token-word" dir="auto">
                {labelOf(token)}
              </span>
              <span className="token-place">{start + first + i}</span>
            </div>
          ))}
        </div>
      </div>
      <span ref={actions} className="token-actions screen-only">
        {(['duplicate', 'remove'] as const).map((kind) => (
          <IconButton
            key={kind}
            data-action={kind}
            name={words(`attend.line.${kind}`)}
            onClick={() => act(kind)}
          >
            {kind === 'duplicate' ? '+' : '×'}
          </IconButton>
        ))}
      </span>
      <p id="token-line-how" className="visually-hidden">
        {words('attend.line.how')}
      </p>
    </div>
  );
}

/** Marks the sides on which there is more of the line. */
function fade(line: HTMLElement, { total }: LineLayout): void {
  const { scrollLeft, clientWidth } = line;
  line.classList.toggle('more-before', scrollLeft > 2);
  line.classList.toggle('more-behind', total - scrollLeft - clientWidth > 2);
}

/** Scrolls as little as shows the query, and the key with it where both fit. */
function reveal(line: HTMLElement, { x, width }: LineLayout, row: number, column: number): void {
  const edges = (place: number): readonly [number, number] => [
    (x[place] ?? 0) - 8,
    (x[place] ?? 0) + (width[place] ?? 0) + 8,
  ];
  const both = [edges(row), edges(column)].flat();
  const [low, high] = [Math.min(...both), Math.max(...both)];
  const [left, right] = high - low <= line.clientWidth ? [low, high] : edges(row);
  const { scrollLeft, clientWidth } = line;
  if (left < scrollLeft) line.scrollLeft = left;
  else if (right > scrollLeft + clientWidth) line.scrollLeft = right - clientWidth;
}

/** Counts up when the page's fonts are there, and the widths have to be measured again. */
function useFonts(): number {
  const [loaded, setLoaded] = useState(0);
  useEffect(() => {
    let gone = false;
    const count = () => {
      if (!gone) setLoaded((times) => times + 1);
    };
    void document.fonts.ready.then(count);
    document.fonts.addEventListener('loadingdone', count);
    return () => {
      gone = true;
      document.fonts.removeEventListener('loadingdone', count);
    };
  }, []);
  return loaded;
}
