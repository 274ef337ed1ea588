/** A sheet made from what the page shows now: its formula, and numbers to work out from it by hand. */

import { exactly } from '../../explain/exactly.ts';
import { here } from '../../show/here.ts';
import { axisKey, plainNumber, rowLabel, schemeName, shortValue } from '../../show/words.ts';
import { writeAddress } from '../../state/address.ts';
import type { Frame } from '../../state/frame.ts';
import { defaultPage } from '../../state/page.ts';
import { hasLearned } from '../../state/raced.ts';
import { familyOf, schemeOf } from '../../state/spec.ts';
import { useFrame, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Tex } from '../parts/tex.tsx';
import { SheetHead } from './SheetHead.tsx';

/** As many rows and columns as are worked out by hand. */
const most = 6;

export function StateSheet({ withKey }: { readonly withKey: boolean }) {
  const words = useWords();
  useView((view) => view.locale);
  const frame = useFrame();
  if (!frame) return <p>{words('lesson.waiting')}</p>;
  const { spec } = frame;
  const link = `${here()}${writeAddress(spec, defaultPage).search}`;
  const name = schemeName(spec);
  return (
    <>
      <SheetHead
        title={name}
        says={words('sheet.state', {
          length: spec.length,
          dim: spec.dim,
          heads: spec.heads,
          start: spec.start,
        })}
        link={link}
      />
      <p className="sheet-formula">
        {schemeOf(spec)
          .tex(spec.params, hasLearned(spec))
          .split('\\qquad')
          .map((piece) => (
            <Tex key={piece} tex={piece} />
          ))}
      </p>
      <Exercises frame={frame} solved={false} />
      {withKey && (
        <section className="sheet-key" data-key-of="state">
          <h1>{words('sheet.key', { title: name })}</h1>
          <Exercises frame={frame} solved />
        </section>
      )}
    </>
  );
}

interface ExerciseProps {
  readonly frame: Frame;
  readonly solved: boolean;
}

function Exercises({ frame, solved }: ExerciseProps) {
  const words = useWords();
  const { spec, maps } = frame;
  const table = frame.exact ? maps.positions : null;
  const hasPositions = table !== null && table !== undefined && familyOf(spec) !== 'none';
  const [first, second] = [1, Math.min(4, spec.length - 1)];
  const pair = { row: second, column: Math.min(first, second) };
  const similarity = exactly(frame, 'similarity', pair).value;
  const attention = mostAttended(frame, second);
  const place = (at: number) => plainNumber(spec.start + at);
  return (
    <ol className="sheet-questions numbered">
      {hasPositions && (
        <li>
          <h2>{words('sheet.table')}</h2>
          <NumbersTable frame={frame} solved={solved} />
        </li>
      )}
      <li>
        <h2>{words('sheet.similarity', { a: place(pair.row), b: place(pair.column) })}</h2>
        <Blank value={similarity === null ? null : shortValue(similarity)} solved={solved} />
      </li>
      <li>
        <h2>{words('sheet.attends', { query: rowLabel(frame, second), row: place(second) })}</h2>
        <Blank
          value={
            attention &&
            words('sheet.attends.answer', {
              key: rowLabel(frame, attention.column),
              column: place(attention.column),
              weight: shortValue(attention.weight),
            })
          }
          solved={solved}
        />
      </li>
    </ol>
  );
}

function mostAttended(frame: Frame, row: number) {
  const weights = frame.exactRow(row)?.weights;
  if (!weights) return null;
  const column = weights.reduce(
    (best, weight, at) => (weight > (weights[best] ?? 0) ? at : best),
    0,
  );
  return { column, weight: weights[column] ?? Number.NaN };
}

interface BlankProps {
  readonly value: string | null;
  readonly solved: boolean;
}

function Blank({ value, solved }: BlankProps) {
  return <p className="sheet-line">{solved ? <strong>{value ?? '–'}</strong> : <i />}</p>;
}

function NumbersTable({ frame, solved }: ExerciseProps) {
  const words = useWords();
  const { maps, exact, spec } = frame;
  const matrix = maps.positions;
  if (!matrix || !exact) return null;
  const first = matrix.rowAxis === 'position' ? spec.start : 0;
  const rows = Array.from({ length: Math.min(matrix.rows, most) }, (_, row) => row);
  const columns = Array.from({ length: Math.min(matrix.columns, most) }, (_, column) => column);
  return (
    <table className="sheet-table">
      <thead>
        <tr>
          <th scope="col">
            {words(axisKey[matrix.rowAxis])} \ {words(axisKey[matrix.columnAxis])}
          </th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {plainNumber(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{plainNumber(first + row)}</th>
            {columns.map((column) => (
              <td key={column}>{solved && shortValue(exact.cell(row, column))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
