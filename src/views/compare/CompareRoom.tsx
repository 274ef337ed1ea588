/** Two to four schemes side by side under the same tokens and weights, one crosshair over all. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { encodings } from '../../encodings/index.ts';
import { mostRivals } from '../../state/compare.ts';
import { aboutOf, defaultParams } from '../../state/spec.ts';
import { viewStore } from '../../state/view.ts';
import { said } from '../../text/t.ts';
import type { Layout } from '../layout.ts';
import { followFrames } from '../pictures.ts';
import { useSpecs, useStage, useView } from '../stage.ts';
import { TokenLabels } from '../TokenLabels.tsx';
import { useLayout } from '../useLayout.ts';
import { shortValue, tokenAt, useWords } from '../words.ts';
import { ColumnHead } from './ColumnHead.tsx';
import { ColumnMap } from './ColumnMap.tsx';
import { type Column, columnsOf, type SquareMap, setRivals, squareMaps } from './columns.ts';
import { followReadings, readings } from './readings.ts';
import './compare.css';

export default function CompareRoom({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const shown = useStage((now) => now.shown?.frame ?? null);
  const differences = useView((view) => view.differences);
  const columns = columnsOf(spec, shown);
  const choosing = !hide.includes('compare');
  const box = useRef<HTMLElement>(null);
  const layout = useLayout(box, fits[columns.length - 1] ?? fits[0]);

  useEffect(() => {
    const stops = [followFrames(), followReadings()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  return (
    <main id="plate" ref={box} className="compare-room" aria-label={words('compare.title')}>
      {hide.includes('title') ? (
        <h1 className="visually-hidden">{words('compare.title')}</h1>
      ) : (
        <Head differences={differences} />
      )}
      {layout && (
        <div className={`compare-plate ${layout.stacked ? 'stacked' : ''}`}>
          {!layout.stacked && (
            <div className="compare-tokens">
              {squareMaps.map((map) => (
                <TokenLabels key={map} layout={layout} />
              ))}
            </div>
          )}
          {columns.map((column) => (
            <section
              key={column.place}
              className="compare-column"
              style={{ width: layout.side }}
              aria-label={words('compare.scheme', { place: column.place + 1 })}
            >
              <ColumnHead column={column} choosing={choosing} />
              {squareMaps.map((map) => (
                <ColumnMap
                  key={map}
                  column={column}
                  map={map}
                  difference={differences && column.place > 0}
                  side={layout.side}
                />
              ))}
            </section>
          ))}
          <div className="compare-side">
            {choosing && columns.length <= mostRivals && <AddScheme columns={columns} />}
            {!hide.includes('numbers') && <Numbers columns={columns} />}
          </div>
        </div>
      )}
    </main>
  );
}

function Head({ differences }: { readonly differences: boolean }) {
  const words = useWords();
  return (
    <header className="compare-head">
      <h1>{words('compare.title')}</h1>
      <p className="soft">{words('compare.same')}</p>
      <div className="lens-choices" role="group" aria-label={words('compare.show')}>
        {([false, true] as const).map((each) => (
          <button
            key={String(each)}
            type="button"
            aria-pressed={each === differences}
            onClick={() => viewStore.setState({ differences: each })}
          >
            {words(each ? 'compare.difference' : 'compare.values')}
          </button>
        ))}
      </div>
    </header>
  );
}

/** The next scheme of the registry that is not there yet. */
function AddScheme({ columns }: { readonly columns: readonly Column[] }) {
  const words = useWords();
  const add = () => {
    const used = new Set(columns.map(({ spec }) => spec.encoding));
    const next = encodings.find(({ id, family }) => !used.has(id) && family !== 'none');
    if (!next) return;
    setRivals((before) => [...before, { encoding: next.id, params: defaultParams(next.id) }]);
  };
  return (
    <button type="button" className="compare-add" onClick={add}>
      + {words('compare.add')}
    </button>
  );
}

/** The numbers under the crosshair, one line a scheme, as the GPU has them. */
function Numbers({ columns }: { readonly columns: readonly Column[] }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const now = useStore(readings, (state) => state.now);
  const frame = useStage(({ shown }) => shown?.frame ?? null);
  if (!now || !frame) return null;
  const first = now.values[0];
  // Of numbers above ten fewer decimals, the same down a column.
  const decimals = (map: SquareMap) =>
    now.values.some((values) => Math.abs(values[map] ?? 0) >= 10) ? 3 : 5;
  const place = (index: number) => `${tokenAt(frame, index)} ${frame.spec.start + index}`;
  return (
    <table className="compare-numbers">
      <caption>{words('compare.here', { row: place(now.row), column: place(now.column) })}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{words('map.similarity')}</th>
          <th scope="col">Δ</th>
          <th scope="col">{words('map.attention')}</th>
          <th scope="col">Δ</th>
        </tr>
      </thead>
      <tbody>
        {columns.map(({ place: column, spec, rival }) => {
          const own =
            column === 0 ? first : rival === undefined ? undefined : now.values[rival + 1];
          return (
            <tr key={column}>
              <th scope="row">{said(aboutOf(spec).text.name, locale)}</th>
              {squareMaps.flatMap((map) => {
                const [value, base] = [own?.[map] ?? null, first?.[map] ?? null];
                const delta = value === null || base === null ? null : value - base;
                return [
                  <td key={map}>{value === null ? '–' : shortValue(value, decimals(map))}</td>,
                  <td key={`${map} difference`} className="soft">
                    {column === 0 || delta === null ? '' : shortValue(delta, decimals(map))}
                  </td>,
                ];
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Squares as large as the window and the number of columns allow. */
const fitFor =
  (columns: number) =>
  (width: number, height: number, rem: number): Layout => {
    const stacked = width < 47 * rem;
    const [gutter, gap] = [Math.round(6.6 * rem), Math.round(1.6 * rem)];
    const across = Math.floor((width - gutter - (columns - 1) * gap) / columns);
    const down = Math.floor((height - 19 * rem) / 2);
    const side = stacked ? width : Math.min(across, Math.max(down, 15 * rem));
    return { stacked, gutter: stacked ? 0 : gutter, gap, first: side, side, profile: 0 };
  };

/** By the number of columns, one to four. */
const fits = [fitFor(1), fitFor(2), fitFor(3), fitFor(4)] as const;
