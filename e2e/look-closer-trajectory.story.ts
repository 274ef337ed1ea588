/** Following the path of the positions: its components, worked out again here, and the two figures. */
import { lookupTable, palettes } from '../src/fields/colour.ts';
import { axeFaults } from './axe.ts';
import { sinusoid } from './expected.ts';
import { dress, goTo } from './inPlace.ts';
import { boxOf, expect, open, type Page, screenFrames, surface, test } from './page.ts';

const result = (page: Page) => page.locator('.lens-trajectory .lens-result');
const panel = (page: Page, kind: 'flat' | 'deep') => page.locator(`.trajectory-panel.${kind}`);
const mark = (page: Page, kind: 'flat' | 'deep') => panel(page, kind).locator('.lens-mark');
const spoken = (page: Page) => page.locator('#plate [aria-live=polite]');

/** Where the crosshair's row stands in a figure. */
async function marked(page: Page, kind: 'flat' | 'deep'): Promise<readonly [number, number]> {
  await screenFrames(page);
  return mark(page, kind)
    .locator('circle')
    .evaluate((circle) => [Number(circle.getAttribute('cx')), Number(circle.getAttribute('cy'))]);
}

/** The variance of rows along the direction in which it is largest, by power iteration, and of all. */
function variances(rows: readonly (readonly number[])[]): readonly [first: number, all: number] {
  const width = rows[0]?.length ?? 0;
  const means = Array.from(
    { length: width },
    (_, c) => rows.reduce((sum, row) => sum + (row[c] ?? 0), 0) / rows.length,
  );
  const centred = rows.map((row) => row.map((x, c) => x - (means[c] ?? 0)));
  let axis = Array.from({ length: width }, (_, c) => Math.cos(c));
  let first = 0;
  for (let time = 0; time < 500; time++) {
    const along = centred.map((row) => row.reduce((sum, x, c) => sum + x * (axis[c] ?? 0), 0));
    const next = axis.map((_, c) =>
      centred.reduce((sum, row, p) => sum + (row[c] ?? 0) * (along[p] ?? 0), 0),
    );
    first = Math.hypot(...next) / rows.length;
    axis = next.map((x) => x / Math.hypot(...next));
  }
  return [first, centred.flat().reduce((sum, x) => sum + x * x, 0) / rows.length];
}

test('someone follows the path of the positions, in two figures', async ({ page }) => {
  await open(page, 'lens=trajectory&length=48&dim=32&heads=2');
  await test.step('the first component carries what it carries when it is worked out another way', async () => {
    const rows = Array.from({ length: 48 }, (_, p) =>
      Array.from({ length: 32 }, (_unused, c) => sinusoid(p, c, 32)),
    );
    const [first, all] = variances(rows);
    await expect(result(page)).toContainText('%');
    const shares = ((await result(page).innerText()).match(/\d+%/g) ?? []).map(Number.parseFloat);
    expect(shares).toHaveLength(4);
    expect(Math.abs((shares[1] ?? Number.NaN) - (100 * first) / all)).toBeLessThanOrEqual(0.5);
  });

  await test.step('the circular scheme is a circle: two components, and every step is as long', async () => {
    await goTo(page, 'lens=trajectory&encoding=circular&length=8&dim=8&heads=1');
    await expect(result(page)).toHaveText(/100% .+ 50%, 50% and 0%/);
    await surface(page, 'positions').focus();
    await page.keyboard.press('PageUp');
    const places: (readonly [number, number])[] = [];
    for (let row = 0; row < 8; row++) {
      places.push(await marked(page, 'flat'));
      await page.keyboard.press('ArrowDown');
    }
    const step = (from: number) => {
      const [[x = 0, y = 0] = [], [u = 0, v = 0] = []] = [places[from], places[(from + 1) % 8]];
      return Math.hypot(u - x, v - y);
    };
    // Equal scales on both axes: an ellipse would have steps of many lengths.
    for (let row = 1; row < 8; row++) expect(step(row) / step(0)).toBeCloseTo(1, 2);
  });

  await test.step('pointing at a position moves the plate, and its dot has the colour of its place', async () => {
    await surface(page, 'positions').focus();
    for (const key of ['PageUp', 'PageUp', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
      await page.keyboard.press(key);
    }
    const [x, y] = await marked(page, 'flat');
    await page.keyboard.press('PageDown');
    await expect(spoken(page)).toContainText('row 7 ');
    await panel(page, 'flat').scrollIntoViewIfNeeded();
    const box = await boxOf(panel(page, 'flat').locator('svg'));
    await page.mouse.move(box.x + x + 5, box.y + y - 4);
    await expect(spoken(page)).toContainText('row 3 ');
    await expect(mark(page, 'flat').locator('text')).toHaveText(/^3 /);
    const colour = await panel(page, 'flat')
      .locator('canvas')
      .evaluate(
        (canvas, [left, top]) => {
          if (!(canvas instanceof HTMLCanvasElement)) throw new Error('no canvas');
          const { width, height } = canvas;
          const copy = new OffscreenCanvas(width, height).getContext('2d', {
            willReadFrequently: true,
          });
          copy?.drawImage(canvas, 0, 0);
          const at = [left, top].map((place) => Math.round(place * devicePixelRatio));
          return [...(copy?.getImageData(at[0] ?? 0, at[1] ?? 0, 1, 1).data ?? [])];
        },
        [x, y] as const,
      );
    // The palette from where it can be seen on the page, 0.24, to its end.
    const place = Math.round((0.24 + (0.76 * 3) / 7) * 1022);
    const wanted = lookupTable(palettes.paper.sequential)[place] ?? 0;
    expect(colour).toEqual([wanted & 255, (wanted >>> 8) & 255, (wanted >>> 16) & 255, 255]);
  });

  await test.step('the figure turns by keyboard and by dragging', async () => {
    await goTo(page, 'lens=trajectory&length=24&dim=16&heads=2');
    const turn = page.getByRole('slider', { name: 'Turn' });
    await turn.focus();
    const flat = await marked(page, 'flat');
    const before = await marked(page, 'deep');
    for (let time = 0; time < 5; time++) await page.keyboard.press('ArrowRight');
    await expect(turn).toHaveValue('-30');
    const after = await marked(page, 'deep');
    expect(after[0]).not.toBe(before[0]);
    expect(await marked(page, 'flat')).toEqual(flat);
    await panel(page, 'deep').scrollIntoViewIfNeeded();
    const box = await boxOf(panel(page, 'deep').locator('svg'));
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await expect(turn).toHaveValue('-10');
    await expect(page.getByRole('slider', { name: 'Tilt' })).toHaveValue('30');
  });

  await test.step('where positions have no vectors, it says so', async () => {
    await goTo(page, 'lens=trajectory&encoding=alibi&length=10');
    const words = page.locator('.lens-trajectory');
    await expect(words).toContainText('gives positions no vectors');
    await page.evaluate(() => window.whereabouts.apply({ encoding: 'none' }));
    await expect(words).toContainText('all positions would be one point');
    await page.evaluate(() => window.whereabouts.apply({ encoding: 'sinusoidal', length: 1 }));
    await expect(words).toContainText('there is no path');
    await expect(page.locator('.trajectory-panel')).toHaveCount(0);
  });

  await goTo(page, 'lens=trajectory&encoding=rope&length=24');
  for (const lang of ['en', 'zh-CN']) {
    await test.step(`axe finds nothing in ${lang}`, async () => {
      await dress(page, { lang });
      await expect(panel(page, 'deep')).toBeVisible();
      await screenFrames(page);
      expect(await axeFaults(page, '#lens')).toEqual([]);
    });
  }
});
