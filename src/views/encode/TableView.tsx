/** The numbers of the visible cells as a table: for a screen reader, and for copying. */
import '../../text/later.ts';
import { useEffect, useRef, useState } from 'react';
import { cellOf, rowsArePositions } from '../../show/cross.ts';
import { readout } from '../../show/readout.ts';
import { answers, shownStore } from '../../show/shown.ts';
import { windowOf } from '../../show/windows.ts';
import { rowLabel, shortValue } from '../../show/words.ts';
import { type MapName, viewStore } from '../../state/view.ts';
import { useWords } from '../hooks/useWords.ts';

/** The most rows and columns: more is not read by anyone. */
const most = 24;

interface Block {
  readonly map: MapName;
  readonly top: number;
  readonly left: number;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly cut: boolean;
}

export default function TableView({
  titles,
}: {
  readonly titles: Readonly<Record<MapName, string>>;
}) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [block, setBlock] = useState<Block | null>(null);

  useEffect(() => {
    dialog.current?.showModal();
    let stale = false;
    void visibleBlock().then((found) => {
      if (!stale) setBlock(found);
    });
    return () => {
      stale = true;
    };
  }, []);
  const close = () => {
    viewStore.setState({ panel: null });
    setBlock(null);
  };
  return (
    <dialog ref={dialog} className="table-view" onClose={close} aria-labelledby="table-title">
      <header>
        <h2 id="table-title">
          {block
            ? words('table.title', {
                map: titles[block.map],
                top: block.top,
                bottom: block.top + block.rows.length - 1,
                left: block.left,
                right: block.left + block.columns.length - 1,
              })
            : ''}
        </h2>
        <button type="button" className="tool" onClick={() => dialog.current?.close()}>
          {words('table.close')}
        </button>
      </header>
      {block?.cut && <p className="soft">{words('table.more')}</p>}
      {block && (
        // A wide table scrolls by keyboard too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region takes the focus.
        <section className="table-scroll" tabIndex={0} aria-labelledby="table-title">
          <table>
            <thead>
              <tr>
                <td />
                {block.columns.map((name, i) => (
                  <th key={block.left + i} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map(({ name, values }, r) => (
                <tr key={block.top + r}>
                  <th scope="row">{name}</th>
                  {values.map((value, c) => (
                    <td key={block.left + c}>{shortValue(value)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </dialog>
  );
}

/** The visible cells around the crosshair, read from the GPU. */
async function visibleBlock(): Promise<Block | null> {
  const frame = shownStore.getState().frame;
  const { cross } = readout.getState();
  const map = cross?.map ?? 'attention';
  const matrix = frame?.maps[map];
  const cell = frame && cross && cellOf(cross, map, frame);
  if (!frame || !matrix || !cell) return null;
  const window = windowOf(map, matrix, frame, viewStore.getState().windows);
  const span = (from: number, to: number, at: number) => {
    const [low, high] = [Math.floor(from), Math.ceil(to)];
    const count = Math.min(high - low, most);
    return { first: Math.min(Math.max(at - Math.floor(count / 2), low), high - count), count };
  };
  const rows = span(window.top, window.bottom, cell.row);
  const columns = span(window.left, window.right, cell.column);
  const data = await answers.block(map, rows.first, columns.first, rows.count, columns.count);
  if (!data) return null;
  const words = map !== 'positions' || rowsArePositions(frame);
  // Heads are counted from 1, channels from 0.
  const firstRow = matrix.rowAxis === 'head' ? 1 : 0;
  const { start, length } = frame.spec;
  const word = (position: number) => `${rowLabel(frame, position)} ${start + position}`;
  const columnName = (column: number) => {
    if (map !== 'positions') return word(column);
    return String(matrix.columnAxis === 'offset' ? column - length + 1 : column).replace('-', '−');
  };
  return {
    map,
    top: rows.first + (words ? start : firstRow),
    left: map === 'positions' ? columns.first : columns.first + start,
    columns: Array.from({ length: columns.count }, (_, c) => columnName(columns.first + c)),
    rows: Array.from({ length: rows.count }, (_, r) => ({
      name: words ? word(rows.first + r) : String(rows.first + r + firstRow),
      values: [...data.subarray(r * columns.count, (r + 1) * columns.count)],
    })),
    cut: rows.count < matrix.rows || columns.count < matrix.columns,
  };
}
