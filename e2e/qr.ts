/** What a QR code on the page says to a camera. */
import type { Locator } from '@playwright/test';
import jsQR from 'jsqr';

/** Pixels of the camera's picture along a module, of which the canvas has one. */
const scale = 4;

/** @returns null where no code is found */
export async function readQr(code: Locator): Promise<string | null> {
  const { side, reds } = await code.evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('readQr: no canvas');
    const { width } = canvas;
    const context = new OffscreenCanvas(width, width).getContext('2d');
    if (!context) throw new Error('readQr: no 2d context');
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, width, width);
    // Black on white: one number of four says it.
    return { side: width, reds: [...data].filter((_, at) => at % 4 === 0) };
  });
  const wide = scale * side;
  const pixels = new Uint8ClampedArray(4 * wide * wide).fill(255);
  for (let at = 0; at < wide * wide; at++) {
    const [row, column] = [Math.floor(at / wide), at % wide];
    const red = reds[Math.floor(row / scale) * side + Math.floor(column / scale)] ?? 0;
    pixels.fill(red, 4 * at, 4 * at + 3);
  }
  return jsQR(pixels, wide, wide)?.data ?? null;
}
