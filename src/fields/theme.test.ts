import { describe, expect, it } from 'vitest';
import { linearOf, packed } from './oklab.ts';
import { type ThemeName, themes } from './theme.ts';

/** WCAG 2 contrast ratio, 1…21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = linearOf(packed(hex));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(Object.keys(themes) as ThemeName[])('%s', (name) => {
  const { page, ink, soft, accent, query, key, value } = themes[name];

  it.each(Object.entries({ ink, soft, accent, query }))('%s is readable', (_, colour) => {
    expect(contrast(page, colour)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries({ key, value }))(
    '%s is readable in large text and graphics',
    (_, colour) => {
      expect(contrast(page, colour)).toBeGreaterThanOrEqual(3);
    },
  );
});

it('the projector theme has at least as much contrast as paper, colour by colour', () => {
  const { page: paper, hairline: _, ...colours } = themes.paper;
  for (const name of Object.keys(colours) as (keyof typeof colours)[]) {
    expect(contrast(themes.projector.page, themes.projector[name])).toBeGreaterThanOrEqual(
      contrast(paper, colours[name]),
    );
  }
});

it('contrast is 21 between black and white', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
});
