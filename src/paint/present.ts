/**
 * Puts a finished picture on a canvas. All painters do it in this way, so that a canvas can go from
 * one to another, and software GPUs show what was drawn.
 */
export function present(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
  if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
  const context = canvas.getContext('bitmaprenderer');
  if (!context) throw new Error('present: the canvas already has a context of another kind');
  context.transferFromImageBitmap(bitmap);
}
