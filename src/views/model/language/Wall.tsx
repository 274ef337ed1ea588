/**
 * The attention of every head of every layer, small: a column for each layer, in it the heads, those
 * that go by position most on top. A click or Enter shows one large.
 */
import { type KeyboardEvent, memo, useMemo, useRef, useState } from 'react';
import { arrowStep } from '../../../show/arrows.ts';
import { headPicture } from '../../../show/modelPictures.ts';
import { percent, plainNumber } from '../../../show/words.ts';
import type { Frame } from '../../../state/frame.ts';
import { change, specStore } from '../../../state/store.ts';
import { useAnswer } from '../../hooks/useLens.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Heatmap } from '../../parts/Heatmap.tsx';

export function Wall({ frame }: { readonly frame: Frame }) {
  const words = useWords();
  const answered = useAnswer('positional');
  const [sorted, setSorted] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const layers = frame.model?.heads.length ?? 0;
  const heads = frame.model?.heads[0]?.length ?? 0;
  const shares = answered?.answer?.shares ?? null;
  const columns = useMemo(
    () =>
      Array.from({ length: layers }, (_, layer) => {
        const own = Array.from({ length: heads }, (_each, head) => head);
        const share = (head: number) => shares?.[layer * heads + head] ?? 0;
        return sorted && shares ? own.toSorted((a, b) => share(b) - share(a)) : own;
      }),
    [layers, heads, shares, sorted],
  );
  const { layer: shownLayer, head: shownHead } = frame.spec;
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const from = Number(event.target instanceof HTMLElement && event.target.dataset['cell']);
    const step = arrowStep(event.key, layers);
    const last = heads * layers - 1;
    const to = { Home: 0, End: last }[event.key] ?? (step && from + step);
    if (to === undefined) return;
    event.preventDefault();
    box.current?.querySelector<HTMLElement>(`[data-cell="${to}"]`)?.focus();
  };
  return (
    <section className="wall" aria-labelledby="wall-title">
      <h2 id="wall-title">
        {words('attend.heads')} <span className="soft">{words('language.wall.what')}</span>
      </h2>
      <label className="wall-sorted">
        <input
          type="checkbox"
          checked={sorted}
          onChange={(event) => setSorted(event.target.checked)}
        />
        <span>{words('language.wall.sorted')}</span>
      </label>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons under one label; a fieldset is for forms. */}
      <div
        ref={box}
        className="wall-heads"
        role="group"
        aria-label={words('language.wall.keys')}
        style={{ gridTemplateColumns: `repeat(${layers}, minmax(1.6rem, 3.4rem))` }}
        onKeyDown={keys}
      >
        {Array.from({ length: heads }, (_, row) =>
          columns.map((column, layer) => {
            const head = column[row] ?? row;
            return (
              <Small
                key={`${layer} ${head}`}
                cell={row * layers + layer}
                layer={layer}
                head={head}
                pressed={layer + 1 === shownLayer && head + 1 === shownHead}
                share={shares?.[layer * heads + head] ?? null}
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
    </section>
  );
}

interface SmallProps {
  readonly cell: number;
  readonly layer: number;
  readonly head: number;
  readonly pressed: boolean;
  /** Of its weights that offset alone explains; null until it is known. */
  readonly share: number | null;
}

/** Hundreds of them are there, of which two change with a click. */
const Small = memo(({ cell, layer, head, pressed, share }: SmallProps) => {
  const words = useWords();
  const picture = useMemo(() => headPicture(layer, head), [layer, head]);
  const name = words('model.head', {
    layer: plainNumber(layer + 1),
    head: plainNumber(head + 1),
  });
  const known = share !== null && !Number.isNaN(share);
  const label = known ? words('model.heads.one', { name, share: percent(share) }) : name;
  return (
    <button
      type="button"
      className="wall-head"
      data-cell={cell}
      data-place={`${layer + 1} ${head + 1}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      tabIndex={pressed ? 0 : -1}
      onClick={() => change(specStore, { layer: layer + 1, head: head + 1 })}
    >
      <Heatmap picture={picture} />
    </button>
  );
});
