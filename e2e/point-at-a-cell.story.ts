/** Pointing at a cell: its number from the GPU and in float64, and one crosshair through all maps. */
import { numberIn, sinusoid } from './expected.ts';
import {
  apply,
  boxOf,
  type Cell,
  expect,
  type MapName,
  mapNames,
  open,
  type Page,
  placeOfCell,
  readAll,
  screenFrames,
  surface,
  test,
  visit,
} from './page.ts';

const query = 'length=16&dim=32&heads=2';
const sizes: Record<MapName, Cell> = {
  positions: [16, 32],
  similarity: [16, 16],
  attention: [16, 16],
};

async function pointAt(page: Page, map: MapName, cell: Cell): Promise<void> {
  const { x, y } = await placeOfCell(page, map, sizes[map], cell);
  await page.mouse.move(x, y);
}

/** The GPU's number and the float64 one, as they stand beside the formula. */
async function compared(page: Page) {
  const numbers = page.locator('.compare dd');
  await expect(numbers.nth(0)).not.toHaveText('…');
  await expect(numbers.nth(1)).not.toHaveText('…');
  return {
    gpu: numberIn(await numbers.nth(0).innerText()),
    float64: numberIn(await numbers.nth(1).innerText()),
  };
}

/** Where the crosshair of a map stands, in shares of its sides, and how wide its cell is. */
async function crossOf(page: Page, map: MapName) {
  const { width, height } = await boxOf(surface(page, map));
  const [horizontal, vertical] = await surface(page, map).locator('.cross line').all();
  const cell = surface(page, map).locator('.cross-cell');
  return {
    y: Number(await horizontal?.getAttribute('y1')) / height,
    x: Number(await vertical?.getAttribute('x1')) / width,
    cellWidth: Number(await cell.getAttribute('width')),
  };
}

const spoken = (page: Page) => page.locator('#plate [aria-live=polite]');

test('someone points at cells with pointer and keys: numbers, crosshair, zoom and table', async ({
  page,
}) => {
  await open(page, query);
  await test.step('the number of the cell is the one that the GPU has and the one of the formula', async () => {
    const { data } = await readAll(page, 'positions');
    for (const cell of [
      [0, 0],
      [9, 1],
      [15, 31],
      [3, 12],
    ] as const) {
      await pointAt(page, 'positions', cell);
      await expect(spoken(page)).toContainText(`row ${cell[0]} `);
      const { gpu, float64 } = await compared(page);
      expect(Math.abs(gpu - (data[cell[0] * 32 + cell[1]] ?? Number.NaN))).toBeLessThan(1e-6);
      expect(Math.abs(float64 - sinusoid(cell[0], cell[1], 32))).toBeLessThan(1e-6);
      expect(Math.abs(gpu - float64)).toBeLessThan(1e-6);
    }
  });

  await test.step('the number of similarity and attention is that of the row and the column', async () => {
    for (const [map, name] of [
      ['similarity', 'similarity'],
      ['attention', 'weights'],
    ] as const) {
      const { data } = await readAll(page, name);
      await pointAt(page, map, [11, 4]);
      await expect(spoken(page)).toContainText('row 11 ');
      const { gpu, float64 } = await compared(page);
      expect(Math.abs(gpu - (data[11 * 16 + 4] ?? Number.NaN)), map).toBeLessThan(1e-6);
      expect(Math.abs(gpu - float64), map).toBeLessThan(1e-5);
    }
  });

  await test.step('the crosshair goes through all three maps', async () => {
    await pointAt(page, 'similarity', [5, 12]);
    await screenFrames(page);
    for (const map of mapNames) expect((await crossOf(page, map)).y).toBeCloseTo(5.5 / 16, 3);
    for (const map of ['similarity', 'attention'] as const) {
      expect((await crossOf(page, map)).x).toBeCloseTo(12.5 / 16, 3);
    }
    await pointAt(page, 'positions', [8, 20]);
    await screenFrames(page);
    for (const map of mapNames) expect((await crossOf(page, map)).y).toBeCloseTo(8.5 / 16, 3);
    expect((await crossOf(page, 'positions')).x).toBeCloseTo(20.5 / 32, 3);
  });

  await test.step('arrow keys move the cell, and it is spoken', async () => {
    await pointAt(page, 'attention', [7, 3]);
    await surface(page, 'attention').focus();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    await expect(spoken(page)).toContainText(/^Attention, row 9 .+, column 4 .+: 0\.\d{3}$/);
    await page.keyboard.press('Home');
    await expect(spoken(page)).toContainText('column 0 ');
    await page.keyboard.press('PageDown');
    await expect(spoken(page)).toContainText('row 15 ');
    const { data } = await readAll(page, 'weights');
    const { gpu } = await compared(page);
    expect(gpu).toBeCloseTo(data[15 * 16] ?? Number.NaN, 6);
  });

  await test.step('plus zooms in, and 0 shows everything again', async () => {
    await pointAt(page, 'attention', [7, 3]);
    await surface(page, 'attention').focus();
    const before = await crossOf(page, 'attention');
    await page.keyboard.press('+');
    await screenFrames(page);
    expect((await crossOf(page, 'attention')).cellWidth).toBeCloseTo(before.cellWidth * 1.5, 1);
    expect((await crossOf(page, 'similarity')).cellWidth).toBeCloseTo(before.cellWidth * 1.5, 1);
    await page.keyboard.press('0');
    await screenFrames(page);
    expect(await crossOf(page, 'attention')).toEqual(before);
  });

  await test.step('the wheel zooms with Ctrl held, and scrolls the page without', async () => {
    await pointAt(page, 'similarity', [7, 3]);
    await screenFrames(page);
    const { cellWidth } = await crossOf(page, 'similarity');
    await page.mouse.wheel(0, -120);
    await screenFrames(page);
    expect((await crossOf(page, 'similarity')).cellWidth).toBe(cellWidth);
    await pointAt(page, 'similarity', [7, 3]);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -120);
    await page.keyboard.up('Control');
    await screenFrames(page);
    expect((await crossOf(page, 'similarity')).cellWidth).toBeGreaterThan(cellWidth * 1.4);
    await page.getByRole('button', { name: 'Whole map' }).click();
    await screenFrames(page);
    expect((await crossOf(page, 'similarity')).cellWidth).toBe(cellWidth);
  });

  await test.step('the table has the numbers of the cells', async () => {
    await pointAt(page, 'attention', [10, 6]);
    const { data } = await readAll(page, 'weights');
    await page.getByRole('button', { name: 'Table' }).click();
    const table = page.getByRole('dialog').getByRole('table');
    await expect(table.locator('tbody tr')).toHaveCount(16);
    const cell = table.locator('tbody tr').nth(10).locator('td').nth(6);
    // The table writes three digits.
    expect(numberIn(await cell.innerText())).toBeCloseTo(data[10 * 16 + 6] ?? Number.NaN, 3);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('the value of the cell stands over its curve, not on it', async () => {
    for (const column of [0, 7, 15]) {
      await pointAt(page, 'similarity', [11, column]);
      for (const map of mapNames) {
        await expect(page.locator(`.map-${map} .profile-value span`)).toBeVisible();
      }
      const all = await page.evaluate((names) => {
        const placed = (selector: string) =>
          document.querySelector(selector)?.getBoundingClientRect().toJSON() as DOMRect;
        return names.map((map) => ({
          label: placed(`.map-${map} .profile-value span`),
          curve: placed(`.map-${map} .profile canvas`),
          profile: placed(`.map-${map} .profile`),
        }));
      }, mapNames);
      for (const { label, curve, profile } of all) {
        expect(label.y + label.height).toBeLessThanOrEqual(curve.y + 1);
        expect(label.x).toBeGreaterThanOrEqual(profile.x - 1);
        expect(label.x + label.width).toBeLessThanOrEqual(profile.x + profile.width + 1);
      }
    }
  });
});

test('numbers stand in the cells where there is room, and a profile is as wide as its map', async ({
  page,
}) => {
  // The crosshair is where it first is.
  await open(page, 'length=40');
  await test.step('more cells than there is room for have none until they are zoomed', async () => {
    const numbers = surface(page, 'attention').locator('.cell-numbers text');
    await surface(page, 'attention').focus();
    await expect(numbers).toHaveCount(0);
    for (let i = 0; i < 5; i++) await page.keyboard.press('+');
    await expect(numbers.first()).toBeAttached();
    const here = await surface(page, 'attention').locator('.cross-cell').boundingBox();
    const [row, column] = [16, 9];
    const { data } = await readAll(page, 'weights');
    const inside = await numbers.evaluateAll(
      (texts, box) =>
        texts.find((text) => {
          const { left, right, top, bottom } = text.getBoundingClientRect();
          const [x, y] = [(left + right) / 2, (top + bottom) / 2];
          return box && x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
        })?.textContent,
      here,
    );
    expect(Number(inside)).toBeCloseTo(data[row * 40 + column] ?? Number.NaN, 2);
    await page.keyboard.press('0');
  });

  await test.step('cells that are large enough have their numbers in them', async () => {
    await visit(page, 'length=8&dim=4&heads=2');
    const numbers = (map: MapName) => surface(page, map).locator('.cell-numbers text');
    const expectAll = async () => {
      const { data } = await readAll(page, 'weights');
      await expect(numbers('attention')).toHaveCount(64);
      await expect(numbers('positions')).toHaveCount(32);
      const texts = await numbers('attention').allTextContents();
      const first = [...data].slice(0, 64);
      texts.forEach((text, at) =>
        expect(Math.abs(Number(text) - (first[at] ?? Number.NaN))).toBeLessThan(0.0051),
      );
    };
    await expectAll();
    // Another picture has others, and none stands beside a cell that it does not belong to.
    const before = await numbers('attention').allTextContents();
    await apply(page, { seed: 8 });
    await expect.poll(() => numbers('attention').allTextContents()).not.toEqual(before);
    await expectAll();
  });

  await test.step('at dimension 2 the profile of the position vectors is as wide as the map', async () => {
    await visit(page, 'length=16&dim=2&heads=1');
    // sin 7 and cos 7 are both far from 0.
    await pointAt(page, 'similarity', [7, 4]);
    const painted = () =>
      page.locator('.map-positions .profile canvas').evaluate((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) throw new Error('no canvas');
        const { width, height } = canvas;
        const context = new OffscreenCanvas(width, height).getContext('2d');
        context?.drawImage(canvas, 0, 0);
        const { data } = context?.getImageData(0, 0, width, height) ?? { data: [] };
        const columns = Array.from({ length: width }, (_, x) =>
          Array.from({ length: height }, (__, y) => data[4 * (y * width + x) + 3] ?? 0),
        );
        // The line of zero is in every column.
        return (
          columns.filter((column) => column.filter((alpha) => alpha > 0).length > 4).length / width
        );
      });
    await expect.poll(painted).toBeGreaterThan(0.8);
  });
});
