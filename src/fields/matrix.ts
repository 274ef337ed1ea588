/**
 * A matrix to look at: rows × columns of float32 with named axes, in memory or lent by the GPU,
 * and the window of it that is shown. No tensors: a borrowed buffer is just a buffer.
 */

export type AxisName =
  | 'position'
  | 'channel'
  | 'query'
  | 'key'
  | 'head'
  | 'offset'
  | 'count'
  | 'profile';

/** Whether what is counted along an axis are positions of the line. */
export const countsPositions = (axis: string): boolean =>
  axis === 'position' || axis === 'query' || axis === 'key';

interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly rowAxis: AxisName;
  readonly columnAxis: AxisName;
}

/** Row-major values in memory. */
export interface MemoryMatrix extends Shape {
  readonly kind: 'memory';
  readonly data: Float32Array;
}

/** Row-major values in a storage buffer that belongs to someone else, valid for this frame. */
export interface GpuMatrix extends Shape {
  readonly kind: 'gpu';
  /** Read by shaders and copied from. */
  readonly buffer: GPUBuffer;
  /** The first of them, counted in values: a buffer may hold several matrices. */
  readonly from: number;
}

export type Matrix = MemoryMatrix | GpuMatrix;

/** Part of a matrix, in cells, fractional while zooming: [left, right) × [top, bottom). */
export interface Window {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
