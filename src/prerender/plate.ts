/** The default plate's maps from the float64 formulas alone, and their pixels. No tensors, no GPU. */
import { causalMask } from '../attention/mask.ts';
import { tokenVectors } from '../attention/weights.ts';
import { withFloat64 } from '../compute/float64.ts';
import { rowProducts, similarityFrom } from '../encodings/similarity.ts';
import { specialColours } from '../fields/colour.ts';
import type { AxisName, MemoryMatrix } from '../fields/matrix.ts';
import type { ThemeName } from '../fields/theme.ts';
import { pixelsOf } from '../paint/memory.ts';
import { scaleOf, tableOf } from '../show/mapColours.ts';
import type { Frame } from '../state/frame.ts';
import { defaultSpec, dimsOf, familyOf, type Spec, schemeOf } from '../state/spec.ts';
import type { MapName } from '../state/view.ts';
import { lineOf, tokenize } from '../text/tokens.ts';

/** Row-major RGBA8, packed as `fields/oklab.ts` packs it. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;
}

/** The frame of the default, with other sizes where they are given. */
export function plateOf(sizes: Partial<Pick<Spec, 'length' | 'dim' | 'heads'>> = {}): Frame {
  const spec: Spec = { ...defaultSpec, ...sizes };
  const { length, start } = spec;
  const { dModel } = dimsOf(spec);
  const line = lineOf(tokenize(spec.text, spec.tokens), length, false);
  const vectors = tokenVectors(line.unique, spec.seed, dModel);
  const empty = matrixOf(length, length, ['query', 'key'], () => []);
  const frame = withFloat64({
    spec,
    line,
    maps: { positions: null, similarity: empty, attention: empty },
    rivals: [],
    stages: null,
    model: null,
    start: { vectors, mask: causalMask, rows: dModel },
  });
  const { exact } = frame;
  if (!exact || familyOf(spec) !== 'additive' || spec.mask !== 'causal' || start !== 0) {
    throw new Error('plate: the default is a causal table from position 0');
  }
  const likeness = (row: number, column: number) =>
    similarityFrom(rowProducts(exact, dModel, row, column, 0), dModel, 'additive', spec.similarity);
  return {
    ...frame,
    maps: {
      positions: matrixOf(length, dModel, ['position', 'channel'], (row) =>
        Array.from({ length: dModel }, (_, channel) => exact.cell(row, channel)),
      ),
      similarity: matrixOf(length, length, ['position', 'position'], (row) =>
        Array.from({ length }, (_, column) => likeness(row, column)),
      ),
      attention: matrixOf(length, length, ['query', 'key'], (row) => {
        const weights = frame.exactRow(row)?.weights;
        if (!weights) throw new Error('plate: a row of the default is short enough to work out');
        return weights;
      }),
    },
  };
}

function matrixOf(
  rows: number,
  columns: number,
  [rowAxis, columnAxis]: readonly [AxisName, AxisName],
  rowOf: (row: number) => ArrayLike<number>,
): MemoryMatrix {
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) data.set(rowOf(row), row * columns);
  return { kind: 'memory', rows, columns, rowAxis, columnAxis, data };
}

/** A map as the page paints it, in a square of so many pixels or else one pixel a cell. */
export function paintedMap(frame: Frame, map: MapName, theme: ThemeName, side?: number): Pixels {
  const matrix = frame.maps[map];
  if (!matrix) throw new Error(`plate: ${schemeOf(frame.spec).id} has no map of ${map}`);
  const scale = scaleOf(map, frame);
  const { rows, columns } = matrix;
  const size = { width: side ?? columns, height: side ?? rows };
  const pixels = pixelsOf({
    kind: 'heatmap',
    matrix,
    window: { left: 0, right: columns, top: 0, bottom: rows },
    scale,
    extent: null,
    ...size,
    table: tableOf(theme, scale.kind),
    special: specialColours[theme],
  });
  return { ...size, pixels };
}
