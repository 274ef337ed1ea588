/**
 * The attention of every head of every layer, small: a column for each layer, in it the heads in order,
 * or those on top that do most of what is asked for. A click or Enter shows one large.
 */

import { memo, useMemo, useState } from 'react';
import { headPicture } from '../../../show/modelPictures.ts';
import { percent, plainNumber } from '../../../show/words.ts';
import type { Frame } from '../../../state/frame.ts';
import { change, specStore } from '../../../state/store.ts';
import { focusByArrows } from '../../hooks/focusByArrows.ts';
import { useAnswer } from '../../hooks/useLens.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Heatmap } from '../../parts/Heatmap.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { Select } from '../../parts/Select.tsx';
import { HeadKinds, measureNames } from './HeadKinds.tsx';

const orders = ['number', ...measureNames] as const;
type Order = (typeof orders)[number];

export function Wall({ frame }: { readonly frame: Frame }) {
  const words = useWords();
  const positional = useAnswer('positional');
  const kinds = useAnswer('headKinds');
  const [order, setOrder] = useState<Order>('number');
  const layers = frame.model?.heads.length ?? 0;
  const heads = frame.model?.heads[0]?.length ?? 0;
  const measures = useMemo(
    () => ({
      offset: positional?.answer?.shares ?? null,
      previous: kinds?.answer?.previous ?? null,
      sink: kinds?.answer?.sink ?? null,
      induction: kinds?.answer?.induction ?? null,
    }),
    [positional, kinds],
  );
  const measure = order === 'number' ? null : measures[order];
  const columns = useMemo(
    () =>
      Array.from({ length: layers }, (_, layer) => {
        const own = Array.from({ length: heads }, (_each, head) => head);
        const value = (head: number) => measure?.[layer * heads + head] || 0;
        return measure ? own.toSorted((a, b) => value(b) - value(a)) : own;
      }),
    [layers, heads, measure],
  );
  const { layer: shownLayer, head: shownHead } = frame.spec;
  return (
    <section className="wall" aria-labelledby="wall-title">
      <h2 id="wall-title">
        {words('attend.heads')} <span className="soft">{words('language.wall.what')}</span>
      </h2>
      <label className="choice">
        <span className="choice-label">{words('language.wall.sorted')}</span>
        <Select
          data-control="wallOrder"
          value={order}
          values={orders}
          says={(each) => words(`language.wall.sorted.${each}`)}
          choose={setOrder}
        />
      </label>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons under one label; a fieldset is for forms. */}
      <div
        className="wall-heads"
        role="group"
        aria-label={words('language.wall.keys')}
        style={{ gridTemplateColumns: `repeat(${layers}, minmax(1.6rem, 3.4rem))` }}
        onKeyDown={(event) => focusByArrows(event, layers)}
      >
        {Array.from({ length: heads }, (_, row) =>
          columns.map((column, layer) => {
            const head = column[row] ?? row;
            return (
              <Small
                key={`${layer} ${head}`}
                layer={layer}
                head={head}
                pressed={layer + 1 === shownLayer && head + 1 === shownHead}
                share={measures.offset?.[layer * heads + head] ?? null}
              />
            );
          }),
        )}
        {columns.map((column, layer) => (
          <span key={column.length + layer} className="wall-layer soft" aria-hidden="true">
            {layer % 5 === 0 || layers < 15 ? plainNumber(layer + 1) : ''}
          </span>
        ))}
      </div>
      <HeadKinds frame={frame} measures={measures} />
    </section>
  );
}

interface SmallProps {
  readonly layer: number;
  readonly head: number;
  readonly pressed: boolean;
  /** Of its weights that offset alone explains; null until it is known. */
  readonly share: number | null;
}

/** Hundreds of them are there, of which two change with a click. */
const Small = memo(({ layer, head, pressed, share }: SmallProps) => {
  const words = useWords();
  const picture = useMemo(() => headPicture(layer, head), [layer, head]);
  const name = words('model.head', {
    layer: plainNumber(layer + 1),
    head: plainNumber(head + 1),
  });
  const known = share !== null && !Number.isNaN(share);
  const label = known ? words('model.heads.one', { name, share: percent(share) }) : name;
  return (
    <IconButton
      className="wall-head"
      data-place={`${layer + 1} ${head + 1}`}
      name={label}
      aria-pressed={pressed}
      tabIndex={pressed ? 0 : -1}
      onClick={() => change(specStore, { layer: layer + 1, head: head + 1 })}
    >
      <Heatmap picture={picture} />
    </IconButton>
  );
});
