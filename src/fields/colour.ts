/**
 * What numbers are drawn in: the palettes of each theme, the tables that painters look colours up
 * in, and the colours of what is not a finite number. Where a number falls in a table: scale.ts.
 */
import { between, packed } from './oklab.ts';
import type { ThemeName } from './theme.ts';

/** Stops `#rrggbb`, evenly spaced from the table's first place to its last. */
export type Stops = readonly string[];

export interface Palettes {
  /** From −m through an exactly neutral 0, the middle stop, to +m. */
  readonly diverging: Stops;
  /** From 0 to m. */
  readonly sequential: Stops;
}

/** Packed as in oklab.ts. */
export interface SpecialColours {
  /** NaN is hatched with these two. */
  readonly nan: number;
  readonly stripe: number;
  /** −∞, a masked logit: all but the page, so that it looks empty. */
  readonly masked: number;
  /** +∞. */
  readonly infinite: number;
}

export const palettes: Readonly<Record<ThemeName, Palettes>> = {
  paper: {
    diverging: ['#8a3a0c', '#cf7432', '#f0c199', '#f7f5ef', '#a9cbe3', '#3f85ba', '#0d3f72'],
    sequential: ['#faf9f5', '#e3dcef', '#bfa9dd', '#9670c4', '#6e42a3', '#47217a', '#220a4a'],
  },
  night: {
    diverging: ['#ffb36b', '#c46f2c', '#693a1f', '#1a1e27', '#1d4666', '#3a86bd', '#a9dcff'],
    sequential: ['#12151d', '#2c2450', '#5a2b78', '#9c3c79', '#dc5f5f', '#f6a560', '#fff2d2'],
  },
  projector: {
    diverging: ['#6b2600', '#bf5a14', '#f0b485', '#ffffff', '#93bfe2', '#2a74b0', '#042b5c'],
    sequential: ['#ffffff', '#dcd1ef', '#b294da', '#8655be', '#5e2d97', '#39106e', '#160230'],
  },
};

export const specialColours: Readonly<Record<ThemeName, SpecialColours>> = {
  paper: special('#e0249a', '#8d9099', '#f9f8f3', '#00c49a'),
  night: special('#ff4fc0', '#5b606b', '#13161e', '#2ff0b0'),
  projector: special('#d0007f', '#6f737c', '#fdfdfd', '#00b48c'),
};

function special(nan: string, stripe: string, masked: string, infinite: string): SpecialColours {
  return {
    nan: packed(nan),
    stripe: packed(stripe),
    masked: packed(masked),
    infinite: packed(infinite),
  };
}

/** Length of a table: what a shader reads. */
export const tableLength = 1024;

/**
 * Entries 0…1022 run evenly through the stops in OKLab. Their number is odd so that the middle of a
 * diverging palette has an entry of its own, 511; entry 1023 repeats the last.
 */
export const lastPlace = tableLength - 2;

/** @returns [1024] packed colours */
export function lookupTable(stops: Stops): Uint32Array<ArrayBuffer> {
  const colours = stops.map(packed);
  return Uint32Array.from({ length: tableLength }, (_, place) => {
    const along = (Math.min(place, lastPlace) / lastPlace) * (colours.length - 1);
    const stop = Math.min(Math.floor(along), colours.length - 2);
    return between(colours[stop] ?? 0, colours[stop + 1] ?? 0, along - stop);
  });
}
