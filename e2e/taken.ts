/** What stories about exports share: a file as bytes, and the colours of a picture. */
import type { Page } from './page.ts';

/** A file that the script makes. */
export async function exported(page: Page, ...asked: readonly unknown[]): Promise<Buffer> {
  const text = await page.evaluate(async ([kind, quantity, look]) => {
    const file = await window.whereabouts.export(kind, quantity, look);
    const bytes = new Uint8Array(await file.arrayBuffer());
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }, asked);
  return Buffer.from(text, 'latin1');
}

/** Colours of a PNG at shares of its width and height. */
export function colours(page: Page, png: Buffer, at: readonly (readonly [x: number, y: number])[]) {
  return page.evaluate(
    async ([base64, places]) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes]));
      const { width, height } = picture;
      const context = new OffscreenCanvas(width, height).getContext('2d', {
        willReadFrequently: true,
      });
      context?.drawImage(picture, 0, 0);
      const pixels = places.map(([x, y]) => {
        const [left, top] = [Math.floor(x * width), Math.floor(y * height)];
        return [...(context?.getImageData(left, top, 1, 1).data ?? [])];
      });
      return { width, height, pixels };
    },
    [png.toString('base64'), at] as const,
  );
}
