/** Small matrices in memory on a canvas that the page enlarges, in the colours of every map. */
import { specialColours } from '../fields/colour.ts';
import type { MemoryMatrix } from '../fields/matrix.ts';
import type { ColourScale } from '../fields/scale.ts';
import type { ThemeName } from '../fields/theme.ts';
import { whole } from '../fields/window.ts';
import { heatmapPixels } from '../paint/heatmap.ts';
import { tableOf } from './mapColours.ts';

export interface Cells {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns] */
  readonly data: ArrayLike<number>;
}

/** Pixels a cell, so that the hatching of NaN is seen; where all are numbers one is enough. */
const hatched = 6;
/** More pixels along a side than this are not worth it. */
const widest = 1536;

type Scale = Pick<ColourScale, 'kind' | 'curve'>;

/** @param largest  the m of the scale */
export function paintCells(
  canvas: HTMLCanvasElement,
  cells: Cells,
  scale: Scale,
  largest: number,
  theme: ThemeName,
): void {
  const { width, height, pixels } = cellPixels(cells, scale, largest, theme);
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

/** @returns packed colours, [height × width] */
export function cellPixels(
  { rows, columns, data }: Cells,
  { kind, curve }: Scale,
  largest: number,
  theme: ThemeName,
) {
  const values = Float32Array.from(data);
  const matrix: MemoryMatrix = {
    kind: 'memory',
    rows,
    columns,
    rowAxis: 'position',
    columnAxis: 'channel',
    data: values,
  };
  const room = Math.floor(widest / Math.max(rows, columns));
  const grain = values.some(Number.isNaN) ? Math.min(Math.max(room, 1), hatched) : 1;
  const [width, height] = [columns * grain, rows * grain];
  const pixels = heatmapPixels(
    {
      kind: 'heatmap',
      matrix,
      window: whole(rows, columns),
      scale: { kind, curve, domain: { kind: 'fixed', max: largest } },
      extent: null,
      width,
      height,
      table: tableOf(theme, kind),
      special: specialColours[theme],
    },
    matrix,
    largest,
  );
  return { width, height, pixels };
}
