/** Colours chosen by the system: what stands for numbers keeps its own, and what is chosen shows. */
import { putOn, sizeOf } from '../scripts/states.mjs';
import { expect, open, slider, test, visit } from './page.ts';

test('what is seen under forced colours', async ({ page }) => {
  await open(page, 'lens=trajectory');
  await page.emulateMedia({ forcedColors: 'active' });
  await test.step('scales, sliders and what is chosen are seen under forced colours', async () => {
    const bars = page.locator('.legend-bar, .trajectory-legend i');
    await expect(bars).toHaveCount(4);
    for (const bar of await bars.all()) await expect(bar).toHaveCSS('background-image', /gradient/);
    await expect(slider(page, 'length')).toHaveCSS('forced-color-adjust', 'none');
    const edge = (name: string) =>
      page
        .locator(`[data-lens=${name}]`)
        .evaluate((tab) => getComputedStyle(tab).borderBottomColor);
    expect(await edge('trajectory')).not.toBe(await edge('clocks'));
    const canvas = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.color = 'Canvas';
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    });
    expect(await edge('clocks')).toBe(canvas);
  });
  await test.step('the numbers of a scale never touch, and keep to its width', async () => {
    for (const [query, theme] of [
      ['', 'light'],
      ['', 'projector'],
      ['encoding=custom&formula=P[p,c] = sin(p)/8192&similarity=dot', 'light'],
      ['room=compare&compare=rope~alibi', 'light'],
    ] as const) {
      await visit(page, query);
      await putOn(page, { size: sizeOf('820x1180'), lang: 'en', theme });
      await expect(page.locator('.legend-ticks').last()).not.toHaveText('');
      const apart = await page.locator('.legend-ticks').evaluateAll((all) =>
        all.map((ticks) => {
          const { left, right } = ticks.getBoundingClientRect();
          const boxes = [...ticks.children]
            .filter((span) => getComputedStyle(span).visibility === 'visible')
            .map((span) => span.getBoundingClientRect());
          const gaps = boxes.slice(1).map((box, i) => box.left - (boxes[i]?.right ?? 0));
          const inside = boxes.every((box) => box.left >= left - 1 && box.right <= right + 1);
          return inside ? Math.min(...gaps, 99) : Number.NaN;
        }),
      );
      for (const gap of apart) expect(gap, `${query} ${theme}`).toBeGreaterThan(3);
    }
  });
  await page.emulateMedia({ forcedColors: null });
});
