/** The crosshair over a map, and the diagonals that are marked on it. They move without React. */
import { select } from 'd3';
import { pixelOf } from '../../fields/window.ts';
import { cellOf, rowsArePositions } from '../../show/cross.ts';
import { onCrossOrWindows, readout } from '../../show/readout.ts';
import { shownStore } from '../../show/shown.ts';
import { windowOf } from '../../show/windows.ts';
import { type MapName, viewStore } from '../../state/view.ts';
import { lightRow } from './lightRow.ts';

/** A map with what lies over it; its size in CSS pixels. */
interface Over {
  readonly svg: SVGSVGElement;
  readonly map: MapName;
  readonly width: number;
  readonly height: number;
}

/** The cell that it is on, in CSS pixels of the map. */
interface Crossed {
  readonly box: ReturnType<typeof pixelOf>;
  /** Whether the map's rows are those of the crosshair. */
  readonly ownRow: boolean;
}

/** Draws it now, and whenever it, the frame or the windows move it; returns what stops it. */
export function followCrosshair(over: Over): () => void {
  let drawn = '';
  const draw = () => {
    const crossed = crossedOf(over);
    const at = JSON.stringify(crossed);
    // To write the same again would have the page laid out once more.
    if (crossed && at !== drawn) drawCrosshair(over, crossed);
    drawn = at;
  };
  draw();
  return onCrossOrWindows(draw);
}

function crossedOf({ map, width, height }: Over): Crossed | null {
  const { frame, cross } = readout.getState();
  const matrix = frame?.maps[map];
  const cell = frame && cross && cellOf(cross, map, frame);
  if (!frame || !matrix || !cell) return null;
  const window = windowOf(map, matrix, frame, viewStore.getState().windows);
  return {
    box: pixelOf(window, width, height, cell),
    ownRow: map !== 'positions' || rowsArePositions(frame),
  };
}

/** Attributes on a few shapes. */
function drawCrosshair({ svg, width, height }: Over, { box, ownRow }: Crossed): void {
  const size = (side: number) => Math.max(side, 6);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const inside = x >= 0 && x <= width && y >= 0 && y <= height;
  const shapes = select(svg);
  shapes
    .selectAll('.cross-halo, .cross-cell')
    .attr('x', x - size(box.width) / 2)
    .attr('y', y - size(box.height) / 2)
    .attr('width', size(box.width))
    .attr('height', size(box.height))
    .attr('visibility', inside ? 'visible' : 'hidden');
  shapes
    .select('.cross-line.vertical')
    .attr('x1', x)
    .attr('x2', x)
    .attr('visibility', x >= 0 && x <= width ? 'visible' : 'hidden');
  lightRow(svg, ownRow, box.y, box.y + box.height, height);
  const rowLine = ownRow && y >= 0 && y <= height;
  shapes
    .select('.cross-line.horizontal')
    .attr('y1', y)
    .attr('y2', y)
    .attr('visibility', rowLine ? 'visible' : 'hidden');
}

/** The marked diagonals, two lines through the square maps. */
export function followBand(over: Over): () => void {
  const draw = () => drawBand(over);
  draw();
  const stops = [
    viewStore.subscribe((view, before) => {
      if (view.band !== before.band || view.windows !== before.windows) draw();
    }),
    shownStore.subscribe(({ frame }, before) => {
      if (frame !== before.frame && viewStore.getState().band) draw();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function drawBand({ svg, map, width, height }: Over): void {
  const { band, windows } = viewStore.getState();
  const { frame } = shownStore.getState();
  const matrix = frame?.maps[map];
  const path = select(svg).select('.band');
  if (!frame || !matrix || map === 'positions' || !band) {
    path.attr('d', null);
    return;
  }
  const { left, right, top, bottom } = windowOf(map, matrix, frame, windows);
  const [wide, high] = [width / (right - left), height / (bottom - top)];
  const diagonal = (offset: number) =>
    [top, bottom]
      .map((row, end) => `${end ? 'L' : 'M'}${(row + offset - left) * wide} ${(row - top) * high}`)
      .join('');
  path.attr('d', diagonal(band.from - 0.5) + diagonal(band.to + 0.5));
}
