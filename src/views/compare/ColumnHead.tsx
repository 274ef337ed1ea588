/** Which scheme a column has: chosen from a list, stepped through, taken away or put first. */

import { encodings, families } from '../../encodings/index.ts';
import { type Column, makeFirst, setRivals } from '../../show/columns.ts';
import { aboutOf, defaultParams } from '../../state/spec.ts';
import { change, specStore } from '../../state/store.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { IconButton } from '../parts/IconButton.tsx';

interface ColumnHeadProps {
  readonly column: Column;
  /** False: the scheme is named, and nothing else. */
  readonly choosing: boolean;
}

export function ColumnHead({ column, choosing }: ColumnHeadProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { place, spec } = column;
  const name = said(aboutOf(spec).text.name, locale);
  const at = encodings.findIndex(({ id }) => id === spec.encoding);
  const step = (by: number) => () => {
    const next = encodings[(at + by + encodings.length) % encodings.length];
    if (next) choose(place, next.id);
  };
  if (!choosing) return <h2 className="column-head">{name}</h2>;
  return (
    <header className="column-head">
      <div className="column-scheme">
        <button
          type="button"
          className="step"
          aria-label={words('compare.previous')}
          onClick={step(-1)}
        >
          ‹
        </button>
        <select
          value={spec.encoding}
          aria-label={words('compare.scheme', { place: place + 1 })}
          data-column={place}
          onChange={(event) => choose(place, event.target.value)}
        >
          {families.map((family) => (
            <optgroup key={family} label={words(`control.family.${family}`)}>
              {encodings
                .filter((each) => each.family === family)
                .map(({ id, text }) => (
                  <option key={id} value={id}>
                    {id === spec.encoding ? name : said(text.name, locale)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
        <button type="button" className="step" aria-label={words('compare.next')} onClick={step(1)}>
          ›
        </button>
        {place === 0 && <span className="column-first">{words('compare.pinned')}</span>}
      </div>
      {place > 0 && (
        <div className="column-tools">
          <IconButton
            className="step"
            name={words('compare.first', { name })}
            onClick={() => makeFirst(place)}
          >
            ⇤
          </IconButton>
          <IconButton
            className="step"
            name={words('compare.remove', { name })}
            onClick={() => setRivals((before) => before.filter((_, index) => index !== place - 1))}
          >
            ×
          </IconButton>
        </div>
      )}
    </header>
  );
}

function choose(place: number, encoding: string): void {
  if (place === 0) {
    change(specStore, { encoding });
    return;
  }
  const chosen = { encoding, params: defaultParams(encoding) };
  setRivals((before) => before.map((rival, index) => (index === place - 1 ? chosen : rival)));
}
