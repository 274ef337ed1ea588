/** Rows of bars under one another, drawn with d3: numbers by channel or by key. No React. */

import { path, scaleLinear, select } from 'd3';
import { lowered } from '../../explain/lowered.ts';

export type Tone = 'query' | 'key' | 'value' | 'position' | 'weight' | 'content';

export interface BarRow {
  readonly id: string;
  readonly label: string;
  readonly tone: Tone;
  readonly values: ArrayLike<number>;
  /** Ends of the scale; 0 is always on it. */
  readonly domain: readonly [number, number];
  /** The bar that stands out, by its place in `values`. */
  readonly lit: number | null;
  readonly litTone?: Tone;
  /** What is written at the right, from the top. */
  readonly notes: readonly string[];
  /** Which of the notes is the result. */
  readonly result?: number;
  /** A word under each bar, thinned where there is no room; the lit one always. */
  readonly words?: readonly string[];
}

export interface BarSizes {
  readonly width: number;
  readonly rem: number;
  /** The rows are low, so that all are in sight where there is little height. */
  readonly low: boolean;
}

/** In rem: the labels at the left, the notes at the right, and a line of these. */
const sizes = { label: 4.4, notes: 9.6, line: 1.3 };
/** In rem: a row, the row with words, its words, and between. */
const rowSizes = {
  high: { row: 2.6, worded: 3.5, words: 3.9, gap: 0.65 },
  low: { row: 1.5, worded: 2, words: 3.6, gap: 0.3 },
};

export interface Plot {
  readonly left: number;
  readonly right: number;
}

/** Where the bars lie between labels and notes, in pixels. */
export function plotOf(
  rows: readonly BarRow[],
  { width, rem }: Pick<BarSizes, 'width' | 'rem'>,
): Plot {
  const narrow = width < 34 * rem;
  // A CJK character takes nearly two Latin ones.
  const letters = (text: string) =>
    Array.from(text).reduce((sum, letter) => sum + (letter > '\u2e7f' ? 1.75 : 1), 0);
  const widest = Math.max(...rows.map(({ label }) => letters(label)), 0) * 0.55;
  const longest = Math.max(...rows.flatMap(({ notes }) => notes.map(letters)), 0) * 0.45;
  return {
    left: Math.max(narrow ? 3.9 : sizes.label, widest + 0.6) * rem,
    right: width - Math.max(narrow ? 8.4 : sizes.notes, longest + 1) * rem,
  };
}

const rowSizesOf = (low: boolean) => (low ? rowSizes.low : rowSizes.high);

/** In rem, with the gap after it. */
function rowHeight(row: BarRow, low: boolean): number {
  const { row: plain, worded, words, gap } = rowSizesOf(low);
  return Math.max(row.words ? worded + words : plain, row.notes.length * sizes.line) + gap;
}

/** The height that rows take, in pixels. */
export function heightOf(
  rows: readonly BarRow[],
  { rem, low }: Pick<BarSizes, 'rem' | 'low'>,
): number {
  return rem * rows.reduce((sum, row) => sum + rowHeight(row, low), 0);
}

/** The scale that rows share: as far as their numbers reach, and 0. */
export function reach(...rows: readonly ArrayLike<number>[]): readonly [number, number] {
  let [low, high] = [0, 0];
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      const value = row[i] ?? 0;
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low === high ? [0, 1] : [low, high];
}

export function drawBars(svg: SVGSVGElement | null, rows: readonly BarRow[], size: BarSizes): void {
  const { rem, low } = size;
  const { left, right } = plotOf(rows, size);
  const tops = new Map<string, number>();
  let at = 0;
  for (const row of rows) {
    tops.set(row.id, at);
    at += rowHeight(row, low) * rem;
  }
  select(svg)
    .attr('width', size.width)
    .attr('height', at)
    .selectAll<SVGGElement, BarRow>('g.bar-row')
    .data(rows, (row) => row.id)
    .join((enter) => {
      const group = enter.append('g');
      group.append('text').attr('class', 'bar-label');
      group.append('path').attr('class', 'bar-fill');
      group.append('path').attr('class', 'bar-lit');
      group.append('line').attr('class', 'bar-zero');
      group.append('g').attr('class', 'bar-words');
      group.append('g').attr('class', 'bar-notes');
      return group;
    })
    .attr('class', (row) => `bar-row ${row.tone}${row.lit === null ? '' : ' some-lit'}`)
    .attr('data-row', (row) => row.id)
    .attr('transform', (row) => `translate(0 ${tops.get(row.id) ?? 0})`)
    .each(function draw(row) {
      const high = (row.words ? rowSizesOf(low).worded : rowSizesOf(low).row) * rem;
      const y = scaleLinear([row.domain[0], row.domain[1]], [high, 0]);
      const pitch = (right - left) / Math.max(row.values.length, 1);
      const group = select(this);
      const bar = (places: Iterable<number>) => {
        const shape = path();
        for (const place of places) {
          const value = row.values[place] ?? 0;
          if (!Number.isFinite(value) || value === 0) continue;
          const gap = pitch > 3 ? Math.min(pitch * 0.12, 2) : 0;
          shape.rect(left + place * pitch, y(0), pitch - gap, y(value) - y(0));
        }
        return shape.toString();
      };
      const others = Array.from({ length: row.values.length }, (_, i) => i).filter(
        (i) => i !== row.lit,
      );
      group
        .select('.bar-label')
        .attr('y', Math.min(Math.max(y(0), rem * 0.9), high))
        .attr('dy', '0.3em')
        .selectAll('tspan')
        .data(lowered(row.label))
        .join('tspan')
        .attr('dy', (_, i) => (i % 2 === 0 ? null : '0.25em'))
        .attr('font-size', (_, i) => (i % 2 === 0 ? null : '0.75em'))
        .text((part) => part);
      group.select('.bar-fill').attr('d', bar(others));
      group
        .select('.bar-lit')
        .attr('class', `bar-lit ${row.litTone ?? row.tone}`)
        .attr('d', bar(row.lit === null ? [] : [row.lit]));
      group
        .select('.bar-zero')
        .attr('x1', left)
        .attr('x2', right)
        .attr('y1', y(0))
        .attr('y2', y(0));
      drawWords(group.select<SVGGElement>('.bar-words').node(), row, left, pitch, high, rem);
      // One note stands at the line of zero, as the label does.
      const first = row.notes.length > 1 ? rem * 0.8 : Math.max(y(0), rem * 0.9);
      group
        .select('.bar-notes')
        .selectAll<SVGTextElement, string>('text')
        .data(row.notes)
        .join('text')
        .attr('x', right + rem)
        .attr('y', (_, i) => first + i * sizes.line * rem)
        .attr('dy', '0.3em')
        .attr('class', (_, i) => (row.result === i ? 'result' : null))
        .text((note) => note);
    });
}

function drawWords(
  group: SVGGElement | null,
  row: BarRow,
  left: number,
  pitch: number,
  high: number,
  rem: number,
): void {
  const stride = Math.max(Math.ceil((rem * 0.95) / pitch), 1);
  const shown = (row.words ?? [])
    .map((word, place) => ({ word, place }))
    .filter(({ place }) => {
      if (place === row.lit) return true;
      const near = row.lit !== null && Math.abs(place - row.lit) * pitch < rem * 0.95;
      return place % stride === 0 && !near;
    });
  select(group)
    .selectAll<SVGTextElement, { word: string; place: number }>('text')
    .data(shown)
    .join('text')
    .attr(
      'transform',
      ({ place }) => `translate(${left + (place + 0.5) * pitch} ${high + rem * 0.7}) rotate(60)`,
    )
    .attr('class', ({ place }) => (place === row.lit ? `here ${row.litTone ?? ''}` : null))
    .attr('dy', '0.3em')
    .text(({ word }) => (word.length > 9 ? `${[...word].slice(0, 8).join('')}…` : word));
}
