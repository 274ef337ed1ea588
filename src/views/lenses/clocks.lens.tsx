/**
 * One hand for each pair of channels, at its angle for the row under the crosshair: fast hands and
 * slow ones. A hand that is dragged takes the position with it.
 */
import '../../text/later.ts';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import {
  type Pair,
  type Pairs,
  pairOfChannel,
  pairsOf,
  periodOf,
  rowPointing,
  wrapped,
} from '../../explain/pairs.ts';
import { themes } from '../../fields/theme.ts';
import { placeFrom } from '../../show/arrows.ts';
import type { Cross } from '../../show/cross.ts';
import { type Dial, dialAt, gapOf, layDials, middleOf, paintDials } from '../../show/dials.ts';
import { type Place } from '../../show/pointing.ts';
import { readout } from '../../show/readout.ts';
import { say, significant, tokenAt } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { point, viewStore } from '../../state/view.ts';
import { usePixelRatio, useTheme } from '../hooks/stores.ts';
import { type LensProps, useCrossDrawing } from '../hooks/useLens.ts';
import { goOn, goToRow, useCalm, usePlay } from '../hooks/usePlay.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { defineLens } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';
import { whyNoPairs } from './noPairs.ts';

const paces = ['fast', 'middle', 'slow'] as const;
const weights = { fast: 1, middle: 0.75, slow: 0.55 } as const;

function Clocks({ frame }: LensProps) {
  const pairs = useMemo(() => pairsOf(frame), [frame]);
  return pairs && <Dials frame={frame} pairs={pairs} />;
}

interface DialsProps {
  readonly frame: Frame;
  readonly pairs: Pairs;
}

function Dials({ frame, pairs }: DialsProps) {
  const words = useWords();
  const calm = useCalm();
  const [wanted, setPlaying] = useState(false);
  const playing = wanted && !calm;
  const slowest = pairs.list.reduce(
    (least, { turn }) => Math.min(least, degreesOf(turn)),
    Number.POSITIVE_INFINITY,
  );
  const counts = paces.map((pace) => pairs.list.filter((pair) => pair.pace === pace).length);
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('clocks.what')} />
        </p>
        <ul className="clock-paces">
          {paces.map((pace, i) => (
            <li key={pace} className={pace}>
              <span>{words(`clocks.${pace}`)}</span>
              <b>{counts[i]}</b>
            </li>
          ))}
        </ul>
        <p className="lens-result">
          {words('clocks.result', {
            count: counts[0] ?? 0,
            pairs: pairs.list.length,
            degrees: significant(slowest),
          })}
        </p>
        {calm ? (
          <button type="button" className="lens-button" onClick={goOn}>
            {words('clocks.step')}
          </button>
        ) : (
          <button type="button" className="lens-button" onClick={() => setPlaying(!playing)}>
            {words(playing ? 'clocks.pause' : 'clocks.play')}
          </button>
        )}
        <p className="soft screen-only">
          <Terms text={words('clocks.drag')} />
        </p>
      </div>
      <DialBoard frame={frame} pairs={pairs} playing={playing} grabbed={() => setPlaying(false)} />
    </>
  );
}

function DialBoard({
  frame,
  pairs,
  playing,
  grabbed,
}: DialsProps & { readonly playing: boolean; readonly grabbed: () => void }) {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>();
  const rem = useRem();
  const theme = themes[useTheme()];
  const ratio = usePixelRatio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const label = useRef<HTMLParagraphElement>(null);
  const slider = useRef<HTMLDivElement>(null);
  const { spec } = frame;

  const grid = useMemo(
    () =>
      layDials(pairs.list.length, {
        width,
        height: 16 * rem,
        tallest: 18 * rem,
        least: 24,
        most: (pairs.list.length < 3 ? 14 : 9) * rem,
      }),
    [pairs, width, rem],
  );
  const wide = grid.columns * grid.cell;
  const shown = useMemo(
    () => pairs.list.filter(({ index }) => index % grid.every === 0),
    [pairs, grid],
  );

  useEffect(() => {
    const board = canvas.current;
    if (!board) return;
    board.width = Math.round(wide * ratio);
    board.height = Math.round(grid.height * ratio);
  }, [grid, wide, ratio]);

  function draw(place: number, pair: Pair | null): void {
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, wide, grid.height);
    const colours = { fast: theme.accent, middle: theme.ink, slow: theme.soft };
    const dials = shown.map(
      ({ index, pace, from, to }): Dial => ({
        angle: pairs.angle(place, index),
        swept: pace === 'fast' ? null : [from, to],
        colour: colours[pace],
        weight: weights[pace],
      }),
    );
    const marked = pair && pair.index % grid.every === 0 ? pair.index / grid.every : null;
    paintDials(context, grid, dials, marked, { rim: theme.hairline, marked: theme.ink });
  }

  /** What the dial under the pointer says, for the eye and for a screen reader. */
  function describe(cross: Cross, pair: Pair | null): void {
    const position = spec.start + cross.row;
    if (label.current)
      label.current.textContent = pair
        ? dialText(pairs, pair, frame, cross)
        : say('clocks.pointAt');
    slider.current?.setAttribute('aria-valuenow', String(position));
    slider.current?.setAttribute(
      'aria-valuetext',
      say('clocks.at', { position, token: tokenAt(frame, cross.row) }),
    );
  }

  useCrossDrawing((cross) => {
    const pair = pairOfChannel(pairs, cross.channel);
    draw(cross.row, pair);
    describe(cross, pair);
  });
  usePlay(playing, (place) => {
    const { cross } = readout.getState();
    // A grid has no places between its tokens.
    if (cross && pairs.axes === 1) draw(place, pairOfChannel(pairs, cross.channel));
  });

  const pairAt = ([x, y]: Place): Pair | null => {
    const dial = dialAt(grid, x, y);
    return dial === null ? null : (shown[dial] ?? null);
  };
  const turn = (pair: Pair, [x, y]: Place) => {
    const { cross } = readout.getState();
    const [middleX, middleY] = middleOf(grid, pair.index / grid.every);
    // In the very middle no direction is meant.
    if (!cross || Math.hypot(x - middleX, y - middleY) < grid.cell / 10) return;
    const direction = Math.atan2(middleY - y, x - middleX);
    const row = rowPointing(pairs, pair, direction, { from: cross.row, length: spec.length });
    point(viewStore, { map: 'positions', row, column: pair.channels[0] });
  };
  usePointing(canvas, {
    point(at) {
      const pair = pairAt(at);
      const { cross } = readout.getState();
      if (!pair || !cross) return null;
      if (pair.channels.includes(cross.channel)) return false;
      return point(viewStore, { map: 'positions', row: cross.row, column: pair.channels[0] });
    },
    grab(from) {
      const pair = pairAt(from);
      if (!pair) return null;
      grabbed();
      return (to) => turn(pair, to);
    },
  });
  const keys = (event: KeyboardEvent) => {
    const row = readout.getState().cross?.row ?? 0;
    const next = placeFrom(event.key, row, { count: spec.length, page: 10 });
    if (next === undefined) return;
    event.preventDefault();
    goToRow(next);
  };

  return (
    <div ref={box} className="lens-figure">
      <div
        ref={slider}
        className="clock-board"
        role="slider"
        tabIndex={0}
        aria-label={words('clocks.figure')}
        aria-valuemin={spec.start}
        aria-valuemax={spec.start + spec.length - 1}
        aria-valuenow={spec.start}
        onKeyDown={keys}
      >
        <canvas
          ref={canvas}
          style={{ width: wide, height: grid.height, marginInlineStart: -gapOf(grid) }}
          aria-hidden="true"
          data-columns={grid.columns}
          data-cell={grid.cell}
        />
      </div>
      <p ref={label} className="clock-label" />
      {grid.every > 1 && (
        <p className="soft clock-note">
          {words('clocks.every', { every: grid.every, pairs: pairs.list.length })}
        </p>
      )}
    </div>
  );
}

function degreesOf(angle: number): number {
  return (angle * 180) / Math.PI;
}

function dialText(pairs: Pairs, pair: Pair, frame: Frame, cross: Cross): string {
  const [first, second] = pair.channels;
  const degrees = degreesOf(wrapped(pairs.angle(cross.row, pair.index)));
  const holes = {
    pair: pair.index,
    first,
    second,
    position: frame.spec.start + cross.row,
    degrees: significant((degrees + 360) % 360),
  };
  const period = periodOf(pair);
  if (!Number.isFinite(period)) return say('clocks.still', holes);
  const key = pairs.axes === 1 ? 'clocks.dial' : 'clocks.dialAxis';
  return say(key, { ...holes, period: significant(period) });
}

export default defineLens({
  name: 'clocks',
  applies: whyNoPairs,
  View: Clocks,
});
