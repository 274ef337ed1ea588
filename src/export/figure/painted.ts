/** Panels in their colours: drawn by the page's own painters, and read back once. */
import { specialColours } from '../../fields/colour.ts';
import { hexOf } from '../../fields/oklab.ts';
import type { ThemeName } from '../../fields/theme.ts';
import type { Painter } from '../../paint/painter.ts';
import { tableOf } from '../../show/mapColours.ts';
import { shownStore } from '../../show/shown.ts';
import type { Panel } from './panels.ts';

export interface Painted extends Panel {
  /** One pixel a cell, or, of more cells than pixels, one for the mean of several. */
  readonly image: HTMLCanvasElement;
  /** The m of its scale. */
  readonly largest: number;
}

/** @param most  pixels along a side */
export async function painted(
  panels: readonly Panel[],
  theme: ThemeName,
  most: number,
): Promise<readonly Painted[]> {
  const { painter } = shownStore.getState();
  if (!painter) throw new Error('figure: nothing paints');
  const { memoryPainter } = await import('../../paint/memory.ts');
  const isLent = ({ matrix }: Panel) => matrix.kind === 'gpu';
  const [lent, own] = [panels.filter(isLent), panels.filter((each) => !isLent(each))];
  const done = [
    ...(await paintedBy(painter, lent, theme, most)),
    ...(await paintedBy(memoryPainter(), own, theme, most)),
  ];
  return panels.flatMap((panel) => done.find((each) => each.panel === panel)?.painted ?? []);
}

async function paintedBy(
  painter: Painter,
  panels: readonly Panel[],
  theme: ThemeName,
  most: number,
): Promise<readonly { readonly panel: Panel; readonly painted: Painted }[]> {
  if (panels.length === 0) return [];
  const measurement = painter.measure(panels.map(({ matrix }) => matrix));
  const canvases = panels.map(() => document.createElement('canvas'));
  painter.paint(
    panels.map(({ matrix, scale, window }, i) => ({
      canvas: canvases[i] ?? document.createElement('canvas'),
      job: {
        kind: 'heatmap',
        matrix,
        window,
        scale,
        extent: measurement.slot(i),
        width: Math.min(window.right - window.left, most),
        height: Math.min(window.bottom - window.top, most),
        table: tableOf(theme, scale.kind),
        special: specialColours[theme],
      },
    })),
  );
  await painter.painted();
  const extents = await measurement.read();
  measurement.stop();
  return panels.map((panel, i) => {
    const { domain } = panel.scale;
    const largest = domain.kind === 'fixed' ? domain.max : (extents[i]?.largest ?? 0);
    const image = copied(canvases[i] ?? document.createElement('canvas'));
    return { panel, painted: { ...panel, image, largest } };
  });
}

/** In a canvas whose pixels can be read. */
export function copied(source: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas');
  copy.width = source.width;
  copy.height = source.height;
  const context = copy.getContext('2d', { willReadFrequently: true });
  context?.drawImage(source, 0, 0);
  return copy;
}

/** The colour of each pixel, row-major, `#rrggbb`. */
export function coloursOf(image: HTMLCanvasElement): readonly string[] {
  const { width, height } = image;
  const bytes = image.getContext('2d')?.getImageData(0, 0, width, height).data.buffer;
  return Array.from(new Uint32Array(bytes ?? new ArrayBuffer()), hexOf);
}
