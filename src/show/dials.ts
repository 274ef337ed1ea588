/** Many small dials on one canvas: where they lie, which one is under the pointer, how they look. */

export interface DialGrid {
  /** Every `every`-th pair has a dial, so that none is smaller than a finger can take. */
  readonly every: number;
  readonly count: number;
  readonly columns: number;
  /** Side of the square that a dial has, CSS pixels. */
  readonly cell: number;
  readonly height: number;
}

/**
 * All in CSS pixels. `least` and `most` are limits for the side of a dial's square; the board is
 * as high as `tallest` only where the dials would else be too small.
 */
export function layDials(
  pairs: number,
  {
    width,
    height,
    tallest,
    least,
    most,
  }: {
    readonly width: number;
    readonly height: number;
    readonly tallest: number;
    readonly least: number;
    readonly most: number;
  },
): DialGrid {
  for (let every = 1; ; every++) {
    const count = Math.ceil(pairs / every);
    const usual = Math.min(largestCell(count, width, height), most);
    const side = Math.floor(usual < least ? largestCell(count, width, tallest) : usual);
    if (side < least && count > 1) continue;
    // A pixel where there is no room at all, as in a panel that is not laid out yet.
    const cell = Math.max(side, 1);
    const rows = Math.ceil(count / Math.max(Math.floor(width / cell), 1));
    const columns = Math.ceil(count / rows);
    return { every, count, columns, cell, height: rows * cell };
  }
}

function largestCell(count: number, width: number, height: number): number {
  let best = 0;
  for (let columns = 1; columns <= count; columns++) {
    best = Math.max(best, Math.min(width / columns, height / Math.ceil(count / columns)));
  }
  return best;
}

/** The empty space around a dial in its square. */
export function gapOf({ cell }: DialGrid): number {
  return Math.max(1.5, Math.round(cell * 0.08));
}

/** The middle of a dial, CSS pixels. */
export function middleOf({ columns, cell }: DialGrid, dial: number): readonly [number, number] {
  return [((dial % columns) + 0.5) * cell, (Math.floor(dial / columns) + 0.5) * cell];
}

/** The dial at a point, or null between and beside them. */
export function dialAt(grid: DialGrid, x: number, y: number): number | null {
  const column = Math.floor(x / grid.cell);
  const dial = Math.floor(y / grid.cell) * grid.columns + column;
  const inside = x >= 0 && y >= 0 && column < grid.columns && dial < grid.count;
  return inside ? dial : null;
}

export interface Dial {
  /** Where the hand points: (cos, sin), anticlockwise from the right. */
  readonly angle: number;
  /** The part of the rim that the hand runs over within the text; null where that is all of it. */
  readonly swept: readonly [from: number, to: number] | null;
  readonly colour: string;
  /** 1 for the boldest hand. */
  readonly weight: number;
}

export interface DialColours {
  readonly rim: string;
  readonly marked: string;
}

/** @param marked  the dial with a bold rim, or null */
export function paintDials(
  context: CanvasRenderingContext2D,
  grid: DialGrid,
  dials: readonly Dial[],
  marked: number | null,
  colours: DialColours,
): void {
  const radius = grid.cell / 2 - gapOf(grid);
  context.lineCap = 'round';
  dials.forEach(({ angle, swept, colour, weight }, index) => {
    const [x, y] = middleOf(grid, index);
    const bold = index === marked;
    stroke(context, bold ? colours.marked : colours.rim, bold ? 2 : 1, () => {
      context.arc(x, y, radius, 0, 2 * Math.PI);
    });
    // Where the hand of position 0 would point.
    stroke(context, bold ? colours.marked : colours.rim, 1, () => {
      context.moveTo(x + radius * 0.84, y);
      context.lineTo(x + radius, y);
    });
    if (swept) {
      context.globalAlpha = 0.3;
      context.lineCap = 'butt';
      stroke(context, colour, radius * 0.16, () => {
        const [from, to] = swept;
        // Angles go up on a page where y goes down.
        context.arc(x, y, radius * 0.9, -from, -to, to > from);
      });
      context.lineCap = 'round';
      context.globalAlpha = 1;
    }
    const length = radius * 0.84;
    stroke(context, colour, Math.max(1, weight * Math.min(radius * 0.12, 3.5)), () => {
      context.moveTo(x, y);
      context.lineTo(x + length * Math.cos(angle), y - length * Math.sin(angle));
    });
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, Math.max(1.2, radius * 0.07), 0, 2 * Math.PI);
    context.fill();
  });
}

function stroke(
  context: CanvasRenderingContext2D,
  colour: string,
  width: number,
  trace: () => void,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  trace();
  context.stroke();
}
