/** Thumbnails once they are computed: kept as long as the page, and painted like a map. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { specialColours } from '../fields/colour.ts';
import { extent } from '../fields/statistics.ts';
import type { ThemeName } from '../fields/theme.ts';
import { pixelsOf } from '../paint/memory.ts';
import type { Thumbnail } from '../state/thumbnail.ts';
import { tableOf } from './paintPlate.ts';
import { askThumbnail } from './stage.ts';

const store = createStore<{ readonly byScheme: ReadonlyMap<string, Thumbnail> }>(() => ({
  byScheme: new Map(),
}));

/** Null until it is there. */
export function useThumbnail(encoding: string): Thumbnail | null {
  return useStore(store, ({ byScheme }) => byScheme.get(encoding) ?? null);
}

/**
 * Has those computed that are not there yet, one after another; one that cannot be had is passed
 * over.
 *
 * @param order  the schemes, the most urgent first; asked anew each time
 * @returns      what stops it
 */
export function gatherThumbnails(order: () => readonly string[]): () => void {
  const tried = new Set<string>();
  const stopping = new AbortController();
  const { signal } = stopping;
  const next = () =>
    order().find((each) => !tried.has(each) && !store.getState().byScheme.has(each));
  const gather = async () => {
    for (let id = next(); id !== undefined && !signal.aborted; id = next()) {
      tried.add(id);
      try {
        const thumbnail = await askThumbnail(id);
        if (thumbnail) {
          const { byScheme } = store.getState();
          store.setState({ byScheme: new Map([...byScheme, [id, thumbnail]]) });
        }
      } catch (error) {
        // One scheme at fault leaves the others their pictures.
        reportError(error);
      }
    }
  };
  void gather();
  return () => stopping.abort();
}

/** One pixel a cell, on a scale that ends at its own largest number. */
export function paintThumbnail(
  canvas: HTMLCanvasElement,
  { rows, columns, data }: Thumbnail,
  theme: ThemeName,
): void {
  const pixels = pixelsOf({
    kind: 'heatmap',
    matrix: { kind: 'memory', data, rows, columns, rowAxis: 'position', columnAxis: 'channel' },
    window: { left: 0, right: columns, top: 0, bottom: rows },
    scale: { kind: 'diverging', domain: { kind: 'measured' }, curve: 'linear' },
    extent: { kind: 'memory', extent: extent(data) },
    width: columns,
    height: rows,
    table: tableOf(theme, 'diverging'),
    special: specialColours[theme],
  });
  canvas.width = columns;
  canvas.height = rows;
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer), columns, rows);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
