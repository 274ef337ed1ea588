/**
 * A colour for each of up to 16 heads, for thin lines and arcs; the first few lie farthest apart.
 * Found by search for the largest least distance, also as eyes without red, green or blue cones
 * see them; a head is told by its number as well, never by its colour alone.
 */
import type { ThemeName } from './theme.ts';

export const hues: Readonly<Record<ThemeName, readonly string[]>> = {
  paper: [
    '#7a3fb0',
    '#1da12b',
    '#144316',
    '#d761ab',
    '#5d065e',
    '#0e7461',
    '#9079fe',
    '#8e5308',
    '#455079',
    '#81254a',
    '#501499',
    '#b37c77',
    '#a85287',
    '#657f43',
    '#566be9',
    '#8e60c1',
  ],
  night: [
    '#b48ae0',
    '#80f782',
    '#2a752d',
    '#f2c8ef',
    '#a83e93',
    '#1dbfa1',
    '#a56f78',
    '#e97125',
    '#cec23a',
    '#427bc6',
    '#fe99fb',
    '#a3d2ae',
    '#cc3239',
    '#829d60',
    '#009eaf',
    '#6851c3',
  ],
  projector: [
    '#6424a0',
    '#27a833',
    '#d466d2',
    '#a11d05',
    '#296e78',
    '#1e385b',
    '#6a072b',
    '#8154d5',
    '#926c48',
    '#ab7b97',
    '#73414b',
    '#b54ba0',
    '#4b4e79',
    '#667efe',
    '#f5642b',
    '#440f83',
  ],
};

/** @param head  counted from 0 */
export function hueOf(theme: ThemeName, head: number): string {
  const colours = hues[theme];
  const hue = colours[head % colours.length];
  if (hue === undefined) throw new Error(`hueOf: head must be 0 or more, got ${head}`);
  return hue;
}
