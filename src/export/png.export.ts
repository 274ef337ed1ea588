/** A figure as pixels, for slides and documents. */
import { defineExport } from './export.ts';
import { figureOf } from './figure/figure.ts';
import { pngOf } from './figure/pixels.ts';
import { dotsPerInch } from './look.ts';
import { figureTooLarge } from './tooLarge.ts';

export default defineExport({
  id: 'png',
  group: 'figure',
  ending: 'png',
  mediaType: 'image/png',
  takes: 'any',
  refuses: figureTooLarge,
  make: async (context) => pngOf(await figureOf(context), (context.look.scale * dotsPerInch) / 72),
});
