/**
 * Beside a square: over its columns how much each key is attended, right of its rows how widely each
 * query spreads. Both select: a click, a drag, or the arrow keys, as on a slider.
 */

import { select } from 'd3';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { placeFrom } from '../../show/arrows.ts';
import { headView } from '../../show/headView.ts';
import { type Place } from '../../show/pointing.ts';
import { readout } from '../../show/readout.ts';
import { say, shortValue, tokenAt } from '../../show/words.ts';
import { point, viewStore } from '../../state/view.ts';
import { useFrame } from '../hooks/stores.ts';
import { useAnswer, useCrossDrawing } from '../hooks/useLens.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useRem } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import type { Square } from '../parts/layout.ts';
import { bar, barsPath } from './barsPath.ts';
import './marginals.css';

/** Of the strips, in the size of the letters. */
const keysHigh = 2.1;
const queriesWide = 2.8;

const strips = ['key', 'query'] as const;
type StripName = (typeof strips)[number];

export function Marginals({ layout }: { readonly layout: Square }) {
  const words = useWords();
  const answered = useAnswer('marginals');
  const frame = useFrame();
  // They are of the head that is kept, not of one that is only looked at.
  const looked = useStore(
    headView,
    (view) => view.preview !== null && view.preview + 1 !== frame?.spec.head,
  );
  const marginals = answered?.answer;
  if (!marginals || !answered) return null;
  const old = answered.frame !== frame;
  const { attended, entropy, largest, seenBy, sees } = marginals;
  const most = attended.reduce((max, value) => (value > max ? value : max), 0);
  const bits = Math.max(Math.log2(attended.length), 1);
  return (
    <div className={`marginals ${old ? 'old' : ''} ${looked ? 'away' : ''}`}>
      <p
        className="marginal-name key"
        style={{ width: layout.gutter }}
        title={words('attend.marginal.key')}
      >
        {words('attend.marginal.key.short')}
        <br />
        <b />
      </p>
      <Strip
        name="key"
        layout={layout}
        values={attended}
        seen={seenBy}
        most={most}
        of={answered.frame.spec.length}
      />
      <p
        className="marginal-name query"
        style={{ left: layout.gutter + layout.side }}
        title={words('attend.marginal.query')}
      >
        {words('attend.marginal.query.short')}
        <br />
        <b />
      </p>
      <Strip
        name="query"
        layout={layout}
        values={entropy}
        seen={sees}
        ceiling={largest}
        most={bits}
        of={answered.frame.spec.length}
      />
    </div>
  );
}

interface StripProps {
  readonly name: StripName;
  readonly layout: Square;
  readonly values: Float32Array;
  /** How many queries see each key, or how many keys each query sees. */
  readonly seen: Float32Array;
  /** The most that each could be. */
  readonly ceiling?: Float32Array;
  /** What a full bar is. */
  readonly most: number;
  readonly of: number;
}

function Strip({ name, layout, values, seen, ceiling, most, of }: StripProps) {
  const words = useWords();
  const rem = useRem();
  const box = useRef<HTMLDivElement>(null);
  const here = useRef<SVGPathElement>(null);
  const { side, gutter } = layout;
  const across = name === 'key';
  const thick = Math.round((across ? keysHigh : queriesWide) * rem);
  const [width, height] = across ? [side, thick] : [thick, side];
  const size = useMemo(() => ({ side, thick, most, across }), [side, thick, most, across]);
  const bars = useMemo(() => barsPath(values, size), [values, size]);
  const edge = useMemo(() => (ceiling ? barsPath(ceiling, size) : null), [ceiling, size]);

  useCrossDrawing((cross, frame) => {
    const at = Math.min(across ? cross.column : cross.row, of - 1);
    const value = values[at] ?? Number.NaN;
    select(here.current).attr('d', bar(value, at, values.length, { ...size, least: 2 }));
    const current = frame.spec.length === of;
    const text = current ? valueText(name, value, seen[at] ?? 0) : '';
    select(box.current)
      .attr('aria-valuenow', at)
      .attr('aria-valuetext', `${tokenAt(frame, at)} (${frame.spec.start + at}): ${text}`);
    const label = box.current?.previousElementSibling?.querySelector('b');
    if (label) label.textContent = text;
  });

  const choose = (place: number) => {
    const { cross } = readout.getState();
    if (!cross) return null;
    const at = Math.min(Math.max(place, 0), of - 1);
    return point(viewStore, {
      map: 'attention',
      row: across ? Math.min(cross.row, of - 1) : at,
      column: across ? at : Math.min(cross.column, of - 1),
    });
  };
  const press = ([x, y]: Place) => choose(Math.floor(((across ? x : y) / side) * of));
  usePointing(box, { point: press, grab: () => press, hovers: false, holds: false });
  const keys = (event: KeyboardEvent) => {
    const { cross } = readout.getState();
    if (!cross) return;
    const at = across ? cross.column : cross.row;
    const page = Math.max(Math.round(of / 10), 1);
    const to = placeFrom(event.key, at, { count: of, down: 1, page });
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  };
  return (
    <div
      ref={box}
      className={`marginal ${name}`}
      data-marginal={name}
      role="slider"
      tabIndex={0}
      aria-label={words(`attend.marginal.${name}`)}
      aria-orientation={across ? 'horizontal' : 'vertical'}
      aria-valuemin={0}
      aria-valuemax={of - 1}
      // Followed, with the crosshair, where that is drawn.
      aria-valuenow={0}
      style={across ? { left: gutter, width, height } : { left: gutter + side, width, height }}
      onKeyDown={keys}
    >
      <svg width={width} height={height} aria-hidden="true">
        {edge !== null && <path className="ceiling" d={edge} />}
        <path className="bars" d={bars} />
        <path ref={here} className="here" />
      </svg>
    </div>
  );
}

function valueText(name: StripName, value: number, seen: number): string {
  if (seen === 0) return say(name === 'key' ? 'attend.marginal.unseen' : 'attend.marginal.blind');
  if (Number.isNaN(value)) return say('attend.marginal.none');
  if (name === 'key') return shortValue(value);
  return say('attend.marginal.bits', { bits: shortValue(value, 2) });
}
