/**
 * Where a number falls on a colour scale, once in TypeScript and once in WGSL: the two are beside
 * each other so that what the page says and what it draws cannot drift apart.
 */
import { lastPlace } from './colour.ts';

export interface ColourScale {
  /** Diverging runs from −m to +m, sequential from 0 to m; numbers beyond take the end's colour. */
  readonly kind: 'diverging' | 'sequential';
  /** m is given, and some values may lie beyond it; or it is the largest finite |value| of the matrix. */
  readonly domain:
    | { readonly kind: 'fixed'; readonly max: number; readonly beyond?: boolean }
    | { readonly kind: 'measured' };
  /** `sqrt` spreads small numbers. */
  readonly curve: 'linear' | 'sqrt';
}

/**
 * @param max    the m of the scale; an all-zero matrix, or one too small for f32 to divide by,
 *               counts as 1
 * @param value  finite
 * @returns      place on the scale, 0…1; 0 itself is at 0.5 of a diverging one
 */
export function unitOf(scale: ColourScale, max: number, value: number): number {
  const top = max < 1e-37 ? 1 : max;
  const linear = Math.min(Math.abs(value) / top, 1);
  const share = scale.curve === 'sqrt' ? Math.sqrt(linear) : linear;
  const signed = value < 0 ? -share : share;
  return scale.kind === 'diverging' ? 0.5 + 0.5 * signed : Math.max(signed, 0);
}

/** The value at a place on the scale, for the numbers beside it: the inverse of `unitOf`. */
export function valueAt(scale: ColourScale, max: number, unit: number): number {
  const top = max < 1e-37 ? 1 : max;
  const signed = scale.kind === 'diverging' ? 2 * unit - 1 : unit;
  const share = scale.curve === 'sqrt' ? signed * Math.abs(signed) : signed;
  return share * top;
}

// A hair above one half: values halfway between two entries round the same in f32 and f64.
const rounding = 0.501;

/** Entry of the lookup table. */
export function placeOf(unit: number): number {
  return Math.floor(unit * lastPlace + rounding);
}

/** `unitOf` and `placeOf` for a shader. */
export const scaleWgsl = /* wgsl */ `
fn unitOf(diverging: bool, root: bool, largest: f32, value: f32) -> f32 {
  let top = select(largest, 1.0, largest < 1e-37);
  let linear = min(abs(value) / top, 1.0);
  let share = select(linear, sqrt(linear), root);
  let signed = select(share, -share, value < 0.0);
  return select(max(signed, 0.0), 0.5 + 0.5 * signed, diverging);
}

fn placeOf(unit: f32) -> u32 {
  return u32(floor(unit * ${lastPlace}.0 + ${rounding}));
}
`;
