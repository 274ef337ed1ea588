/**
 * The permutation experiment: the tokens in another order, their outputs put back and held against
 * the originals; what makes the order matter can be taken away, one reason after the other.
 */
import { select } from 'd3';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { chances, crossings, shuffled } from '../../explain/order.ts';
import { answers } from '../../show/shown.ts';
import { scientific, significant, tokenAt } from '../../show/words.ts';
import type { Frame, Permutation } from '../../state/frame.ts';
import { mostShuffles } from '../../state/page.ts';
import { change, specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { useView } from '../hooks/stores.ts';
import { type LensProps, useSettled } from '../hooks/useLens.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { defineExperiment } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';

/** Below this two float32 passes that should agree do agree. */
const same = 1e-5;

function Shuffle({ frame }: LensProps) {
  const words = useWords();
  const shuffles = useView((view) => view.shuffles);
  const { length } = frame.spec;
  const order = useMemo(
    () => (shuffles === 0 ? null : shuffled(length, chances(shuffles))),
    [shuffles, length],
  );
  const answered = useSettled(
    useCallback(
      async ({ spec }: Frame) => {
        if (order?.length !== spec.length || spec.model !== 'seeded') return null;
        // A line of another length may have come meanwhile; it is asked about anew.
        return answers.permute(order).catch((error: unknown) => {
          if (error instanceof RangeError) return null;
          throw error;
        });
      },
      [order],
    ),
  );
  const found = answered?.answer ?? null;
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('attend.shuffle.what')} />
        </p>
        <button
          type="button"
          className="lens-button"
          data-shuffle=""
          data-control="shuffles"
          onClick={() => viewStore.setState({ shuffles: (shuffles % mostShuffles) + 1 })}
        >
          {words(order === null ? 'attend.shuffle.do' : 'attend.shuffle.again')}
        </button>
        <div aria-live="polite">{order !== null && found && <Result found={found} />}</div>
      </div>
      <div className="lens-figure">
        {order !== null && found && <Reasons reasons={found.reasons} />}
        <Order frame={frame} order={order} />
      </div>
    </>
  );
}

function Result({ found }: { readonly found: Permutation }) {
  const words = useWords();
  const { difference } = found;
  return (
    <>
      <dl className="sharpness">
        <dt>{words('attend.shuffle.difference')}</dt>
        <dd data-difference={difference}>
          {difference < 0.1 ? scientific(difference) : significant(difference)}
        </dd>
      </dl>
      <p>{words(difference <= same ? 'attend.shuffle.zero' : 'attend.shuffle.matters')}</p>
    </>
  );
}

function Reasons({ reasons }: { readonly reasons: Permutation['reasons'] }) {
  const words = useWords();
  const take = (reason: Permutation['reasons'][number]) =>
    change(specStore, reason === 'mask' ? { mask: 'none' } : { encoding: 'none' });
  if (reasons.length === 0) return null;
  return (
    <ul className="reasons" aria-label={words('attend.shuffle.reasons')}>
      {reasons.map((reason) => (
        <li key={reason} data-reason={reason}>
          <h3>{words(`attend.shuffle.${reason}`)}</h3>
          <p className="soft">{words(`attend.shuffle.${reason}.says`)}</p>
          <button type="button" className="experiment-do" onClick={() => take(reason)}>
            {words(reason === 'mask' ? 'attend.shuffle.unmask' : 'attend.shuffle.unplace')}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Each token above where it was and below where it went. */
function Order({
  frame,
  order,
}: {
  readonly frame: Frame;
  readonly order: readonly number[] | null;
}) {
  const words = useWords();
  const rem = useRem();
  const [box, width] = useWidth<HTMLDivElement>();
  const svg = useRef<SVGSVGElement>(null);
  const { length } = frame.spec;
  // The last words slant past their places.
  const each = (width - 2 * rem) / length;
  // Words stand slanted; where there are too many, only the lines are left.
  const worded = each >= 0.95 * rem;
  const room = worded ? 4.2 * rem : 0.5 * rem;
  const height = 2 * room + 5 * rem;

  useEffect(() => {
    const root = select(svg.current);
    root.selectAll('*').remove();
    if (!order || width === 0) return;
    const x = (place: number) => (place + 0.5) * each;
    root
      .append('path')
      .attr('class', 'crossings')
      .attr('d', crossings(order, x, room, height - room));
    if (!worded) return;
    const side = (tokens: readonly number[], y: number, turn: number) =>
      root
        .append('g')
        .selectAll('text')
        .data(tokens)
        .join('text')
        .attr('transform', (_, place) => `translate(${x(place)} ${y}) rotate(${turn})`)
        .attr('dy', '0.35em')
        .text((from) => clipped(tokenAt(frame, from)));
    side(
      order.map((_, place) => place),
      room - 0.5 * rem,
      -55,
    );
    side(order, height - room + 0.5 * rem, 55);
  }, [frame, order, width, each, room, height, worded, rem]);

  return (
    <div ref={box} style={{ minHeight: height }}>
      <svg
        ref={svg}
        className="shuffle-order"
        width={width}
        height={height}
        role="img"
        aria-label={
          order
            ? words('attend.shuffle.order', { order: order.slice(0, 40).join(', ') })
            : words('attend.shuffle.notYet')
        }
      />
    </div>
  );
}

/** The longest word that fits its slant. */
function clipped(word: string): string {
  const letters = [...word];
  return letters.length > 9 ? `${letters.slice(0, 8).join('')}…` : word;
}

export default defineExperiment({
  name: 'shuffle',
  View: Shuffle,
});
