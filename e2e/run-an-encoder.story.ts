/** Encoders of one's own: all heads and surgery on positions; a ViT that sees, a Whisper that hears. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { axeFaults } from './axe.ts';
import { expect, readAll, settle, spec, test } from './page.ts';

test.use({ allowed: [/Failed to load resource/], ownContext: true });

const given = (family: string, name: string) =>
  fileURLToPath(new URL(`../src/files/families/golden/${family}/${name}`, import.meta.url));

const largest = (page: Page) =>
  page.locator('.language [data-change=attention]').getAttribute('data-value').then(Number);

async function open(page: Page, family: string): Promise<void> {
  const files = ['model.safetensors', 'config.json'].map((name) => given(family, name));
  await page.locator('[data-own=file]').setInputFiles(files);
}

const operation = (page: Page, name: string) => page.locator(`.language [data-operation=${name}]`);

test('encoders of one’s own', async ({ page }) => {
  await page.route('**/model/**', (route) => route.abort());
  await page.goto('/?room=model');

  await test.step('an encoder: every head at once, positions taken away and put back', async () => {
    await open(page, 'bert');
    const { ids, cases } = JSON.parse(readFileSync(given('bert', 'expected.json'), 'utf8'));
    await page.locator('[data-own=ids]').fill(ids.join(' '));
    await page.locator('[data-own=all]').click();
    await expect(page.locator('.wall-head')).toHaveCount(6);
    await settle(page);
    const { data } = await readAll(page, 'weights');
    const wanted: number[] = cases[0].attention[0].flat(2);
    expect(Math.max(...data.map((weight, i) => Math.abs(weight - (wanted[i] ?? 0))))).toBeLessThan(
      2e-5,
    );
    await expect(page.locator('.next')).toHaveCount(0);
    await expect(page.locator('.language [data-change]')).toHaveCount(1);
    expect(await largest(page)).toBe(0);
    for (const name of ['off', 'sinusoids', 'alibi', 'reversed']) {
      await operation(page, name).click();
      await settle(page);
      expect(await largest(page), name).toBeGreaterThan(0.001);
    }
    await operation(page, 'trained').click();
    await settle(page);
    expect(await largest(page)).toBe(0);
    expect(await axeFaults(page, '.language')).toEqual([]);
  });

  await test.step('a ViT sees the page’s own picture, and one of the reader’s', async () => {
    await open(page, 'vit');
    await expect(page.locator('.language-name')).toContainText('vit · 2 × 3 heads · 7 tokens');
    await settle(page);
    await expect(page.locator('.seen-says')).toContainText('3 × 2 patches of 4 × 4');
    expect((await readAll(page, 'weights')).shape).toEqual([3, 7, 7]);
    const before = (await readAll(page, 'weights')).data;
    expect(await axeFaults(page, '.language')).toEqual([]);
    await page.locator('[data-own=input]').setInputFiles('docs/plate.png');
    await expect(page.locator('.seen-says')).toContainText('plate.png, stretched to 8 × 12 pixels');
    await settle(page);
    expect((await readAll(page, 'weights')).data).not.toEqual(before);
    await operation(page, 'off').click();
    await settle(page);
    expect(await largest(page)).toBeGreaterThan(0.001);
    const broken = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('none') };
    await page.locator('[data-own=input]').setInputFiles(broken);
    await expect(page.locator('.own-problem')).toContainText('cannot read this picture');
    await expect(page.locator('.seen-says')).toContainText('plate.png');

    await open(page, 'whisper');
    await expect(page.locator('.seen-says')).toContainText('6 bands');
    await settle(page);
    expect((await readAll(page, 'weights')).shape).toEqual([3, 8, 8]);
    expect(await spec(page)).toMatchObject({ model: 'file', encoding: 'learned' });
  });
});
