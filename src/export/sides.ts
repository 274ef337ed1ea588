/** What is along the sides of a quantity, and how it is counted there: as on the page. */
import { type AxisName, countsPositions } from '../fields/matrix.ts';
import type { QuantityAbout } from '../state/asked.ts';
import type { Frame } from '../state/frame.ts';
import type { Spec } from '../state/spec.ts';
import type { Side } from './csv.ts';

const channels: Side = { name: 'channel', first: 0 };
const heads: Side = { name: 'head', first: 1 };
const pairs: Side = { name: 'pair', first: 0 };

/** A side of a matrix. */
export function sideOf(axis: AxisName, { start, length }: Spec): Side {
  if (countsPositions(axis)) return { name: axis, first: start };
  return { name: axis, first: axis === 'head' ? 1 : axis === 'offset' ? 1 - length : 0 };
}

/** One for each side of its shape. */
export function sidesOf({ name, shape }: QuantityAbout, frame: Frame): readonly Side[] {
  const { start } = frame.spec;
  const at = (side: string): Side => ({ name: side, first: start });
  const map = frame.maps.positions;
  const square = [heads, at('query'), at('key')];
  const perHead = [heads, at('position'), channels];
  const known: Readonly<Record<string, readonly Side[]>> = {
    positions: map
      ? [sideOf(map.rowAxis, frame.spec), sideOf(map.columnAxis, frame.spec)]
      : [at('position'), channels],
    similarity: [at('position'), at('position')],
    tokens: [at('position'), channels],
    query: perHead,
    key: perHead,
    value: perHead,
    logits: square,
    bias: square,
    weights: square,
    output: [at('position'), channels],
    terms: [{ name: 'term', first: 1 }, ...square],
    angles: [at('position'), pairs],
    frequencies: [pairs],
    sentence: [channels],
    pieces: [at('position')],
  };
  const sides = Object.hasOwn(known, name) ? known[name] : undefined;
  if (sides?.length === shape.length) return sides;
  const plain = ['row', 'column'].map((side) => ({ name: side, first: 0 }));
  const more = shape.slice(2).map((_, i) => ({ name: `side ${i + 1}`, first: 0 }));
  return [...more, ...plain].slice(-shape.length);
}
