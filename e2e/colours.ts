/** Whether what is painted is what was computed. */
import type { ThemeName } from '../src/fields/theme.ts';
import { coloursOf, farthest } from './expected.ts';
import {
  type Cell,
  expect,
  gridOf,
  type MapName,
  type Page,
  pixels,
  readAll,
  spec,
} from './page.ts';

/** The map's numbers from the GPU: rows, columns and values. */
async function numbersOf(page: Page, map: MapName) {
  const shown = await spec(page);
  const { shape, data } = await readAll(page, map === 'attention' ? 'weights' : map);
  const [rows = 0, columns = 0] = shape.slice(-2);
  const from = map === 'attention' ? (shown.head - 1) * rows * columns : 0;
  const size: Cell = [rows, columns];
  return { size, values: data.slice(from, from + rows * columns) };
}

/** Asserts that a grid of cells of a map is painted in the colours of the numbers it has on the GPU. */
export async function expectColours(page: Page, map: MapName, theme: ThemeName = 'paper') {
  const { size, values } = await numbersOf(page, map);
  const cells = gridOf(size, 12);
  const painted = await pixels(page, map, size, cells);
  const places = cells.map(([row, column]) => row * size[1] + column);
  const expected = coloursOf(map, await spec(page), theme, values, places);
  // A value beside the edge of a colour's entry may take the next one: one step a channel, or two.
  expect(farthest(painted.flat(), expected.flat()), `${map}, ${theme}`).toBeLessThanOrEqual(2);
  return painted;
}

/** The same of several maps, none of which is all one colour. */
export async function expectPicture(page: Page, theme: ThemeName, maps: readonly MapName[]) {
  for (const map of maps) {
    const painted = await expectColours(page, map, theme);
    expect(new Set(painted.map(String)).size, `${map} is not all one colour`).toBeGreaterThan(3);
  }
}
