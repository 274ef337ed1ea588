/**
 * Someone keeps states of the page by name: finds them again another day, holds two against each other,
 * takes them away as a file and puts them in again; what cannot be read or stored is said, nothing lost.
 */
import { readFileSync } from 'node:fs';
import { axeFaults } from './axe.ts';
import { apply, expect, open, type Page, settle, spec, test } from './page.ts';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Take it away' });
const news = (page: Page) => page.locator('.kept-news');
const kept = (page: Page, name: string) => page.locator(`[data-kept="${name}"]`);

async function openDialog(page: Page) {
  await page.getByRole('button', { name: 'Take it away' }).click();
  await expect(dialog(page)).toBeVisible();
}

async function keep(page: Page, name: string) {
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(news(page)).toContainText(`Kept: “${name}”.`);
}

const file = (text: string) => ({
  name: 'states.json',
  mimeType: 'application/json',
  buffer: Buffer.from(text),
});

test('states are kept, compared, opened, taken away as a file and put in again', async ({
  page,
}) => {
  await open(page, 'length=12&base=20&lang=en');
  await openDialog(page);
  await keep(page, 'small base');
  await page.keyboard.press('Escape');
  await apply(page, { length: 30, params: { base: 500 } });
  await openDialog(page);
  await keep(page, 'larger');
  const picture = kept(page, 'larger').locator('img');
  const source = (await picture.getAttribute('src')) ?? '';
  expect(source).toMatch(/^data:image\/(webp|png);base64,/);
  expect(source.length).toBeLessThan(6000);
  // Not of one colour: a map was painted.
  const colours = await picture.evaluate((image) => {
    if (!(image instanceof HTMLImageElement)) throw new Error('no image');
    const canvas = new OffscreenCanvas(48, 48);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    return new Set(new Uint32Array(context?.getImageData(0, 0, 48, 48).data.buffer ?? [])).size;
  });
  expect(colours).toBeGreaterThan(20);

  // Another day: two against each other, and both in Compare.
  await page.reload();
  await settle(page);
  await openDialog(page);
  await kept(page, 'small base').getByRole('checkbox').check();
  await kept(page, 'larger').getByRole('checkbox').check();
  const rows = page.locator('.kept-pair tbody tr');
  await expect(rows).toHaveText([/Length\s*12\s*30/, /Base\s*20\s*500/]);
  expect(await axeFaults(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save all as a file' }).click();
  const path = await (await download).path();
  const written = readFileSync(path, 'utf8');
  expect(JSON.parse(written)).toMatchObject({
    version: 1,
    states: [{ name: 'small base' }, { name: 'larger' }],
  });
  await page.getByRole('button', { name: 'Open both in Compare' }).click();
  await expect(dialog(page)).toHaveCount(0);
  await settle(page);
  expect(await spec(page)).toMatchObject({ length: 12, compare: 'sinusoidal(base=500)' });
  await page.goBack();
  await settle(page);
  expect((await spec(page)).length).toBe(30);

  await openDialog(page);
  await kept(page, 'small base').getByRole('button', { name: 'Open small base' }).click();
  await settle(page);
  expect(await spec(page)).toMatchObject({ length: 12, params: { base: 20 } });

  // Taken out and put back; a file again, a damaged one, one of another version.
  await openDialog(page);
  await page.getByRole('button', { name: 'Remove small base' }).click();
  await expect(kept(page, 'small base')).toHaveCount(0);
  await page.getByRole('button', { name: 'Put it back' }).click();
  await expect(kept(page, 'small base')).toBeVisible();
  await page.getByRole('button', { name: 'Remove larger' }).click();
  const field = page.locator('[data-json=kept]');
  for (const [text, says] of [
    [written.slice(0, -9), /damaged\. Nothing was changed/],
    [written.replace('"version": 1', '"version": 7'), /another version/],
    [written, /^Added: 1\. Already here: 1\./],
  ] as const) {
    await field.setInputFiles(file(text));
    await expect(news(page)).toHaveText(says);
  }
  await expect(page.locator('[data-kept]')).toHaveCount(2);

  // No room: it is said, and what was kept is still here.
  const setItem = await page.evaluateHandle(
    () => Object.getOwnPropertyDescriptor(Storage.prototype, 'setItem') ?? {},
  );
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('third');
  await page.keyboard.press('Enter');
  await expect(news(page)).toContainText('no room for more');
  await expect(kept(page, 'third')).toBeVisible();

  // Nothing is left of it to the story after this one.
  for (const name of ['third', 'larger', 'small base']) {
    await page.getByRole('button', { name: `Remove ${name}` }).click();
    await expect(kept(page, name)).toHaveCount(0);
  }
  await page.evaluate((own) => {
    Object.defineProperty(Storage.prototype, 'setItem', own);
    localStorage.removeItem('whereabouts.kept');
  }, setItem);
});
