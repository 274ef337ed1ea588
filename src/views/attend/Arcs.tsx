/**
 * The weights as arcs from queries to keys, in place of the matrix: one row strongly, the others
 * faintly, on one canvas. The only view that reads the whole matrix back: curves are drawn by the
 * browser, which needs the numbers. Once a settled frame, 1 MB at most, hence up to 512 tokens.
 */
import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { hueOf } from '../../fields/hues.ts';
import { themes } from '../../fields/theme.ts';
import type { Cross } from '../../show/cross.ts';
import { headView } from '../../show/headView.ts';
import { readout } from '../../show/readout.ts';
import { answers } from '../../show/shown.ts';
import { plainNumber, shortValue, tokenAt } from '../../show/words.ts';
import type { Frame, StageName } from '../../state/frame.ts';
import { point, viewStore } from '../../state/view.ts';
import { usePixelRatio, useShown, useTheme, useView } from '../hooks/stores.ts';
import { useCrossDrawing, useSettled } from '../hooks/useLens.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useRem } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { Choices } from '../parts/Choices.tsx';
import type { Square } from '../parts/layout.ts';
import {
  type ArcsLook,
  drawRow,
  type Faint,
  faintLayer,
  faintOf,
  leastStrong,
} from './drawArcs.ts';

/** More tokens than this are shown as a matrix. */
const longestWithArcs = 512;

/** Room for the words of the keys, in the size of the letters. */
const wordsWide = 5.6;

/** Whether the weights are drawn as arcs now. */
export function useArcs(name: StageName, frame: Frame | null): boolean {
  const drawn = useView((view) => view.drawn);
  return drawn === 'arcs' && name === 'weights' && (frame?.spec.length ?? 0) <= longestWithArcs;
}

/** Matrix or arcs; only the weights can be either. */
export function FormChoice({ name }: { readonly name: StageName }) {
  const words = useWords();
  const drawn = useView((view) => view.drawn);
  if (name !== 'weights') return null;
  return (
    <Choices
      className="lens-choices form-choice screen-only"
      data="data-form"
      label={words('attend.form')}
      values={['matrix', 'arcs'] as const}
      chosen={drawn}
      name={(each) => words(`attend.form.${each}`)}
      choose={(each) => viewStore.setState({ drawn: each })}
    />
  );
}

/** The arcs' words, or why there are none. */
export function ArcsTooLong({ name }: { readonly name: StageName }) {
  const words = useWords();
  const drawn = useView((view) => view.drawn);
  const length = useShown(({ frame }) => frame?.spec.length ?? 0);
  if (drawn !== 'arcs' || name !== 'weights' || length <= longestWithArcs) return null;
  return (
    <p className="arcs-says soft">
      {words('attend.arcs.long', { most: plainNumber(longestWithArcs) })}
    </p>
  );
}

interface Weights {
  readonly head: number;
  readonly data: Float32Array;
}

interface Layer {
  readonly arcs: Faint;
  readonly key: string;
  readonly canvas: HTMLCanvasElement;
}

export function Arcs({
  layout,
  onKeyDown,
}: {
  readonly layout: Square;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}) {
  const words = useWords();
  const rem = useRem();
  const theme = useTheme();
  const ratio = usePixelRatio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const looked = useStore(headView, (view) => view.preview);
  const ask = useCallback(
    async ({ spec }: Frame): Promise<Weights | null> => {
      const head = looked ?? spec.head - 1;
      const name = head === spec.head - 1 ? 'attention' : (`head ${head}` as const);
      const data = await answers.block(name, 0, 0, spec.length, spec.length);
      return data && { head, data };
    },
    [looked],
  );
  const answered = useSettled(ask);
  const length = answered?.frame.spec.length ?? 1;
  const weights = answered?.answer ?? null;
  const faint = useMemo(() => weights && faintOf(weights.data, length), [weights, length]);
  const { side } = layout;
  const keysAt = Math.round(side - wordsWide * rem);
  const layer = useRef<Layer | null>(null);

  const lookOf = (element: HTMLCanvasElement, head: number): ArcsLook => ({
    side,
    keysAt,
    length,
    ratio,
    ...themes[theme],
    hue: hueOf(theme, head),
    size: 0.8125 * rem,
    family: getComputedStyle(element).fontFamily,
  });
  /** The faint arcs, drawn anew only when they or how they look have changed. */
  const layerOf = (arcs: Faint, look: ArcsLook): HTMLCanvasElement => {
    const key = JSON.stringify(look);
    if (layer.current?.arcs !== arcs || layer.current.key !== key) {
      layer.current = { arcs, key, canvas: faintLayer(arcs, look) };
    }
    return layer.current.canvas;
  };
  useCrossDrawing((cross) => {
    if (!canvas.current || !weights || !answered || !faint) return;
    const look = lookOf(canvas.current, weights.head);
    const query = Math.min(cross.row, length - 1);
    drawRow(
      canvas.current,
      layerOf(faint, look),
      {
        query,
        key: Math.min(cross.column, length - 1),
        weights: weights.data.subarray(query * length, (query + 1) * length),
        names: (position) => tokenAt(answered.frame, position),
      },
      look,
    );
  });

  const surface = useRef<HTMLDivElement>(null);
  usePointing(surface, {
    point([x, y]) {
      const { cross } = readout.getState();
      if (!cross) return null;
      const at = Math.min(Math.max(Math.floor((y / side) * length), 0), length - 1);
      const { row, column }: Pick<Cross, 'row' | 'column'> = cross;
      const cell = x > keysAt ? { row, column: at } : { row: at, column };
      return point(viewStore, { map: 'attention', ...cell });
    },
  });
  return (
    <div>
      <div
        ref={surface}
        className="surface arcs"
        role="application"
        aria-label={words('attend.arcs.map')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus.
        tabIndex={0}
        data-arcs={weights ? weights.head + 1 : ''}
        style={{ width: side, height: side }}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} style={{ width: side, height: side }} aria-hidden="true" />
      </div>
      {faint && (
        <p className="arcs-says above soft">
          {words('attend.arcs.says', {
            strong: shortValue(leastStrong),
            count: plainNumber(faint.arcs.length),
            least: shortValue(faint.least),
          })}
        </p>
      )}
    </div>
  );
}
