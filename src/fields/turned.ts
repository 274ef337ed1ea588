/** Looking at points in space from a side: an orthographic projection, equal scales on all axes. */

/** Degrees. Turn is about the upright axis, then tilt towards the eye. */
export interface Side {
  readonly turn: number;
  readonly tilt: number;
}

/** Head on: the first axis to the right, the second up, the third towards the eye. */
export const headOn: Side = { turn: 0, tilt: 0 };

/**
 * @param points  [n, 3]
 * @returns       [n, 3]: to the right, up, and towards the eye
 */
export function turned(points: Float32Array, { turn, tilt }: Side): Float32Array {
  const [a, b] = [(turn * Math.PI) / 180, (tilt * Math.PI) / 180];
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  const seen = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 3) {
    const [x = 0, y = 0, z = 0] = points.subarray(i, i + 3);
    const near = ca * z - sa * x;
    seen[i] = ca * x + sa * z;
    seen[i + 1] = cb * y - sb * near;
    seen[i + 2] = sb * y + cb * near;
  }
  return seen;
}

/** How far the farthest of points lies from the middle: nothing may change its size while it turns. */
export function farthest(points: Float32Array): number {
  let most = 0;
  for (let i = 0; i < points.length; i += 3) {
    most = Math.max(most, Math.hypot(...points.subarray(i, i + 3)));
  }
  return most;
}

/** A rectangle of the plane. */
export interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** Where numbers of the plane lie on the page, CSS pixels: equal scales, the bounds in the middle. */
export interface Fit {
  readonly scale: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** @param pad  CSS pixels kept free on every side */
export function fitted(
  { left, right, low, high }: Bounds,
  width: number,
  height: number,
  pad: number,
): Fit {
  const across = (width - 2 * pad) / Math.max(right - left, 1e-30);
  const upwards = (height - 2 * pad) / Math.max(high - low, 1e-30);
  const scale = Math.min(across, upwards);
  return {
    scale,
    x: (value) => width / 2 + scale * (value - (left + right) / 2),
    y: (value) => height / 2 - scale * (value - (low + high) / 2),
  };
}

/** The point nearest to a place of the page; null where none is within `reach`, CSS pixels. */
export function nearestPoint(
  seen: Float32Array,
  { x, y }: Fit,
  at: readonly [x: number, y: number],
  reach: number,
): number | null {
  let [best, found]: [number, number | null] = [reach, null];
  for (let i = 0; i < seen.length; i += 3) {
    const off = Math.hypot(x(seen[i] ?? 0) - at[0], y(seen[i + 1] ?? 0) - at[1]);
    if (off < best) [best, found] = [off, i / 3];
  }
  return found;
}
