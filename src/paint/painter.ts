/**
 * What painters are asked: matrices, windows and colours in, pixels on canvases out. Two keep it:
 * gpu.ts draws what is in GPU buffers without reading it back, memory.ts what is in memory.
 */
import type { SpecialColours } from '../fields/colour.ts';
import type { Matrix, Window } from '../fields/matrix.ts';
import type { ColourScale } from '../fields/scale.ts';
import type { Extent } from '../fields/statistics.ts';

export interface Painter {
  /** What it has cost since it was made. */
  readonly counts: Readonly<Counts>;
  /** Extents of matrices, in one pass where it can be; they stay where the matrices are. */
  measure(matrices: readonly Matrix[]): Measurement;
  /** Draws all of them at once. A canvas takes the size of its job, and can change painters. */
  paint(paintings: readonly Painting[]): void;
  /** What is still being drawn is not wanted any more: its matrices are about to go. */
  forget(): void;
  /** Resolves when all that was painted is on the canvases. */
  painted(): Promise<void>;
  /** Frees everything; the painter and its measurements are of no use after. */
  stop(): void;
}

interface Counts {
  dispatches: number;
  draws: number;
  bytesRead: number;
}

export interface Painting {
  readonly canvas: HTMLCanvasElement;
  readonly job: Job;
}

export type Job = HeatmapJob | CurveJob;

interface Drawing {
  readonly matrix: Matrix;
  readonly window: Window;
  readonly scale: ColourScale;
  /** The matrix's own, from `measure`; a measured scale needs one. */
  readonly extent: MeasuredExtent | null;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
}

/** One rectangle a cell; where a pixel covers several, the mean of the finite ones. */
export interface HeatmapJob extends Drawing {
  readonly kind: 'heatmap';
  /** [1024] packed colours, from `lookupTable`. */
  readonly table: Uint32Array;
  readonly special: SpecialColours;
}

/**
 * One row of the matrix against its columns, on a transparent ground. The heights are linear
 * whatever the scale's curve: −m…+m for a diverging scale, 0…m for a sequential one.
 */
export interface CurveJob extends Drawing {
  readonly kind: 'curve';
  readonly row: number;
  /**
   * `interleaved` and `block` are two lines: the even columns dashed and the odd ones solid, or the
   * first half dashed and the second solid.
   */
  readonly style: 'line' | 'interleaved' | 'block' | 'bars';
  readonly colours: CurveColours;
  /** A column to ring, or to draw its bar stronger. */
  readonly highlighted: number | null;
  /** Device pixels. */
  readonly lineWidth: number;
}

/** Packed, with alpha. */
export interface CurveColours {
  /** The solid line, and the highlighted bar. */
  readonly line: number;
  /** The dashed line. */
  readonly second: number;
  /** The other bars. */
  readonly faint: number;
  readonly baseline: number;
}

export interface Measurement {
  /** For the jobs that draw matrix `i` of those measured. */
  slot(i: number): MeasuredExtent;
  /** Reads a few numbers per matrix, never the matrices. */
  read(): Promise<Extent[]>;
  stop(): void;
}

/** An extent where it was measured: `index` is the place in the GPU's buffer. */
type MeasuredExtent =
  | {
      readonly kind: 'memory';
      readonly extent: Extent;
      /** What is still to be done for it; all of it is done for whoever looks at it before. */
      readonly left?: Generator<void, unknown>;
    }
  | { readonly kind: 'gpu'; readonly buffer: GPUBuffer; readonly index: number };
