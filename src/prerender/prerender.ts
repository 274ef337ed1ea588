/**
 * What is made of the page while it is built: its first sight as HTML, pictures of its default plate,
 * its icon, the names of its addresses. Every pixel is computed by the page's own float64 formulas.
 * The browser loads nothing of this; scripts/prerender.ts imports it.
 */
import { encodingIds } from '../encodings/index.ts';
import { packed } from '../fields/oklab.ts';
import { themes } from '../fields/theme.ts';
import { lessonIds } from '../lessons/lessons.ts';
import { mapNames } from '../show/shown.ts';
import { defaultSpec } from '../state/spec.ts';
import { prerenderedPages } from './page.tsx';
import { type Pixels, paintedMap, plateOf } from './plate.ts';

const plate = plateOf();

/** For links that others show: the three maps side by side on paper. */
function preview(): Pixels {
  const [width, height, side, gap] = [1200, 630, 360, 30];
  const pixels = new Uint32Array(width * height).fill(packed(themes.paper.page));
  mapNames.forEach((map, place) => {
    const square = paintedMap(plate, map, 'paper', side).pixels;
    const left = gap + place * (side + gap);
    for (let row = 0; row < side; row++) {
      const at = ((height - side) / 2 + row) * width + left;
      pixels.set(square.subarray(row * side, (row + 1) * side), at);
    }
  });
  return { width, height, pixels };
}

/** Of the installed page: sixteen positions of the sinusoidal table, sixteen channels each. */
function icon(side: number): Pixels {
  return paintedMap(plateOf({ length: 16, dim: 16, heads: 1 }), 'positions', 'paper', side);
}

export const prerendered = {
  /** A picture's address stands in it as `picture:` and its name. */
  html: await prerenderedPages((map, theme) => `picture:${map}-${theme}`),
  pictures: mapNames.flatMap((map) =>
    (['paper', 'night'] as const).map((theme) => ({
      name: `${map}-${theme}`,
      picture: paintedMap(plate, map, theme),
    })),
  ),
  preview: preview(),
  icons: [192, 512].map(icon),
  /** Of every scheme but the default, which the bare address shows, and of every lesson. */
  queries: [
    ...encodingIds.filter((id) => id !== defaultSpec.encoding).map((id) => `encoding=${id}`),
    ...lessonIds.map((id) => `room=lessons&lesson=${id}`),
  ],
};
