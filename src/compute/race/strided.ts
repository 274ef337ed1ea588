/** Walks through several arrays at once that have the same shape and lie in different orders. */

/** How far apart neighbours along each axis lie; 0 where one number serves the whole axis. */
export type Strides = readonly number[];

export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return strides;
}

export interface Layout {
  /** Numbers in a row: along the last axis. */
  readonly length: number;
  /** The stride of each array within a row. */
  readonly inner: Strides;
  /** The axes around it, and of each the stride of each array. */
  readonly shape: readonly number[];
  readonly strides: readonly Strides[];
}

/** The same places along as few axes as there can be. @param strides  of each array */
export function layoutOf(shape: readonly number[], strides: readonly Strides[]): Layout {
  const sizes: number[] = [];
  const own: number[][] = strides.map(() => []);
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const last = sizes.length - 1;
    const at = (array: number) => strides[array]?.[axis] ?? 0;
    // Where each step along the axis before is a whole run along this one, both are one axis.
    const one = last >= 0 && own.every((list, array) => list[last] === at(array) * size);
    if (one) sizes[last] = (sizes[last] ?? 1) * size;
    else sizes.push(size);
    own.forEach((list, array) => {
      list[one ? last : last + 1] = at(array);
    });
  });
  return {
    length: sizes.pop() ?? 1,
    inner: own.map((list) => list.pop() ?? 0),
    shape: sizes,
    strides: own,
  };
}

/** Visits each row with where it begins in up to three arrays. */
export function visitRows(
  { shape, strides, length }: Layout,
  visit: (first: number, second: number, third: number) => void,
): void {
  if (length === 0 || shape.includes(0)) return;
  const [a = [], b = [], c = []] = strides;
  const place = new Int32Array(shape.length);
  let [first, second, third] = [0, 0, 0];
  for (;;) {
    visit(first, second, third);
    let axis = shape.length - 1;
    for (; axis >= 0; axis--) {
      const next = (place[axis] ?? 0) + 1;
      const size = shape[axis] ?? 1;
      first += a[axis] ?? 0;
      second += b[axis] ?? 0;
      third += c[axis] ?? 0;
      if (next < size) {
        place[axis] = next;
        break;
      }
      place[axis] = 0;
      first -= size * (a[axis] ?? 0);
      second -= size * (b[axis] ?? 0);
      third -= size * (c[axis] ?? 0);
    }
    if (axis < 0) return;
  }
}
