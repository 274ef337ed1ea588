/** A figure as SVG, for papers: text as text, maps as images or rectangles. */
import { defineExport } from './export.ts';
import { figureOf } from './figure/figure.ts';
import { svgText } from './figure/svg.ts';
import { figureTooLarge } from './tooLarge.ts';

export default defineExport({
  id: 'svg',
  group: 'figure',
  ending: 'svg',
  mediaType: 'image/svg+xml',
  takes: 'any',
  refuses: figureTooLarge,
  make: async (context) => svgText(await figureOf(context)),
});
