/** The plate: token labels and three maps on one position axis. */
import { scaleLinear, select } from 'd3';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type Spec, schemeOf } from '../state/spec.ts';
import { change, specStore } from '../state/store.ts';
import { type MapName, viewStore } from '../state/view.ts';
import { pieces } from '../text/tokens.ts';
import { Choice } from './Choice.tsx';
import { cellOf, rowsAreHeads } from './cross.ts';
import { type Layout, layoutFor } from './layout.ts';
import { MapPanel, tokenAt } from './MapPanel.tsx';
import { repaint } from './paintPlate.ts';
import { readout, useReadout } from './readout.ts';
import { stage, useSpecs, useStage, useView } from './stage.ts';
import { TableView } from './TableView.tsx';
import { showWhole, windowOf, zoomMap } from './windows.ts';
import { say, shortValue, useWords } from './words.ts';

export function Plate() {
  const words = useWords();
  const box = useRef<HTMLElement>(null);
  const theme = useView((view) => view.theme);
  const spec = useSpecs((history) => history.spec);
  const [layout, setLayout] = useState<Layout | null>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const next = layoutFor(element.clientWidth, globalThis.innerHeight, rem);
      setLayout((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
      repaint();
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    globalThis.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      globalThis.removeEventListener('resize', measure);
    };
  }, [theme]);

  useEffect(() => {
    const stops = [
      viewStore.subscribe((view, before) => {
        if (view.windows !== before.windows || view.theme !== before.theme) repaint();
      }),
      readout.subscribe((now, before) => {
        if (now.cross !== before.cross || now.rowMax !== before.rowMax) repaint('profiles');
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  const family = schemeOf(spec).family;
  const titles: Readonly<Record<MapName, string>> = {
    positions: words(
      family === 'rotary' ? 'map.rotation' : family === 'bias' ? 'map.bias' : 'map.positions',
    ),
    similarity: words('map.similarity'),
    attention: words('map.attention'),
  };
  return (
    <main
      id="plate"
      ref={box}
      className={`plate ${layout?.stacked ? 'stacked' : ''}`}
      aria-label={words('plate.label')}
    >
      {layout && (
        <>
          <TokenLabels layout={layout} />
          <MapPanel
            map="positions"
            title={titles.positions}
            width={layout.first}
            height={layout.side}
            profile={layout.profile}
          >
            <PositionKind spec={spec} />
          </MapPanel>
          {layout.stacked && <TokenLabels layout={layout} />}
          <MapPanel
            map="similarity"
            title={titles.similarity}
            width={layout.side}
            height={layout.side}
            profile={layout.profile}
          >
            <SimilarityKind spec={spec} />
          </MapPanel>
          {layout.stacked && <TokenLabels layout={layout} />}
          <MapPanel
            map="attention"
            title={titles.attention}
            width={layout.side}
            height={layout.side}
            profile={layout.profile}
          >
            <AttentionKind spec={spec} />
          </MapPanel>
        </>
      )}
      <Spoken titles={titles} />
      <TableView titles={titles} />
    </main>
  );
}

function PositionKind({ spec }: { readonly spec: Spec }): ReactNode {
  const words = useWords();
  const matrix = useStage(({ shown }) => shown?.frame.maps.positions ?? null);
  if (!matrix) return null;
  const holes = { rows: matrix.rows, columns: matrix.columns };
  const { family } = schemeOf(spec);
  if (family === 'rotary') return words('map.rotation.shape', holes);
  if (family === 'bias') return words('map.bias.shape', holes);
  return words('map.table.shape', holes);
}

function SimilarityKind({ spec }: { readonly spec: Spec }): ReactNode {
  const words = useWords();
  const { family } = schemeOf(spec);
  if (family === 'rotary') return words('map.similarity.rotary');
  if (family === 'bias') return words('map.similarity.bias');
  if (family === 'none') return words('map.similarity.none');
  return (
    <>
      <span>P Pᵀ,</span> <Choice name="similarity" label={words('map.similarity.kind')} />
    </>
  );
}

/** The head on show, stepped through where it is seen. */
function AttentionKind({ spec }: { readonly spec: Spec }): ReactNode {
  const words = useWords();
  const show = (head: number) => () => {
    change(specStore, { head });
  };
  return (
    <span className="head-stepper">
      <button
        type="button"
        className="step"
        aria-label={words('map.head.previous')}
        disabled={spec.head <= 1}
        onClick={show(spec.head - 1)}
      >
        ‹
      </button>
      <span>{words('map.head', { head: spec.head, heads: spec.heads })}</span>
      <button
        type="button"
        className="step"
        aria-label={words('map.head.next')}
        disabled={spec.head >= spec.heads}
        onClick={show(spec.head + 1)}
      >
        ›
      </button>
    </span>
  );
}

/** The words down the left, once; as many as fit, and always that of the crosshair's row. */
function TokenLabels({ layout }: { readonly layout: Layout }) {
  const place = useRef<SVGGElement>(null);
  useEffect(() => {
    const draw = () => {
      const frame = stage.getState().shown?.frame;
      if (!frame || !place.current) return;
      const { cross } = readout.getState();
      const matrix = frame.maps.similarity;
      const { top, bottom } = windowOf('similarity', matrix, frame, viewStore.getState().windows);
      const row = cross ? (cellOf(cross, 'similarity', frame)?.row ?? null) : null;
      const size = Number.parseFloat(getComputedStyle(place.current).fontSize);
      const scale = scaleLinear([top, bottom], [0, layout.side]);
      const perRow = layout.side / (bottom - top);
      const stride = niceStride((size * 1.25) / perRow);
      const near = (position: number) =>
        row !== null && position !== row && Math.abs(position - row) * perRow < size * 1.2;
      const shown = Array.from(
        { length: Math.ceil(bottom) - Math.floor(top) },
        (_, i) => Math.floor(top) + i,
      ).filter(
        (position) =>
          position === row ||
          ((position - Math.ceil(top)) % stride === 0 &&
            !near(position) &&
            position + 0.5 <= bottom),
      );
      const digits = Math.max(String(frame.spec.start + Math.ceil(bottom)).length, 2);
      const wordEnd = layout.gutter - size * (1.2 + 0.64 * digits);
      const widest = Math.floor(wordEnd / (size * 0.56));
      select(place.current)
        .selectAll<SVGGElement, number>('g')
        .data(shown, (position) => position)
        .join((enter) => {
          const label = enter.append('g');
          label.append('text').attr('class', 'token');
          label.append('text').attr('class', 'place');
          return label;
        })
        .attr('class', (position) => (position === row ? 'here' : ''))
        .attr('transform', (position) => `translate(0,${scale(position + 0.5)})`)
        .each(function fill(position) {
          const number = String(frame.spec.start + position);
          const token = [...pieces(tokenAt(frame, position), 'characters')];
          const word = fitted(token, widest);
          select(this).select('.token').attr('x', wordEnd).attr('dy', '0.35em').text(word);
          select(this)
            .select('.place')
            .attr('x', layout.gutter - size * 0.5)
            .attr('dy', '0.35em')
            .text(number);
        });
    };
    draw();
    const stops = [
      readout.subscribe((now, before) => {
        if (now.cross !== before.cross || now.frame !== before.frame) draw();
      }),
      viewStore.subscribe((view, before) => {
        if (view.windows !== before.windows) draw();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [layout]);
  return (
    <svg className="tokens" width={layout.gutter} height={layout.side} aria-hidden="true">
      <g ref={place} />
    </svg>
  );
}

/** A token cut to a width in Latin letters; a CJK character takes nearly two. */
function fitted(token: readonly string[], widest: number): string {
  let room = widest;
  const kept = token.filter((character) => {
    room -= character > '\u2e7f' ? 1.8 : 1;
    return room >= 0;
  });
  return kept.length < token.length ? `${kept.slice(0, -1).join('')}…` : kept.join('');
}

/** 1, 2, 5, 10, 20, 50 …: the least that keeps labels apart. */
function niceStride(least: number): number {
  if (least <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least) ?? 10 * power;
}

/** The cell under the crosshair in words, for those who do not see it; and the plate's buttons. */
function Spoken({ titles }: { readonly titles: Readonly<Record<MapName, string>> }) {
  const words = useWords();
  const reading = useReadout(({ cross, readings }) => cross && readings[cross.map]);
  const { frame, cross } = readout.getState();
  const zoomed = useView(({ windows }) => Object.values(windows).some((span) => span !== null));
  const hidden = useStage(({ shown }) => shown === null);
  const step = (factor: number) => () => {
    const { frame: now, cross: at } = readout.getState();
    const cell = now && at && cellOf(at, at.map, now);
    if (now && cell)
      zoomMap(at.map, now, factor, { row: cell.row + 0.5, column: cell.column + 0.5 });
  };
  const spoken =
    frame && cross && reading && reading.gpu !== null
      ? words('read.spoken', {
          map: titles[cross.map],
          row: frame.spec.start + reading.cell.row,
          rowToken:
            rowsAreHeads(frame) && cross.map === 'positions'
              ? ''
              : tokenAt(frame, reading.cell.row),
          column: reading.cell.column,
          columnToken: cross.map === 'positions' ? '' : tokenAt(frame, reading.cell.column),
          value: shortValue(reading.gpu),
        })
      : '';
  return (
    <>
      <div className="visually-hidden" aria-live="polite">
        {spoken}
      </div>
      <div className="plate-tools">
        <button
          type="button"
          className="tool"
          aria-label={words('plate.zoomIn')}
          disabled={hidden}
          onClick={step(1.5)}
        >
          +
        </button>
        <button
          type="button"
          className="tool"
          aria-label={words('plate.zoomOut')}
          disabled={!zoomed}
          onClick={step(1 / 1.5)}
        >
          −
        </button>
        <button type="button" className="tool" disabled={!zoomed} onClick={showWhole}>
          {words('plate.reset')}
        </button>
        <button
          type="button"
          className="tool"
          disabled={hidden}
          onClick={() => viewStore.setState({ panel: 'table' })}
        >
          {say('plate.table')}
        </button>
      </div>
    </>
  );
}
