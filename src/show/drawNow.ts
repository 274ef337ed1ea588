/** Draws at once what a change of a store brings. What draws the page says how. */

let way = (change: () => void): void => change();

export function drawNow(change: () => void): void {
  way(change);
}

export function drawBy(drawing: (change: () => void) => void): void {
  way = drawing;
}
