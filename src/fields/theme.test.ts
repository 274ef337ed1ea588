import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast } from '../testing/contrast.ts';
import { type ThemeName, themes } from './theme.ts';

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

it('the style sheet of the page before it is there has the same colours', () => {
  const css = readFileSync(new URL('../views/prerendered.css', import.meta.url), 'utf8');
  const found = Array.from(
    css.matchAll(/--(\w+): light-dark\((#\w+), (#\w+)\);/g),
    ([, ...all]) => all,
  );
  const { paper, night } = themes;
  expect(found).toEqual(
    (Object.keys(paper) as (keyof typeof paper)[]).map((name) => [name, paper[name], night[name]]),
  );
});
