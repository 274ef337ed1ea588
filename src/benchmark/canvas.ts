/** A rival drawing: one `ImageData` a map, one pixel a cell. */

import { hexOf } from '../fields/oklab.ts';
import { placeOf } from '../fields/scale.ts';
import { lineOf, type Surface } from './surface.ts';

export function canvasSurface(): Surface {
  const element = document.createElement('canvas');
  const context = element.getContext('2d');
  if (!context) throw new Error('bench: this browser has no 2d context');
  const sized = (width: number, height: number) => {
    if (element.width !== width) element.width = width;
    if (element.height !== height) element.height = height;
  };
  return {
    element,
    draw(job, data, unit) {
      const { rows, columns } = job.matrix;
      if (job.kind === 'curve') {
        sized(job.width, job.height);
        context.clearRect(0, 0, job.width, job.height);
        context.strokeStyle = hexOf(job.colours.line);
        context.lineWidth = job.lineWidth;
        context.stroke(new Path2D(lineOf(job, data, unit)));
        return 1;
      }
      sized(columns, rows);
      const image = new ImageData(columns, rows);
      const pixels = new Uint32Array(image.data.buffer);
      for (let cell = 0; cell < pixels.length; cell += 1) {
        pixels[cell] = job.table[placeOf(unit(data[cell] ?? 0))] ?? 0;
      }
      context.putImageData(image, 0, 0);
      return 1;
    },
  };
}
