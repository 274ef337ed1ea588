/** The bars behind the number under the crosshair; an element of the product can be pointed at. */

import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import { placeFrom } from '../../show/arrows.ts';
import { type Found, howStore } from '../../show/readOrigin.ts';
import { readout } from '../../show/readout.ts';
import { point, viewStore } from '../../state/view.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useWords } from '../hooks/useWords.ts';
import { type BarRow, type BarSizes, drawBars, heightOf, plotOf } from './bars.ts';
import { type FigureRows, figureRows } from './figureRows.ts';

export function Figure({ width, rem, low }: BarSizes) {
  const words = useWords();
  const svg = useRef<SVGSVGElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const lit = useRef<number | null>(null);
  const drawn = useRef<FigureRows | null>(null);

  const draw = () => {
    const { found, rested } = howStore.getState();
    if (!found) return;
    // The float64 pass takes a moment: it waits until the crosshair rests.
    const exact = rested === found ? exactWeight(found) : null;
    const shown = figureRows(found, lit.current, exact);
    drawn.current = shown;
    drawBars(svg.current, shown.rows, { width, rem, low });
    svg.current?.setAttribute('aria-label', spoken(shown.rows));
    const element = handle.current;
    if (!element) return;
    element.hidden = shown.elements === 0;
    const plot = plotOf(shown.rows, { width, rem });
    element.style.left = `${plot.left}px`;
    element.style.width = `${plot.right - plot.left}px`;
    element.style.height = `${heightOf(shown.rows.slice(0, 3), { rem, low })}px`;
    element.setAttribute('aria-valuemax', String(Math.max(shown.elements - 1, 0)));
    element.setAttribute('aria-valuenow', String(lit.current ?? 0));
    element.setAttribute(
      'aria-valuetext',
      lit.current === null ? words('attend.how.none') : shown.element(lit.current),
    );
  };
  const light = (place: number | null) => {
    if (place === lit.current) return;
    lit.current = place;
    draw();
  };

  useEffect(() => {
    draw();
    return howStore.subscribe((now, before) => {
      if (now.found !== before.found || now.rested !== before.rested) {
        const count = drawn.current?.elements;
        draw();
        // Another stage has other elements.
        if (drawn.current?.elements !== count) light(null);
      }
    });
  });

  const keys = (event: KeyboardEvent) => {
    const count = drawn.current?.elements ?? 0;
    const leaves = event.key === 'Escape' && lit.current !== null;
    const place = leaves ? null : placeFrom(event.key, lit.current, { count });
    if (place === undefined) return;
    event.preventDefault();
    light(place);
  };
  /** @param at  pixels from the left end of the bars */
  const placeUnder = (at: number, count: number) => {
    const { left, right } = plotOf(drawn.current?.rows ?? [], { width, rem });
    return Math.min(Math.max(Math.floor((at / (right - left)) * count), 0), count - 1);
  };
  usePointing(handle, {
    point([at]) {
      light(placeUnder(at, drawn.current?.elements ?? 1));
      return true;
    },
    leave: () => light(null),
    holds: false,
  });
  const chooseKey = (event: MouseEvent<SVGSVGElement>) => {
    const row = (event.target as Element).closest('[data-row=softmax]');
    const count = drawn.current?.rows.at(-1)?.values.length ?? 0;
    const { cross } = readout.getState();
    if (!row || !cross || count === 0) return;
    const { left } = plotOf(drawn.current?.rows ?? [], { width, rem });
    const from = event.currentTarget.getBoundingClientRect().left + left;
    const column = (drawn.current?.firstKey ?? 0) + placeUnder(event.clientX - from, count);
    point(viewStore, { map: 'attention', row: cross.row, column });
  };
  return (
    <div className="how-figure">
      {/* Keys choose among them on the map. */}
      <svg ref={svg} role="img" aria-label="" onClick={chooseKey} />
      <div
        ref={handle}
        className="how-elements"
        role="slider"
        tabIndex={0}
        aria-label={words('attend.how.elements')}
        aria-valuemin={0}
        aria-valuemax={0}
        aria-valuenow={0}
        onBlur={() => light(null)}
        onKeyDown={keys}
      />
    </div>
  );
}

const exactWeights = new WeakMap<Found, number>();

/** In float64, worked out once. */
function exactWeight(found: Found): number | null {
  const { frame, origin } = found;
  if (origin.kind !== 'pair' || origin.stage !== 'weights') return null;
  const before = exactWeights.get(found);
  if (before !== undefined) return before;
  const weight = frame.exactRow(origin.row)?.weights[origin.column] ?? null;
  if (weight !== null) exactWeights.set(found, weight);
  return weight;
}

/** What is written beside the bars, for those who do not see it. */
function spoken(rows: readonly BarRow[]): string {
  return rows
    .filter(({ notes }) => notes.length > 0)
    .map(({ label, notes }) => `${label}: ${notes.join(', ')}`)
    .join('; ');
}
