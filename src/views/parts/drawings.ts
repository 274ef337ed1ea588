/** What the maps of the plate need of d3, in one file that is fetched beside the first paint. */
export { listen } from '../../show/gestures.ts';
export { drawAxis } from './drawAxis.ts';
export { followBand, followCrosshair } from './drawCrosshair.ts';
export { followTokens } from './drawTokens.ts';
