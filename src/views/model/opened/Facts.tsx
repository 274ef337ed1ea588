/** What the file is and which of its tensors is taken; another can be picked. */

import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { rowsOf } from '../../../files/positionTable.ts';
import { matrixOf, type TensorInfo } from '../../../files/stored.ts';
import {
  mostColumns,
  type Opened,
  openedStore,
  showInEncode,
  type Taken,
  take,
} from '../../../show/opened.ts';
import { said } from '../../../text/t.ts';
import { useView } from '../../hooks/stores.ts';
import { useWords } from '../../hooks/useWords.ts';
import { amountRead } from './amounts.ts';

interface Props {
  readonly opened: Opened;
  readonly taken: Taken | null;
}

export function Facts({ opened, taken }: Props) {
  const words = useWords();
  // What has been read is counted anew when the reading ends.
  useStore(openedStore, (own) => own.work);
  const { name, from, file } = opened;
  return (
    <div className="own-facts">
      <dl>
        <dt>{words('own.file')}</dt>
        <dd>{words(`own.from.${from}`, { name })}</dd>
        <dt>{words('own.read')}</dt>
        <dd data-own-read={file.source.bytesRead}>{amountRead(file.source)}</dd>
        {taken && <Tensor taken={taken} />}
      </dl>
      {file.matrices.length === 0 && <p>{words('own.noMatrix')}</p>}
      {file.matrices.length > 1 && <Pick opened={opened} taken={taken} />}
      {taken && <Used taken={taken} />}
    </div>
  );
}

const shapeText = (shape: readonly number[]) => shape.join(' × ');

function Tensor({ taken: { tensor } }: { readonly taken: Taken }) {
  const words = useWords();
  return (
    <>
      <dt>{words('own.tensor')}</dt>
      <dd>
        <span className="own-name">{tensor.name}</span> {tensor.dtype} {shapeText(tensor.shape)}
      </dd>
    </>
  );
}

/** What of the tensor is a table here, and the way to the other rooms. */
function Used({ taken: { tensor, recognised, table } }: { readonly taken: Taken }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { rows, columns } = matrixOf(tensor.shape) ?? table;
  return (
    <>
      <p>
        {recognised ? said(rowsOf(recognised), locale) : words('own.unknown')}{' '}
        {rows - (recognised?.firstRow ?? 0) > table.rows &&
          words('own.firstRows', { count: table.rows })}{' '}
        {columns > table.columns && words('own.firstColumns', { count: mostColumns })}
      </p>
      {table.columns > 1 ? (
        <p>
          <button
            type="button"
            className="tool own-button"
            onClick={() => void showInEncode(table)}
          >
            {words('own.show')}
          </button>
        </p>
      ) : (
        <p>{words('own.narrow')}</p>
      )}
    </>
  );
}

/** More would make a list that nobody reads: it is searched instead. */
const mostListed = 200;

function Pick({ opened: { file }, taken }: Props) {
  const words = useWords();
  const id = useId();
  const [search, setSearch] = useState('');
  const found = file.matrices.filter(({ name }) =>
    name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  const tables = new Set(file.tables.map(({ name }) => name));
  // Position tables first; a sort keeps the order of the rest.
  const sorted = found.toSorted((a, b) => Number(tables.has(b.name)) - Number(tables.has(a.name)));
  const listed = sorted.slice(0, mostListed);
  const at = listed.findIndex(({ name }) => name === taken?.tensor.name);
  const pick = (tensor: TensorInfo | undefined) => {
    if (tensor) void take(tensor);
  };
  return (
    <div className="own-pick">
      <label htmlFor={`${id}search`}>{words('own.search')}</label>
      <input
        id={`${id}search`}
        type="search"
        autoComplete="off"
        spellCheck={false}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <label htmlFor={`${id}pick`}>
        {words('own.pick', { count: found.length, all: file.matrices.length })}
      </label>
      <select
        id={`${id}pick`}
        data-own="tensor"
        value={at}
        onChange={(event) => pick(listed[Number(event.target.value)])}
      >
        {at === -1 && <option value={-1}>{words('own.pick.none')}</option>}
        {listed.map(({ name, dtype, shape }, i) => (
          <option key={name} value={i}>
            {`${name}  ${dtype}  ${shapeText(shape)}`}
          </option>
        ))}
      </select>
      {found.length > mostListed && (
        <span className="soft">{words('own.pick.more', { count: mostListed })}</span>
      )}
    </div>
  );
}
