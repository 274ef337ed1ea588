import { describe, expect, it } from 'vitest';
import { contrast } from '../testing/contrast.ts';
import { hueOf, hues } from './hues.ts';
import { difference, type LinearRgb, labOfLinear, linearOf, packed, times } from './oklab.ts';
import { type ThemeName, themes } from './theme.ts';

/** Light as an eye without one kind of cone has it. Source: Machado et al. 2009, severity 1. */
const eyes: Readonly<Record<string, Parameters<typeof times>[0]>> = {
  'three cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red cones': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green cones': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue cones': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const clipped = ([red, green, blue]: LinearRgb): LinearRgb => {
  const clip = (light: number) => Math.min(Math.max(light, 0), 1);
  return [clip(red), clip(green), clip(blue)];
};

/** The least OKLab distance among the first so many heads. */
function closest(theme: ThemeName, eye: string, heads: number): number {
  const seen = hues[theme].slice(0, heads).map((hex) =>
    labOfLinear(
      clipped(
        times(
          eyes[eye] ?? [
            [0, 0, 0],
            [0, 0, 0],
            [0, 0, 0],
          ],
          linearOf(packed(hex)),
        ),
      ),
    ),
  );
  return Math.min(
    ...seen.flatMap((one, place) => seen.slice(0, place).map((other) => difference(one, other))),
  );
}

describe.each(Object.keys(hues) as ThemeName[])('the hues of heads in %s', (theme) => {
  it('stand out from the page, 3 to 1 at least', () => {
    expect(hues[theme]).toHaveLength(16);
    for (const hue of hues[theme]) {
      expect(contrast(hue, themes[theme].page)).toBeGreaterThanOrEqual(3);
    }
  });

  // 0.02 is just seen: three times that among sixteen, six times among the usual four.
  it.each(Object.keys(eyes))('differ for an eye with %s', (eye) => {
    expect(closest(theme, eye, 16)).toBeGreaterThanOrEqual(0.06);
    expect(closest(theme, eye, 8)).toBeGreaterThanOrEqual(0.085);
    expect(closest(theme, eye, 4)).toBeGreaterThanOrEqual(0.13);
  });

  it('begin with the accent', () => {
    expect(hueOf(theme, 0)).toBe(themes[theme].accent);
    expect(hueOf(theme, 16)).toBe(hueOf(theme, 0));
  });
});
