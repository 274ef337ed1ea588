/**
 * sRGB to OKLab and back, where equal steps look equal. Colours are hex strings or RGBA8 packed in a
 * little-endian u32 (r | g<<8 | b<<16 | a<<24); no colour management beyond sRGB.
 */

/** Lightness 0…1, green–red and blue–yellow about −0.4…0.4. Source: Björn Ottosson 2020. */
export type OkLab = readonly [lightness: number, a: number, b: number];

/** Light of each primary, 0…1. */
export type LinearRgb = readonly [red: number, green: number, blue: number];

type Row = readonly [number, number, number];
type Matrix3 = readonly [Row, Row, Row];

const conesOfRgb: Matrix3 = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const labOfCones: Matrix3 = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];
const conesOfLab: Matrix3 = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
];
const rgbOfCones: Matrix3 = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
];

/** Matrix × column vector. */
export function times(matrix: Matrix3, [x, y, z]: Row): Row {
  const dot = ([a, b, c]: Row) => a * x + b * y + c * z;
  return [dot(matrix[0]), dot(matrix[1]), dot(matrix[2])];
}

export function labOfLinear(rgb: LinearRgb): OkLab {
  const [l, m, s] = times(conesOfRgb, rgb);
  return times(labOfCones, [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)]);
}

function linearOfLab(lab: OkLab): LinearRgb {
  const [l, m, s] = times(conesOfLab, lab);
  return times(rgbOfCones, [l ** 3, m ** 3, s ** 3]);
}

export function linearOf(colour: number): LinearRgb {
  return [lightOf(colour), lightOf(colour >>> 8), lightOf(colour >>> 16)];
}

/** Light of the lowest byte, by sRGB's curve. */
function lightOf(colour: number): number {
  const share = (colour & 255) / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

export function labOf(colour: number): OkLab {
  return labOfLinear(linearOf(colour));
}

/** Packs an opaque colour; light outside sRGB is clipped. */
function packedLinear([red, green, blue]: LinearRgb): number {
  return (byteOf(red) | (byteOf(green) << 8) | (byteOf(blue) << 16) | (255 << 24)) >>> 0;
}

function byteOf(light: number): number {
  const share =
    light <= 0.0031308 ? 12.92 * Math.max(light, 0) : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(share, 1));
}

/** @param hex `#rrggbb` or `#rrggbbaa` */
export function packed(hex: string): number {
  if (!/^#([0-9a-f]{2}){3,4}$/.test(hex)) {
    throw new Error(`packed: a colour is #rrggbb or #rrggbbaa, got ${hex}`);
  }
  const byte = (at: number) => Number.parseInt(hex.slice(at, at + 2) || 'ff', 16);
  return (byte(1) | (byte(3) << 8) | (byte(5) << 16) | (byte(7) << 24)) >>> 0;
}

/** A packed colour as a style sheet has it, `rgb(r g b)`; without its alpha. */
export function cssOf(colour: number): string {
  return `rgb(${colour & 255} ${(colour >>> 8) & 255} ${(colour >>> 16) & 255})`;
}

/** The same as `#rrggbb`, which every reader of SVG takes. */
export function hexOf(colour: number): string {
  const bytes = [colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255];
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Euclidean distance in OKLab; about 0.02 is just seen. */
export function difference(one: OkLab, other: OkLab): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/** The colour `share` of the way from one to the other, packed. */
export function between(one: number, other: number, share: number): number {
  const from = labOf(one);
  const to = labOf(other);
  const mix = (k: 0 | 1 | 2) => from[k] + share * (to[k] - from[k]);
  return packedLinear(linearOfLab([mix(0), mix(1), mix(2)]));
}
