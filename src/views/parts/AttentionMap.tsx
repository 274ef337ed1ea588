/** Weights of one head with their tokens beside and above: rows are queries, columns are keys. */

import { useMemo, useState } from 'react';
import { niceStride } from '../../explain/ticks.ts';
import type { ColourScale } from '../../fields/scale.ts';
import type { Cell } from '../../fields/window.ts';
import { labelOf } from '../../text/tokens.ts';
import { useWords } from '../hooks/useWords.ts';
import { fitted } from './fitted.ts';
import { GridMap } from './GridMap.tsx';

/** As many labels as fit along a side, and letters of each. */
const [mostLabels, letters] = [24, 11];

interface Props {
  readonly labels: readonly string[];
  readonly layer: number;
  readonly head: number;
  /** [query, key] */
  readonly data: Float32Array;
}

export function AttentionMap({ labels, layer, head, data }: Props) {
  const words = useWords();
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 });
  const count = labels.length;
  // As in the plate: sixteen times an even share.
  const scale = useMemo<ColourScale>(
    () => ({
      kind: 'sequential',
      domain: { kind: 'fixed', max: Math.min(1, 16 / count) },
      curve: 'sqrt',
    }),
    [count],
  );
  const name = (at: number) => labelOf(labels[at] ?? '');
  return (
    <div
      className="own-weights"
      data-own-weights={JSON.stringify(Array.from(data, (weight) => Number(weight.toFixed(7))))}
    >
      <Labels labels={labels} side="key" />
      <Labels labels={labels} side="query" />
      <GridMap
        name={words('own.attend.map', { layer, head: head + 1 })}
        map="attention"
        kind="alone"
        rows={count}
        columns={count}
        data={data}
        scale={scale}
        cell={cell}
        point={setCell}
        reading={(row, column, value) =>
          words('own.attend.cell', { query: name(row), key: name(column), value })
        }
      />
    </div>
  );
}

function Labels({
  labels,
  side,
}: {
  readonly labels: readonly string[];
  readonly side: 'query' | 'key';
}) {
  const stride = niceStride(labels.length / mostLabels);
  return (
    <ol className={`own-labels ${side}`} aria-hidden="true">
      {labels.map((label, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a token is told by its place.
        <li key={at}>{at % stride === 0 && fitted(Array.from(labelOf(label)), letters)}</li>
      ))}
    </ol>
  );
}
