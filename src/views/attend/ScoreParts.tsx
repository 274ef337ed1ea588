/**
 * What a score is made of: content and position on either side of the product where there is a
 * table, each pair of channels where queries and keys are turned, the bias where one is added.
 */

import { path, scaleLinear, select } from 'd3';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { hasTerms, type PairOrigin, pairContributions, sharesOf } from '../../explain/origin.ts';
import { sumOf } from '../../explain/product.ts';
import { isHidden } from '../../explain/weight.ts';
import { placeFrom } from '../../show/arrows.ts';
import { howStore } from '../../show/readOrigin.ts';
import { percent, say, scientific, shortValue } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { familyOf } from '../../state/spec.ts';
import { viewStore } from '../../state/view.ts';
import { useView } from '../hooks/stores.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useWords } from '../hooks/useWords.ts';
import { Terms } from '../terms/Terms.tsx';
import { reach } from './bars.ts';
import { TermMaps } from './TermMaps.tsx';

const termNames = ['cc', 'cp', 'pc', 'pp'] as const;
type PartName = (typeof termNames)[number] | 'score' | 'bias';

const tones: Readonly<Record<PartName, string>> = {
  cc: 'content',
  cp: 'query',
  pc: 'key',
  pp: 'position',
  score: 'content',
  bias: 'position',
};

/** How a score can be taken apart in this frame. */
type Split = 'terms' | 'pairs' | 'bias' | 'whole' | 'long' | 'trained';

function splitOf(frame: Frame): Split {
  const { stages, spec } = frame;
  if (spec.model === 'use-lite' && !stages?.maps.bias) return 'trained';
  if (familyOf(spec) === 'rotary' && frame.exact?.channels) return 'pairs';
  if (stages?.maps.bias) return 'bias';
  // Multiplied by it, tokens and table cannot be told apart any more.
  if (!stages?.maps.table || spec.fusion === 'multiply') return 'whole';
  return hasTerms(frame) ? 'terms' : 'long';
}

interface Sizes {
  readonly frame: Frame;
  readonly width: number;
  readonly rem: number;
}

export function ScoreParts({ frame, width, rem }: Sizes) {
  const words = useWords();
  const maps = useView((view) => view.terms);
  const split = splitOf(frame);
  return (
    <section className="score-parts" aria-labelledby="score-title">
      <header>
        <h3 id="score-title">{words('attend.parts')}</h3>
        {split === 'terms' && (
          <button
            type="button"
            className="score-toggle"
            aria-pressed={maps}
            onClick={() => viewStore.setState({ terms: !maps })}
          >
            {words('attend.parts.maps')}
          </button>
        )}
      </header>
      {(split === 'terms' || split === 'bias') && (
        <Parts names={split === 'terms' ? termNames : ['score', 'bias']} />
      )}
      {split === 'pairs' && <Pairs frame={frame} width={width} rem={rem} />}
      {split === 'whole' && (
        <p className="soft">
          {words(
            frame.stages?.maps.table ? 'attend.parts.multiplied' : 'attend.parts.contentAlone',
          )}
        </p>
      )}
      {split === 'trained' && (
        <p className="soft">
          <Terms text={words('attend.parts.trained')} />
        </p>
      )}
      {split === 'long' && (
        <p className="soft">
          <Terms text={words('attend.parts.long')} />
        </p>
      )}
      {split === 'terms' && maps && <TermMaps frame={frame} />}
    </section>
  );
}

/** Draws what was read last, now and whenever something newer has been read. */
function useOriginDrawing(draw: (origin: PairOrigin, frame: Frame) => void): void {
  useEffect(() => {
    const now = () => {
      const { found } = howStore.getState();
      if (found?.origin.kind === 'pair') draw(found.origin, found.frame);
    };
    now();
    return howStore.subscribe((after, before) => {
      if (after.found !== before.found) now();
    });
  });
}

function rowOfPart(origin: PairOrigin, name: PartName): Float32Array | null {
  if (name === 'score') return origin.scores;
  if (name === 'bias') return origin.bias;
  return origin.terms[termNames.indexOf(name)] ?? null;
}

/** What the parts sum to, what the pass has, and how far apart the two are. */
function sumLine(origin: PairOrigin, total: number, terms: boolean): string {
  const { column } = origin;
  const whole = (terms ? origin.scores : origin.logits)[column] ?? 0;
  if (isHidden(whole)) return say('attend.parts.hidden', { sum: shortValue(total) });
  return say(terms ? 'attend.parts.sum' : 'attend.parts.biased', {
    sum: shortValue(total),
    whole: shortValue(whole),
    difference: scientific(Math.abs(total - whole)),
  });
}

function Parts({ names }: { readonly names: readonly PartName[] }) {
  const words = useWords();
  const body = useRef<HTMLTableSectionElement>(null);
  const sum = useRef<HTMLParagraphElement>(null);
  useOriginDrawing((origin) => {
    const rows = names.map((name) => rowOfPart(origin, name));
    // Read of a frame that was taken apart otherwise.
    if (rows.some((row) => row === null)) return;
    const values = rows.map((row) => row?.[origin.column] ?? 0);
    const shares = sharesOf(
      rows.filter((row) => row !== null),
      origin.logits,
    );
    const [low, high] = reach(values);
    const place = scaleLinear([low, high], [0, 100]);
    select(body.current)
      .selectAll<HTMLTableRowElement, unknown>('tr')
      .data(values)
      .each(function fill(value, i) {
        const row = select(this);
        row
          .select<HTMLElement>('.part-bar i')
          .style('left', `${Math.min(place(value), place(0))}%`)
          .style('width', `${Math.abs(place(value) - place(0))}%`);
        row.select<HTMLElement>('.part-bar').style('--zero', `${place(0)}%`);
        row.select('.part-value').text(shortValue(value));
        row.select('.part-share').text(shares ? percent(shares[i] ?? 0) : '—');
      });
    if (sum.current) sum.current.textContent = sumLine(origin, sumOf(values), names[0] === 'cc');
  });

  return (
    <>
      <table className="parts">
        <thead>
          <tr>
            <td />
            <td />
            <th scope="col">{words('attend.parts.here')}</th>
            <th scope="col" title={words('attend.parts.shareOf')}>
              {words('attend.parts.share')}
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {names.map((name) => (
            <tr key={name} data-part={name}>
              <th scope="row">{words(`attend.parts.${name}`)}</th>
              <td className={`part-bar ${tones[name]}`}>
                <i />
              </td>
              <td className="part-value" />
              <td className="part-share soft" />
            </tr>
          ))}
        </tbody>
      </table>
      <p ref={sum} className="parts-sum" />
    </>
  );
}

/** The contribution of each pair of channels to q·k, times what multiplies it. */
function Pairs({ width, rem, frame }: Sizes) {
  const words = useWords();
  const svg = useRef<SVGSVGElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLParagraphElement>(null);
  const sum = useRef<HTMLParagraphElement>(null);
  const lit = useRef<number | null>(null);
  const count = frame.exact?.pairs ?? 0;
  const high = 4.2 * rem;
  // Few pairs make no broad bars.
  const wide = Math.min(width, count * 2.2 * rem);

  const draw = (origin: PairOrigin, of: Frame) => {
    const { exact, spec } = of;
    if (!exact?.channels || !exact.pairs) return;
    const { query, key, scale, scores, column, row } = origin;
    const each = pairContributions(
      query,
      key,
      scale,
      exact.pairs,
      (pair) => exact.channels?.(pair) ?? [0, 0],
    );
    const y = scaleLinear([...reach(each)], [high, 2]);
    const pitch = wide / each.length;
    const gap = pitch > 3 ? Math.min(pitch * 0.15, 3) : 0;
    const bars = (pairs: readonly number[]) => {
      const shape = path();
      for (const pair of pairs) {
        shape.rect(pair * pitch, y(0), Math.max(pitch - gap, 0.5), y(each[pair] ?? 0) - y(0));
      }
      return shape.toString();
    };
    const others = Array.from(each.keys()).filter((pair) => pair !== lit.current);
    const root = select(svg.current);
    root.select('.bar-fill').attr('d', bars(others));
    root.select('.bar-lit').attr('d', bars(lit.current === null ? [] : [lit.current]));
    root.select('line').attr('x2', wide).attr('y1', y(0)).attr('y2', y(0));
    const total = sumOf(each);
    const whole = scores[column] ?? 0;
    if (sum.current) {
      sum.current.textContent = words('attend.parts.sum', {
        sum: shortValue(total),
        whole: shortValue(whole),
        difference: scientific(Math.abs(total - whole)),
      });
    }
    const pair = lit.current;
    handle.current?.classList.toggle('some-lit', pair !== null);
    const turned = (position: number, at: number) => exact.angle?.(spec.start + position, at) ?? 0;
    const text =
      pair === null
        ? words('attend.parts.pairs')
        : words('attend.parts.pair', {
            pair,
            angle: shortValue(turned(row, pair) - turned(column, pair)),
            value: shortValue(each[pair] ?? 0),
          });
    if (line.current) line.current.textContent = text;
    handle.current?.setAttribute('aria-valuenow', String(pair ?? 0));
    handle.current?.setAttribute('aria-valuetext', text);
  };
  const redraw = () => {
    const { found } = howStore.getState();
    if (found?.origin.kind === 'pair') draw(found.origin, found.frame);
  };
  useOriginDrawing(draw);
  const light = (pair: number | null) => {
    if (pair === lit.current) return;
    lit.current = pair === null ? null : Math.min(Math.max(pair, 0), count - 1);
    redraw();
  };
  usePointing(handle, {
    point([at]) {
      light(Math.floor((at / wide) * count));
      return true;
    },
    leave: () => light(null),
    holds: false,
  });
  const keys = (event: KeyboardEvent) => {
    const leaves = event.key === 'Escape' && lit.current !== null;
    const pair = leaves ? null : placeFrom(event.key, lit.current, { count });
    if (pair === undefined) return;
    event.preventDefault();
    light(pair);
  };
  return (
    <>
      <p ref={line} className="pairs-line soft" />
      <div
        ref={handle}
        className="pairs"
        style={{ width: wide }}
        role="slider"
        tabIndex={0}
        aria-label={words('attend.parts.pairsLabel')}
        aria-valuemin={0}
        aria-valuemax={Math.max(count - 1, 0)}
        aria-valuenow={0}
        onBlur={() => light(null)}
        onKeyDown={keys}
      >
        <svg ref={svg} width={wide} height={high} aria-hidden="true">
          <path className="bar-fill" />
          <path className="bar-lit" />
          <line className="bar-zero" />
        </svg>
      </div>
      <p className="pairs-ends soft" style={{ width: wide }}>
        <span>{words('attend.parts.fast')}</span>
        <span>{words('attend.parts.slow')}</span>
      </p>
      <p ref={sum} className="parts-sum" />
    </>
  );
}
