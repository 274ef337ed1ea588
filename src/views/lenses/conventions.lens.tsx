/** Where papers differ: both forms computed and held against each other, line by line. */

import '../../text/later.ts';
import type { Convention } from '../../encodings/encoding.ts';
import { encodings } from '../../encodings/index.ts';
import { scientific, shortValue, tokenAt } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { ProofLine } from '../../state/lens.ts';
import { dimsOf, schemeOf } from '../../state/spec.ts';
import { change, specStore } from '../../state/store.ts';
import { valueWords } from '../../state/valueWords.ts';
import { point, viewStore } from '../../state/view.ts';
import { inIdeographs } from '../../text/locale.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { type LensProps, useAnswer } from '../hooks/useLens.ts';
import { useWords } from '../hooks/useWords.ts';
import { Choices } from '../parts/Choices.tsx';
import { Typeset } from '../parts/Typeset.tsx';
import { defineLens } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';

/** What float32 leaves of two equal numbers, of the size of these maps. */
const sameWithin = 2e-5;

function Conventions({ frame }: LensProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const answered = useAnswer('conventions');
  const conventions = schemeOf(frame.spec).conventions ?? [];
  const disputed = encodings.filter((scheme) => scheme.conventions);
  // An answer about another scheme says nothing about this one.
  const proofs = answered?.frame.spec.encoding === frame.spec.encoding ? answered.answer : null;
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('conventions.what')} />
        </p>
        {conventions.length === 0 && (
          <p className="soft">
            {words('conventions.none', {
              names: disputed
                .map(({ text }) => said(text.name, locale))
                .join(inIdeographs(locale) ? '、' : ', '),
            })}
          </p>
        )}
      </div>
      <div className="lens-figure conventions">
        {conventions.map((convention, index) => (
          <Proof
            key={convention.values.join(' ')}
            frame={frame}
            convention={convention}
            lines={proofs?.[index] ?? null}
          />
        ))}
      </div>
    </>
  );
}

function Proof({
  frame,
  convention,
  lines,
}: {
  readonly frame: Frame;
  readonly convention: Convention;
  readonly lines: readonly ProofLine[] | null;
}) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { spec } = frame;
  const param = schemeOf(spec).params[convention.param];
  const order = convention.order?.(dimsOf(spec), spec.params);
  if (param?.kind !== 'choice') return null;
  const nameOf = (value: string) => valueWords(param, value, locale);
  return (
    <section className="convention">
      <Choices
        label={said(param.label, locale)}
        values={convention.values}
        chosen={String(spec.params[convention.param])}
        name={nameOf}
        choose={(value) => change(specStore, { params: { [convention.param]: value } })}
      />
      <p>
        <Typeset text={said(convention.says, locale)} />
      </p>
      {order && (
        <p className="soft">
          {words('conventions.order', {
            order: `${order.slice(0, 6).join(' ')} …${order.length > 9 ? ` ${order.slice(-3).join(' ')}` : ''}`,
          })}
        </p>
      )}
      <table aria-label={words('conventions.table')}>
        <tbody>
          {lines?.map((line) => (
            <Line
              key={`${line.map} ${line.related}`}
              frame={frame}
              line={line}
              relation={convention.relation}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const relationKeys = {
  channels: 'conventions.permuted',
  'head channels': 'conventions.headPermuted',
  transpose: 'conventions.backwards',
  none: 'conventions.asItStands',
} as const;

function Line({
  frame,
  line,
  relation,
}: {
  readonly frame: Frame;
  readonly line: ProofLine;
  readonly relation: Convention['relation'];
}) {
  const words = useWords();
  const { map, largest, row, column } = line;
  const place = (index: number) => `${tokenAt(frame, index)} ${frame.spec.start + index}`;
  const same = largest <= sameWithin;
  const show = () =>
    point(viewStore, { map: map === 'similarity' ? 'similarity' : 'attention', row, column });
  return (
    <tr data-proof={`${map}${line.related ? ' related' : ''}`}>
      <th scope="row">{words(`conventions.${map}`)}</th>
      <td className="soft">
        <Typeset text={words(line.related ? relationKeys[relation] : 'conventions.asItStands')} />
      </td>
      <td className={same ? 'same' : 'apart'}>
        {same ? (
          words('conventions.identical', { largest: scientific(largest) })
        ) : (
          <button type="button" onClick={show}>
            {words('conventions.different', {
              largest: shortValue(largest),
              row: place(row),
              column: map === 'positions' ? String(column) : place(column),
            })}
          </button>
        )}
      </td>
    </tr>
  );
}

export default defineLens({
  name: 'conventions',
  schemes: 'all',
  View: Conventions,
});
