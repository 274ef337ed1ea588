/** The table, its similarity and its path, each above those of sinusoids; then their periods. */

import { useMemo, useState } from 'react';
import { extent } from '../../../fields/statistics.ts';
import type { Cell } from '../../../fields/window.ts';
import { ofTable, unit } from '../../../show/scales.ts';
import type { OpenedLook } from '../../../state/openedFile.ts';
import { useWords } from '../../hooks/useWords.ts';
import { SpectrumParts } from '../../lenses/spectrum.lens.tsx';
import { GridMap } from '../../parts/GridMap.tsx';
import { Path, Turn } from './Path.tsx';

export function Look({ look: { own, sinusoids, spectra } }: { readonly look: OpenedLook }) {
  const words = useWords();
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 });
  const [pair, setPair] = useState<Cell>({ row: 0, column: 0 });
  const [turn, setTurn] = useState(-35);
  const { rows, columns } = own;
  const bad = own.components === null ? extent(own.table) : null;
  const ownScale = useMemo(() => ofTable(own.table), [own]);
  const whose = [
    { name: words('own.yours'), look: own, scale: ownScale, kind: 'mine' },
    { name: words('own.sinusoids'), look: sinusoids, scale: unit, kind: 'sinusoids' },
  ] as const;
  return (
    <>
      <p className="soft">{words('own.rows', { rows, columns })}</p>
      {bad && <p>{words('own.bad', { count: bad.nan + bad.infinite })}</p>}
      <div className="own-maps">
        {whose.map(({ name, look, scale, kind }) => (
          <GridMap
            key={`table ${kind}`}
            name={words('own.map.table', { whose: name })}
            map="table"
            kind={kind}
            rows={rows}
            columns={columns}
            data={look.table}
            scale={scale}
            cell={cell}
            point={setCell}
            reading={(row, column, value) => words('own.cell', { row, column, value })}
          />
        ))}
        {whose.map(({ name, look, kind }) => (
          <GridMap
            key={`similarity ${kind}`}
            name={words('own.map.similarity', { whose: name })}
            map="similarity"
            kind={kind}
            rows={rows}
            columns={rows}
            data={look.similarity}
            scale={unit}
            cell={pair}
            point={setPair}
            reading={(row, column, value) => words('own.pair', { row, column, value })}
          />
        ))}
        {whose.map(({ name, look, kind }) => (
          <Path
            key={`path ${kind}`}
            name={words('own.map.path', { whose: name })}
            kind={kind}
            components={look.components}
            turn={turn}
            row={cell.row}
          />
        ))}
        <Turn turn={turn} change={setTurn} />
      </div>
      {spectra && (
        <div className="own-spectrum lens">
          <SpectrumParts spectra={spectra} first={0} own={words('own.yours')} />
        </div>
      )}
    </>
  );
}
