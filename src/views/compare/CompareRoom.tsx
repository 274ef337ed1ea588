/** Two to four schemes side by side under the same tokens and weights, one crosshair over all. */
import '../../text/later.ts';
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { encodings } from '../../encodings/index.ts';
import { type Column, columnsOf, setRivals } from '../../show/columns.ts';
import { followReadings, readings } from '../../show/readings.ts';
import { rowLabel, shortValue } from '../../show/words.ts';
import { mostRivals } from '../../state/compare.ts';
import { aboutOf, defaultParams, unmaskedOf } from '../../state/spec.ts';
import { type SquareMap, squareMaps, viewStore } from '../../state/view.ts';
import { said } from '../../text/t.ts';
import { useFrame, useSpecs, useView } from '../hooks/stores.ts';
import { useLayout } from '../hooks/useLayout.ts';
import { useWords } from '../hooks/useWords.ts';
import { AskedNumber } from '../parts/AskedNumber.tsx';
import { Choices } from '../parts/Choices.tsx';
import { HoldTool } from '../parts/HoldTool.tsx';
import { MapTabs } from '../parts/MapTabs.tsx';
import { TokenLabels } from '../parts/TokenLabels.tsx';
import { tellCell } from '../parts/telling.tsx';
import { Terms } from '../terms/Terms.tsx';
import { ColumnHead } from './ColumnHead.tsx';
import { ColumnMap } from './ColumnMap.tsx';
import { CurveKey, Curves } from './Curves.tsx';
import { compareLayout, presentedLayout } from './compareLayout.ts';
import './compare.css';

export default function CompareRoom({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const shown = useFrame();
  const differences = useView((view) => view.differences);
  const columns = columnsOf(spec, shown);
  const frozen = useSpecs((history) => history.frozen);
  const choosing = !hide.includes('compare') && !frozen;
  const box = useRef<HTMLDivElement>(null);
  const chosen = useView(({ map }): SquareMap => (map === 'attention' ? map : 'similarity'));
  const present = useView((view) => view.present);
  const layout = useLayout(box, present ? presentedLayout : compareLayout, columns.length);
  const curved = layout !== null && layout.curved !== null;

  useEffect(() => followReadings(), []);

  const maps = layout?.stacked ? [chosen] : squareMaps;
  const titles = { similarity: words('map.similarity'), attention: words('map.attention') };
  return (
    <main id="plate" className="room compare-room" aria-label={words('compare.title')}>
      {hide.includes('title') ? (
        <h1 className="visually-hidden">{words('compare.title')}</h1>
      ) : (
        <Head columns={columns} differences={differences}>
          {choosing && columns.length <= mostRivals && <AddScheme columns={columns} />}
        </Head>
      )}
      <div ref={box} className="compare-body">
        {layout && (
          <>
            {layout.stacked && <MapTabs maps={squareMaps} titles={titles} chosen={chosen} />}
            <div
              className={`compare-plate ${layout.across ? 'across' : 'down'} ${layout.stacked ? 'stacked' : ''}`}
              style={{ columnGap: layout.gap, '--side': `${layout.side}px` } as CSSProperties}
            >
              {!layout.stacked && (
                <div className="compare-tokens" style={{ marginRight: -layout.gap }}>
                  {(layout.across ? squareMaps.slice(0, 1) : squareMaps).map((map) => (
                    <TokenLabels key={map} layout={layout} />
                  ))}
                </div>
              )}
              {columns.map((column) => (
                <section
                  key={column.place}
                  className="compare-column"
                  style={
                    layout.stacked
                      ? {}
                      : { width: layout.across ? 2 * layout.side + layout.gap : layout.side }
                  }
                  aria-label={words('compare.scheme', { place: column.place + 1 })}
                >
                  <ColumnHead column={column} choosing={choosing} />
                  <div className="compare-maps" style={{ columnGap: layout.gap }}>
                    {maps.map((map) => (
                      <ColumnMap
                        key={map}
                        column={column}
                        map={map}
                        difference={differences && column.place > 0}
                        side={layout.side}
                      />
                    ))}
                  </div>
                </section>
              ))}
            </div>
            {!hide.includes('numbers') && layout.table !== 'none' && (
              <div
                className={`compare-side ${layout.table} ${curved ? 'curved' : ''}`}
                style={layout.curved === null ? {} : { height: layout.curved }}
              >
                <div className="compare-read">
                  <Numbers columns={columns} curved={curved} />
                  <HoldTool />
                </div>
                {curved && <Curves stacked={layout.table === 'right'} />}
              </div>
            )}
          </>
        )}
      </div>
    </main>
  );
}

function Head({
  columns,
  differences,
  children,
}: {
  readonly columns: readonly Column[];
  readonly differences: boolean;
  readonly children: ReactNode;
}) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  // What a scheme shows without the mask that it is made for matters more than what all have in common.
  const unmasked = columns.flatMap(({ spec }) => {
    const says = unmaskedOf(spec);
    const scheme = said(aboutOf(spec).text.name, locale);
    return says ? [words('compare.unmasked', { scheme, says: said(says, locale) })] : [];
  });
  return (
    <header className="compare-head">
      <h1>{words('compare.title')}</h1>
      <p className="soft">
        <Terms text={unmasked[0] ?? words('compare.same')} />
      </p>
      {children}
      <Choices
        className="lens-choices screen-only"
        label={words('compare.show')}
        values={[false, true]}
        chosen={differences}
        name={(each) => words(each ? 'compare.difference' : 'compare.values')}
        choose={(each) => viewStore.setState({ differences: each })}
      />
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
function Numbers({
  columns,
  curved,
}: {
  readonly columns: readonly Column[];
  /** The line of each scheme's curve stands before its name. */
  readonly curved: boolean;
}) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const now = useStore(readings, (state) => state.now);
  const frame = useFrame();
  if (!now || !frame) return null;
  const first = now.values[0];
  // Of numbers above ten fewer decimals, the same down a column.
  const decimals = (map: SquareMap) =>
    now.values.some((values) => Math.abs(values[map] ?? 0) >= 10) ? 3 : 5;
  const place = (index: number) => `${rowLabel(frame, index)} ${frame.spec.start + index}`;
  const titles = { similarity: words('map.similarity'), attention: words('map.attention') };
  const here = words('compare.here', { row: place(now.row), column: place(now.column) });
  return (
    <table className="compare-numbers">
      <caption className="visually-hidden">{here}</caption>
      <thead>
        <tr>
          <td className="compare-here" aria-hidden="true">
            {here}
          </td>
          <th scope="col">
            <Terms text={titles.similarity} />
          </th>
          <th scope="col">Δ</th>
          <th scope="col">
            <Terms text={titles.attention} />
          </th>
          <th scope="col">Δ</th>
        </tr>
      </thead>
      <tbody>
        {columns.map(({ place: column, spec, computed }) => {
          const own = computed === null ? undefined : now.values[computed];
          const ownFrame = computed === 0 ? frame : frame.rivals[(computed ?? 0) - 1]?.frame;
          return (
            <tr key={column}>
              <th scope="row">
                {curved && computed !== null && <CurveKey place={computed} />}
                {said(aboutOf(spec).text.name, locale)}
              </th>
              {squareMaps.flatMap((map) => {
                const [value, base] = [own?.[map] ?? null, first?.[map] ?? null];
                const delta = value === null || base === null ? null : value - base;
                return [
                  <td key={map}>
                    {value === null || !ownFrame ? (
                      '–'
                    ) : (
                      <AskedNumber
                        of={`${said(aboutOf(spec).text.name, locale)}, ${titles[map]}, ${here}`}
                        ask={() => (how) => tellCell(how, ownFrame, map, now, value)}
                      >
                        {shortValue(value, decimals(map))}
                      </AskedNumber>
                    )}
                  </td>,
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
