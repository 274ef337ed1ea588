/** A figure as pixels: drawn on a canvas, in the page's own face, and written as PNG. */

import { withDensity } from './density.ts';
import { type Figure, type Mark, sans, type TextMark } from './marks.ts';

/** @param perPoint  pixels */
export async function pngOf(figure: Figure, perPoint: number): Promise<Blob> {
  const canvas = await drawn(figure, perPoint);
  const png = await canvas.convertToBlob({ type: 'image/png' });
  return withDensity(png, (perPoint * 72) / 0.0254);
}

async function drawn({ width, height, ground, marks }: Figure, perPoint: number) {
  const size = { width: Math.round(width * perPoint), height: Math.round(height * perPoint) };
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('png: this browser has no 2d context');
  await Promise.all(
    marks.flatMap((mark) =>
      mark.kind === 'text' ? document.fonts.load(fontOf(mark), mark.text) : [],
    ),
  );
  if (ground) {
    context.fillStyle = ground;
    context.fillRect(0, 0, size.width, size.height);
  }
  // Edges of cells and of the picture fall on whole pixels.
  const onPixels = { x: size.width / width, y: size.height / height };
  context.setTransform(onPixels.x, 0, 0, onPixels.y, 0, 0);
  context.imageSmoothingEnabled = false;
  for (const mark of marks) {
    context.save();
    context.globalAlpha = ('opacity' in mark ? mark.opacity : undefined) ?? 1;
    draw(context, mark);
    context.restore();
  }
  return canvas;
}

function draw(context: OffscreenCanvasRenderingContext2D, mark: Mark): void {
  switch (mark.kind) {
    case 'rect':
      context.fillStyle = mark.fill;
      context.fillRect(mark.x, mark.y, mark.width, mark.height);
      return;
    case 'text':
      drawText(context, mark);
      return;
    case 'path': {
      const path = new Path2D(mark.d);
      if (mark.transform) context.transform(...mark.transform);
      if (mark.fill) {
        context.fillStyle = mark.fill;
        // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- no array
        context.fill(path);
      }
      if (!mark.stroke) return;
      context.strokeStyle = mark.stroke;
      context.lineWidth = mark.strokeWidth ?? 1;
      context.setLineDash([...(mark.dash ?? [])]);
      context.stroke(path);
      return;
    }
    case 'image':
      context.imageSmoothingEnabled = mark.smooth ?? false;
      context.imageSmoothingQuality = 'high';
      context.drawImage(mark.image, mark.x, mark.y, mark.width, mark.height);
      return;
    case 'cells':
      drawCells(context, mark);
      return;
    case 'ramp': {
      const ramp = context.createLinearGradient(mark.x, 0, mark.x + mark.width, 0);
      mark.colours.forEach((colour, i) => ramp.addColorStop(i / (mark.colours.length - 1), colour));
      context.fillStyle = ramp;
      context.fillRect(mark.x, mark.y, mark.width, mark.height);
    }
  }
}

const fontOf = ({ size, weight = 400, italic, family = sans }: Partial<TextMark>) =>
  `${italic ? 'italic ' : ''}${weight} ${size}px ${family}`;

function drawText(context: OffscreenCanvasRenderingContext2D, mark: TextMark): void {
  context.font = fontOf(mark);
  context.textAlign = mark.anchor === 'middle' ? 'center' : (mark.anchor ?? 'start');
  context.fillStyle = mark.fill;
  context.translate(mark.x, mark.y);
  context.rotate(((mark.turned ?? 0) * Math.PI) / 180);
  context.fillText(mark.text, 0, 0);
}

function drawCells(context: OffscreenCanvasRenderingContext2D, mark: Mark & { kind: 'cells' }) {
  const { x, y, width, height, rows, columns, colours } = mark;
  const small = new OffscreenCanvas(columns, rows);
  const cells = small.getContext('2d');
  colours.forEach((colour, i) => {
    if (!cells) return;
    cells.fillStyle = colour;
    cells.fillRect(i % columns, Math.floor(i / columns), 1, 1);
  });
  context.drawImage(small, x, y, width, height);
}

let measuring: OffscreenCanvasRenderingContext2D | null = null;

/** Points that a text takes. */
export function widthOf(text: string, size: number, weight = 400, family = sans): number {
  measuring ??= new OffscreenCanvas(1, 1).getContext('2d');
  if (!measuring) throw new Error('figure: this browser has no 2d context');
  // At a size at which whole pixels are small.
  measuring.font = fontOf({ size: 100, weight, family });
  return (measuring.measureText(text).width * size) / 100;
}
