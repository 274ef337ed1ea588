/**
 * The attention of every head, small. Pointing at one shows it large for as long, a click or Enter
 * keeps it. A hue each, and a number, since a hue alone tells nobody's eye enough.
 */

import { type CSSProperties, useEffect } from 'react';
import { useStore } from 'zustand';
import { hueOf } from '../../fields/hues.ts';
import { headView, preview } from '../../show/headView.ts';
import { scaleOf } from '../../show/mapColours.ts';
import type { Picture } from '../../show/pictures.ts';
import { plainNumber } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { change, specStore } from '../../state/store.ts';
import { focusByArrows } from '../hooks/focusByArrows.ts';
import { useFrame, useShown, useTheme } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Heatmap } from '../parts/Heatmap.tsx';
import { AttentionKind } from '../parts/MapKinds.tsx';
import type { HeadList } from './attendLayout.ts';
import './heads.css';

/** The attention of one head, in the colours of the attention map. */
function headPicture(head: number, use: string): Picture {
  return {
    key: `${use} head ${head}`,
    matrix: (frame) => frame.stages?.heads[head] ?? null,
    scale: (frame) => scaleOf('attention', frame),
  };
}

interface HeadsProps {
  readonly list: HeadList;
}

export function Heads({ list }: HeadsProps) {
  const words = useWords();
  const frame = useFrame();
  const count = frame?.spec.heads ?? 0;
  const there = frame?.stages?.heads.length ?? 0;
  useEffect(() => () => preview(null), []);
  // A head that is gone, or whose map is, cannot be looked at any more.
  useEffect(() => {
    const { preview: looked } = headView.getState();
    if (looked !== null && looked >= there) preview(null);
  }, [there]);
  return (
    <section
      className="heads"
      style={
        {
          '--head': `${list.side}px`,
          ...(list.height > 0 && { height: list.height }),
        } as CSSProperties
      }
      aria-label={words('attend.heads')}
    >
      <h2>
        {words('attend.heads')} <span className="soft">{plainNumber(count)}</span>
      </h2>
      {frame?.stages &&
        (there > 0 ? (
          <Thumbnails frame={frame} columns={list.columns} />
        ) : (
          <Stepper frame={frame} />
        ))}
    </section>
  );
}

function Thumbnails({
  frame,
  columns,
}: {
  readonly frame: Frame;
  readonly columns: HeadList['columns'];
}) {
  const words = useWords();
  const theme = useTheme();
  const { heads, head: shown } = frame.spec;
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons under one label; a fieldset is for forms.
    <div
      className={`head-list ${columns === 2 ? 'two' : ''}`}
      role="group"
      aria-label={words('attend.heads.keys')}
      onKeyDown={(event) => focusByArrows(event, columns)}
    >
      {Array.from({ length: heads }, (_, head) => (
        <button
          key={head}
          type="button"
          className="head"
          data-head={head + 1}
          aria-label={words('attend.heads.one', { head: head + 1 })}
          aria-pressed={head + 1 === shown}
          tabIndex={head + 1 === shown ? 0 : -1}
          // React's own type knows no custom properties.
          style={{ '--hue': hueOf(theme, head) } as CSSProperties}
          onPointerEnter={(event) => {
            // A finger does not hover.
            if (event.pointerType === 'mouse') preview(head);
          }}
          onPointerLeave={() => preview(null)}
          onFocus={(event) => {
            if (event.target.matches(':focus-visible')) preview(head);
          }}
          onBlur={() => preview(null)}
          onClick={() => change(specStore, { head: head + 1 })}
        >
          <span className="head-number">{plainNumber(head + 1)}</span>
          <Heatmap picture={headPicture(head, 'small')} />
        </button>
      ))}
    </div>
  );
}

/** All heads of a long line at once would not fit: one after another. */
function Stepper({ frame }: { readonly frame: Frame }) {
  const words = useWords();
  const length = plainNumber(frame.spec.length);
  return (
    <>
      <p className="soft">{words('attend.heads.long', { length })}</p>
      <AttentionKind spec={frame.spec} />
    </>
  );
}

/** Over the large map while another head is looked at: its own map, under the same crosshair. */
export function HeadPreview({ side }: { readonly side: number }) {
  const words = useWords();
  const looked = useStore(headView, (view) => view.preview);
  const shown = useShown(({ frame }) => frame?.spec.head ?? 1);
  const other = looked !== null && looked + 1 !== shown ? looked : null;
  if (other === null) return null;
  return (
    <>
      <span className="head-preview" data-preview={other + 1}>
        <Heatmap picture={headPicture(other, 'large')} width={side} height={side} />
      </span>
      <span className="visually-hidden" aria-live="polite">
        {words('attend.heads.preview', { head: plainNumber(other + 1) })}
      </span>
    </>
  );
}
