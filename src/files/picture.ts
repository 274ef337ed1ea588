/** A picture in patches, as ViT takes it, patch after patch. Plain numbers. */
import type { Stem } from './families/description.ts';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each, 0…255. */
  readonly data: Uint8ClampedArray;
}

type Patches = Extract<Stem, { readonly kind: 'patches' }>;

/**
 * @param picture  as large as the patches are together
 * @returns        of each patch its reds, greens and blues, each row after row, [patch, channel · row · column]
 */
export function patchRows(
  { data, width }: Pixels,
  { rows, columns, side, mean, deviation }: Patches,
): Float32Array {
  const values = new Float32Array(rows * columns * side * side * 3);
  let cell = 0;
  for (let patch = 0; patch < rows * columns; patch++) {
    const [top, left] = [Math.floor(patch / columns) * side, (patch % columns) * side];
    for (let channel = 0; channel < 3; channel++) {
      for (let y = top; y < top + side; y++) {
        for (let x = left; x < left + side; x++) {
          const colour = (data[4 * (y * width + x) + channel] ?? 0) / 255;
          values[cell++] = (colour - (mean[channel] ?? 0)) / (deviation[channel] ?? 1);
        }
      }
    }
  }
  return values;
}

/** Row and column of each patch, from 1. */
export function patchPlaces({ rows, columns }: Patches): readonly (readonly [number, number])[] {
  return Array.from(
    { length: rows * columns },
    (_, patch) => [Math.floor(patch / columns) + 1, (patch % columns) + 1] as const,
  );
}
