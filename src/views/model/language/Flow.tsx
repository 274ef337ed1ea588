/**
 * The residual stream by layer: a row for each token, a column for each layer. How long it is, how much
 * attention and feed-forward add, how far it turns; under the pointer or the arrow keys in numbers.
 */
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useState } from 'react';
import { niceStride } from '../../../explain/ticks.ts';
import { type Cell, cellAt, whole } from '../../../fields/window.ts';
import { cellFrom } from '../../../show/arrows.ts';
import { flowPicture } from '../../../show/modelPictures.ts';
import { plainNumber, significant } from '../../../show/words.ts';
import { type Frame, flowNames, type OwnModelParts } from '../../../state/frame.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Heatmap } from '../../parts/Heatmap.tsx';
import { Legend } from '../../parts/Legend.tsx';
import { Terms } from '../../terms/Terms.tsx';
import './flow.css';

interface Props {
  readonly frame: Frame;
  readonly own: OwnModelParts;
}

const pictures = flowNames.map((_, at) => flowPicture(at));

export function Flow({ frame, own }: Props) {
  const words = useWords();
  const { tokens } = frame.line;
  const layers = frame.model?.heads.length ?? 1;
  const [pointed, setPointed] = useState<Cell | null>(null);
  const size = { rows: tokens.length, columns: layers };
  const cell = {
    row: Math.min(pointed?.row ?? tokens.length, tokens.length - 1),
    column: Math.min(pointed?.column ?? layers, layers - 1),
  };
  const keys = (event: KeyboardEvent) => {
    const to = cellFrom(event.key, cell, size);
    if (!to) return;
    event.preventDefault();
    setPointed(to);
  };
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const all = whole(size.rows, size.columns);
    setPointed(cellAt(all, width, height, event.clientX - left, event.clientY - top));
  };
  return (
    <section className="flow" aria-labelledby="flow-title">
      <h2 id="flow-title">
        <Terms text={words('language.flow')} />{' '}
        <span className="soft">{words('language.flow.what')}</span>
      </h2>
      <div
        className="flow-maps"
        role="application"
        aria-label={words('language.flow.keys')}
        aria-describedby="flow-read"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus.
        tabIndex={0}
        style={{ '--rows': tokens.length } as CSSProperties}
        onKeyDown={keys}
      >
        {flowNames.map((name, at) => (
          <figure key={name} data-flow={name}>
            <figcaption>
              <span className="flow-name">{words(`language.flow.${name}`)}</span>
              <Legend picture={pictures[at] ?? flowPicture(at)} frame={frame} />
            </figcaption>
            {at % 2 === 0 && <Tokens tokens={tokens} here={cell.row} />}
            <div className="flow-map" onPointerMove={point} onPointerDown={point}>
              <Heatmap picture={pictures[at] ?? flowPicture(at)} />
              <i
                className="flow-cell"
                style={{
                  left: `${(100 * cell.column) / layers}%`,
                  top: `${(100 * cell.row) / tokens.length}%`,
                  width: `${100 / layers}%`,
                  height: `${100 / tokens.length}%`,
                }}
              />
            </div>
            <p className="flow-layers soft" aria-hidden="true">
              <span>{plainNumber(1)}</span>
              <span>{words('language.flow.layer')}</span>
              <span>{plainNumber(layers)}</span>
            </p>
          </figure>
        ))}
      </div>
      <p id="flow-read" className="flow-read" role="status">
        {words('language.flow.read', {
          token: tokens[cell.row]?.trim() || '␣',
          position: plainNumber(cell.row),
          layer: plainNumber(cell.column + 1),
          norm: significant(valueOf(own, 0, cell, layers)),
          attention: significant(valueOf(own, 1, cell, layers)),
          forward: significant(valueOf(own, 2, cell, layers)),
          cosine: significant(valueOf(own, 3, cell, layers)),
        })}
      </p>
      <p className="soft">
        <Terms text={words('language.flow.says')} />
      </p>
    </section>
  );
}

function valueOf({ flow }: OwnModelParts, at: number, { row, column }: Cell, layers: number) {
  const tokens = flow.length / (flowNames.length * layers);
  return flow[(at * tokens + row) * layers + column] ?? Number.NaN;
}

/** Rows that one line of text has room for. */
const rowsWithLabels = 20;

function Tokens({ tokens, here }: { readonly tokens: readonly string[]; readonly here: number }) {
  const stride = niceStride(tokens.length / rowsWithLabels);
  return (
    <ol className="flow-tokens" aria-hidden="true">
      {tokens.map((token, place) =>
        place === here || (place % stride === 0 && Math.abs(place - here) >= stride) ? (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place.
            key={place}
            className={place === here ? 'here' : ''}
            style={{ top: `${(100 * (place + 0.5)) / tokens.length}%` }}
          >
            {token}
          </li>
        ) : null,
      )}
    </ol>
  );
}
