/**
 * What a figure is made of, in points (1/72 inch) from its top left corner: written as SVG by svg.ts,
 * drawn as pixels by pixels.ts. No DOM, no page.
 */

export interface Figure {
  /** Points. */
  readonly width: number;
  readonly height: number;
  /** Behind all marks; null for nothing. */
  readonly ground: string | null;
  /** What it shows, for those who do not see it. */
  readonly title: string;
  /** Later ones lie over earlier ones. */
  readonly marks: readonly Mark[];
}

/** a, b, c, d, e, f of x' = ax + cy + e, y' = bx + dy + f. */
export type Transform = readonly [number, number, number, number, number, number];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextMark {
  readonly kind: 'text';
  /** Where the text is anchored, on its baseline. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly fill: string;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly family?: string;
  readonly italic?: boolean;
  /** Degrees, clockwise about the anchor. */
  readonly turned?: number;
  readonly opacity?: number;
  /** Where it leads, in an SVG. */
  readonly href?: string;
}

interface PathMark {
  readonly kind: 'path';
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
  readonly transform?: Transform;
}

interface ImageMark extends Box {
  readonly kind: 'image';
  readonly image: HTMLCanvasElement;
  /** A drawing; the cells of a map keep sharp edges where they are enlarged. */
  readonly smooth?: boolean;
  readonly opacity?: number;
}

/** A picture whose cells are rectangles. */
interface CellsMark extends Box {
  readonly kind: 'cells';
  readonly rows: number;
  readonly columns: number;
  /** Row-major, `#rrggbb`. */
  readonly colours: readonly string[];
}

/** Colours from left to right, evenly spaced. */
interface RampMark extends Box {
  readonly kind: 'ramp';
  readonly colours: readonly string[];
}

export type Mark =
  | (Box & { readonly kind: 'rect'; readonly fill: string; readonly opacity?: number })
  | TextMark
  | PathMark
  | ImageMark
  | CellsMark
  | RampMark;

export const pointsOf = (millimetres: number): number => (millimetres / 25.4) * 72;

/** The page's own face where it is at hand, and what is at hand elsewhere. */
export const sans =
  '"Inter Variable", Inter, "Helvetica Neue", Helvetica, Arial, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';
