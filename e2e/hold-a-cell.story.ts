/** A cell that is held stays under the crosshair, to be read and copied; Escape goes back one step. */
import {
  type Cell,
  expect,
  type MapName,
  open,
  type Page,
  placeOfCell,
  screenFrames,
  surface,
  test,
  visit,
} from './page.ts';

const query = 'length=16&dim=32&heads=2';
const size: Cell = [16, 16];
const held = (page: Page) => page.locator('.page.held');

const where = (page: Page, map: MapName, cell: Cell) => placeOfCell(page, map, size, cell);

async function hover(page: Page, map: MapName, cell: Cell): Promise<void> {
  const { x, y } = await where(page, map, cell);
  await page.mouse.move(x, y);
  await screenFrames(page);
}

async function click(page: Page, map: MapName, cell: Cell): Promise<void> {
  const { x, y } = await where(page, map, cell);
  await page.mouse.click(x, y);
  await screenFrames(page);
}

/** Row and column of the crosshair of a square map. */
async function crossOf(page: Page, map: MapName): Promise<number[]> {
  const cell = surface(page, map).locator('.cross-cell');
  const side = Number(await surface(page, map).locator('.cross').getAttribute('width'));
  const middle = async (from: string, length: string) =>
    Number(await cell.getAttribute(from)) + Number(await cell.getAttribute(length)) / 2;
  const [x, y] = [await middle('x', 'width'), await middle('y', 'height')];
  return [y, x].map((at) => Math.floor((at / side) * 16));
}

test('someone holds a cell in the maps of every room, and lets go of it', async ({ page }) => {
  await open(page, query);
  await test.step('a click holds the cell: passing over moves nothing, and its number can be copied', async () => {
    await click(page, 'attention', [11, 4]);
    await expect(held(page)).toHaveCount(1);
    await expect(page.getByRole('status').filter({ hasText: 'is held' })).toHaveCount(1);
    const number = page.locator('.compare dd').first();
    await expect(number).toHaveText(/^0\.\d{8}$/);
    const before = await number.innerText();
    for (const map of ['similarity', 'attention'] as const) await hover(page, map, [3, 2]);
    expect(await crossOf(page, 'attention')).toEqual([11, 4]);
    await number.dblclick();
    expect(await page.evaluate(() => String(getSelection()).trim())).toBe(before);
    // Another cell is held in its place; the same once more is let go.
    await click(page, 'similarity', [6, 5]);
    await expect(held(page)).toHaveCount(1);
    expect(await crossOf(page, 'attention')).toEqual([6, 5]);
    await click(page, 'similarity', [6, 5]);
    await expect(held(page)).toHaveCount(0);
    await hover(page, 'attention', [2, 1]);
    expect(await crossOf(page, 'similarity')).toEqual([2, 1]);
  });

  await test.step('Enter and the button hold as well, and arrow keys move what is held', async () => {
    await hover(page, 'attention', [7, 3]);
    await surface(page, 'attention').focus();
    await page.keyboard.press('Enter');
    await expect(held(page)).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await hover(page, 'attention', [1, 1]);
    expect(await crossOf(page, 'attention')).toEqual([8, 3]);
    const button = page.getByRole('button', { name: 'Hold the cell' });
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    await button.click();
    await expect(held(page)).toHaveCount(0);
  });

  await test.step('a drag over a zoomed map still moves it, and holds nothing', async () => {
    await hover(page, 'attention', [7, 7]);
    await surface(page, 'attention').focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('+');
    await screenFrames(page);
    const line = surface(page, 'attention').locator('.cross-cell');
    const before = Number(await line.getAttribute('x'));
    const { x, y } = await where(page, 'attention', [7, 7]);
    await page.mouse.move(x, y);
    await screenFrames(page);
    await page.mouse.down();
    await page.mouse.move(x - 60, y, { steps: 6 });
    await page.mouse.up();
    await screenFrames(page);
    expect(Number(await line.getAttribute('x'))).toBeLessThan(before - 30);
    await expect(held(page)).toHaveCount(0);
    await page.keyboard.press('0');
  });

  await test.step('Escape lets go first, then closes the lens', async () => {
    await visit(page, `${query}&lens=distance`);
    await expect(page.locator('#lens')).toBeVisible();
    await click(page, 'attention', [5, 2]);
    await page.getByRole('button', { name: 'Table' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(held(page)).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(held(page)).toHaveCount(0);
    await expect(page.locator('#lens')).toBeVisible();
    await page.locator('#lens button').first().focus();
    await page.keyboard.press('Escape');
    await expect(page.locator('#lens')).toHaveCount(0);
    await expect(page.locator('[data-lens=distance]')).toBeFocused();
  });

  await test.step('in the Attend room a click holds query and key, and the channel', async () => {
    await visit(page, `${query}&room=attend`);
    const map = page.locator('[data-stage-map]');
    const at = async (row: number, column: number, columns = 16) => {
      const { width = 0, height = 0 } = (await map.boundingBox()) ?? {};
      return { x: ((column + 0.5) / columns) * width, y: ((row + 0.5) / 16) * height };
    };
    const who = page.locator('#how-title .soft');
    await map.click({ position: await at(9, 2) });
    await expect(who).toContainText('(9)');
    await map.hover({ position: await at(4, 1) });
    await screenFrames(page);
    await expect(who).toContainText('(9)');
    await page.keyboard.press('Escape');
    await map.hover({ position: await at(5, 1) });
    await expect(who).toContainText('(5)');
    await page.locator('[data-stage=query]').click();
    await map.click({ position: await at(3, 6) });
    await expect(held(page)).toHaveCount(1);
    // Another channel of the same row is another cell.
    await map.click({ position: await at(3, 12) });
    await expect(held(page)).toHaveCount(1);
    await map.click({ position: await at(3, 12) });
    await expect(held(page)).toHaveCount(0);
  });

  await test.step('Escape closes an experiment, but not while a field wants it', async () => {
    await visit(page, `${query}&room=attend&experiment=shuffle`);
    await expect(page.locator('#experiment')).toBeVisible();
    await page.locator('.number').first().focus();
    await page.keyboard.press('Escape');
    await expect(page.locator('#experiment')).toBeVisible();
    await page.locator('[data-stage-map]').focus();
    await page.keyboard.press('Escape');
    await expect(page.locator('#experiment')).toHaveCount(0);
  });

  await test.step('in the Compare room a cell is held in the maps of every scheme', async () => {
    await visit(page, `${query}&room=compare&compare=rope`);
    const map = (place: number, name: MapName) =>
      page.locator('.compare-column').nth(place).locator(`[data-map=${name}]`);
    const at = async (place: number, name: MapName, [row, column]: Cell) => {
      const { width = 0 } = (await map(place, name).boundingBox()) ?? {};
      return { position: { x: ((column + 0.5) / 16) * width, y: ((row + 0.5) / 16) * width } };
    };
    const here = page.locator('.compare-numbers caption');
    await map(1, 'attention').click(await at(1, 'attention', [11, 4]));
    await expect(held(page)).toHaveCount(1);
    await expect(here).toContainText(/11 → .* 4$/);
    await map(0, 'similarity').hover(await at(0, 'similarity', [3, 2]));
    await screenFrames(page);
    await expect(here).toContainText(/11 → .* 4$/);
    await page.keyboard.press('Escape');
    await expect(held(page)).toHaveCount(0);
    // By keyboard: hold, move what is held, let go.
    await map(1, 'similarity').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await expect(held(page)).toHaveCount(1);
    await expect(here).toContainText(/12 → .* 4$/);
    // The same cell, in the map of another scheme.
    await map(0, 'similarity').click(await at(0, 'similarity', [12, 4]));
    await expect(held(page)).toHaveCount(0);
  });
});
