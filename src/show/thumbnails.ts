/** Thumbnails once they are computed: kept as long as the page, and painted like a map. */
import { createStore } from 'zustand/vanilla';
import { extent } from '../fields/statistics.ts';
import type { ThemeName } from '../fields/theme.ts';
import type { Thumbnail } from '../state/thumbnail.ts';
import { paintCells } from './paintCells.ts';
import { answers } from './shown.ts';

/** By scheme; one that is not there yet is on its way. */
export const thumbnails = createStore<{ readonly byScheme: ReadonlyMap<string, Thumbnail> }>(
  () => ({
    byScheme: new Map(),
  }),
);

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
    order().find((each) => !tried.has(each) && !thumbnails.getState().byScheme.has(each));
  const gather = async () => {
    for (let id = next(); id !== undefined && !signal.aborted; id = next()) {
      tried.add(id);
      try {
        const thumbnail = await answers.thumbnail(id);
        if (thumbnail) {
          const { byScheme } = thumbnails.getState();
          thumbnails.setState({ byScheme: new Map([...byScheme, [id, thumbnail]]) });
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

/** On a scale that ends at its own largest number. */
export function paintThumbnail(
  canvas: HTMLCanvasElement,
  thumbnail: Thumbnail,
  theme: ThemeName,
): void {
  const { largest } = extent(thumbnail.data);
  paintCells(canvas, thumbnail, { kind: 'diverging', curve: 'linear' }, largest, theme);
}
