/** The four terms of the scores as maps on one scale, and how exactly they sum to the scores. */
import { select } from 'd3';
import { useEffect, useId, useRef, useState } from 'react';
import { type Picture, signed } from '../../show/pictures.ts';
import { answers, shownStore } from '../../show/shown.ts';
import { scientific, shortValue } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { useShown } from '../hooks/stores.ts';
import { useCrossDrawing, useSettled } from '../hooks/useLens.ts';
import { useWords } from '../hooks/useWords.ts';
import { Heatmap } from '../parts/Heatmap.tsx';
import { MatrixNow } from '../parts/MatrixNow.tsx';

const names = ['cc', 'cp', 'pc', 'pp'] as const;

/** Longer maps are not read back whole for the sum of their numbers. */
const longestSummed = 256;

export function TermMaps({ frame }: { readonly frame: Frame }) {
  const words = useWords();
  const largest = useLargest(frame);
  const sums = useSettled(sumsOf);
  return (
    <>
      <div className="term-maps">
        {names.map((name, term) => (
          <figure key={name}>
            <figcaption>{words(`attend.parts.${name}`)}</figcaption>
            {largest !== null && <TermMap term={term} largest={largest} frame={frame} />}
          </figure>
        ))}
      </div>
      <p className="parts-sum">
        {largest !== null && words('attend.parts.scale', { largest: shortValue(largest) })}{' '}
        {frame.spec.length > longestSummed
          ? words('attend.parts.notSummed', { longest: longestSummed })
          : sums?.answer != null &&
            sums.frame === frame &&
            words('attend.parts.summed', { difference: scientific(sums.answer) })}
      </p>
    </>
  );
}

/** Largest |sum of the four terms − score| over the whole map. */
async function sumsOf({ spec, stages }: Frame): Promise<number | null> {
  const { length } = spec;
  if (!stages || stages.terms.length < names.length || length > longestSummed) return null;
  const [scores, ...terms] = await Promise.all([
    answers.block('scores', 0, 0, length, length),
    ...names.map((_, term) => answers.block(`term ${term}`, 0, 0, length, length)),
  ]);
  if (!scores || terms.some((term) => !term)) return null;
  return scores.reduce((most, score, cell) => {
    const sum = terms.reduce((total, term) => total + (term?.[cell] ?? 0), 0);
    return Math.max(most, Math.abs(sum - score));
  }, 0);
}

/** The largest |number| of all four, the end of the scale they share. */
function useLargest(frame: Frame): number | null {
  const settled = useShown((now) => now.settled);
  const [largest, setLargest] = useState<number | null>(null);
  useEffect(() => {
    const { painter } = shownStore.getState();
    const terms = frame.stages?.terms ?? [];
    if (!painter || !settled || terms.length === 0) return;
    let overtaken = false;
    const measurement = painter.measure(terms);
    void measurement
      .read()
      .then((extents) => {
        if (!overtaken) setLargest(extents.reduce((most, each) => Math.max(most, each.largest), 0));
      })
      .catch(() => {
        // A newer frame, or a lost device, took its place.
      });
    return () => {
      overtaken = true;
      measurement.stop();
    };
  }, [frame, settled]);
  return largest;
}

function TermMap({
  term,
  largest,
  frame,
}: {
  readonly term: number;
  readonly largest: number;
  readonly frame: Frame;
}) {
  const mark = useRef<SVGRectElement>(null);
  const picture: Picture = {
    key: `term ${term} to ${largest}`,
    matrix: ({ stages }) => stages?.terms[term] ?? null,
    scale: () => ({ ...signed, domain: { kind: 'fixed', max: largest } }),
  };
  const matrix = picture.matrix(frame);
  const now = useId();
  useCrossDrawing((cross) => {
    const { length } = frame.spec;
    const size = Math.max(100 / length, 2);
    select(mark.current)
      .attr('x', `${(cross.column / length) * 100}%`)
      .attr('y', `${(cross.row / length) * 100}%`)
      .attr('width', `${size}%`)
      .attr('height', `${size}%`);
  });
  return (
    <div className="term-map">
      <Heatmap picture={picture} />
      {matrix && <MatrixNow id={now} name={`term ${term}`} matrix={matrix} frame={frame} />}
      <svg className="cross" aria-hidden="true">
        <rect ref={mark} className="here-cell" />
      </svg>
    </div>
  );
}
