/** A language model of one's own: opened, typed to, its positions changed, and closed again. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { ggufOf } from '../src/testing/ggufOf.ts';
import { axeFaults } from './axe.ts';
import { readTensors } from './files.ts';
import { control, expect, readAll, settle, spec, test } from './page.ts';

test.use({ allowed: [/Failed to load resource/], ownContext: true });

const folder = new URL('../src/golden/checkpoints/llama/', import.meta.url);
const given = (name: string) => fileURLToPath(new URL(name, folder));

interface Expected {
  readonly ids: readonly number[];
  readonly cases: readonly { readonly loss: number }[];
}
const expected = JSON.parse(readFileSync(given('expected.json'), 'utf8')) as Expected;

async function loss(page: Page): Promise<number> {
  const { data } = await readAll(page, 'loss');
  return data.reduce((sum, each) => sum + each, 0) / data.length;
}

const change = (page: Page, name: string) =>
  page.locator(`.language [data-change=${name}]`).getAttribute('data-value').then(Number);

const operation = (page: Page, name: string) => page.locator(`.language [data-operation=${name}]`);

test('a language model of one’s own', async ({ page }) => {
  await test.step('it says what it foresees; shifting changes nothing, taking positions away does', async () => {
    await page.route('**/model/**', (route) => route.abort());
    await page.goto('/?room=model&model=file&encoding=none&layers=2&head=3');
    await page
      .locator('[data-own=file]')
      .setInputFiles([given('model.safetensors'), given('config.json')]);
    await expect(page.locator('.language-name')).toContainText('llama · 3 × 4 heads · 96 tokens');
    // All of it is in the link but the file.
    await settle(page);
    expect(await spec(page)).toMatchObject({ encoding: 'none', layers: '2', head: 3, layer: 1 });
    await operation(page, 'trained').click();

    await page.locator('[data-control=sentence]').fill(expected.ids.join(' '));
    await expect(page.locator('.losses li')).toHaveCount(13);
    await settle(page);
    // The contract: 1e-4 of what the transformers library computes in float64.
    const wanted = expected.cases[0]?.loss ?? 0;
    expect(Math.abs((await loss(page)) / wanted - 1)).toBeLessThan(1e-4);
    expect(await axeFaults(page, '.language')).toEqual([]);

    await operation(page, 'shifted').click();
    await settle(page);
    expect(await spec(page)).toMatchObject({ model: 'file', start: 1000 });
    // Another angle, rounded otherwise.
    expect(await change(page, 'attention')).toBeLessThan(1e-4);

    await operation(page, 'off').click();
    await settle(page);
    expect(await change(page, 'attention')).toBeGreaterThan(0.01);
    await page.locator('[data-control=layers] input').fill('2');
    await settle(page);
    const [first] = (await readAll(page, 'weights')).data;
    expect(first).toBe(1);
    expect(await spec(page)).toMatchObject({ encoding: 'none', layers: '2' });

    await page.locator('.wall-head[data-place="3 2"]').click();
    await settle(page);
    expect(await spec(page)).toMatchObject({ layer: 3, head: 2 });

    await page.locator('[data-control=texts]').selectOption('repeat');
    await settle(page);
    await page.locator('[data-kind=induction] .tool').click();
    await settle(page);
    const { encoding, layers, changedHeads } = await spec(page);
    expect({ encoding, layers }).toEqual({ encoding: 'none', layers: '' });
    expect(changedHeads.split(', ')).toHaveLength(4);
    await page.locator('.flow-maps').focus();
    await page.keyboard.press('ArrowUp');
    await expect(page.locator('.flow-read')).toContainText('(22) after layer 3');
    await page.locator('[data-more=run]').click();
    await page.locator('.more-table [data-kind=off]').waitFor();
    await page.locator('.more-run').getByRole('button', { name: 'Stop' }).click();
    await expect(page.locator('[data-more=run]')).toBeVisible();
    const before = await page.locator('.losses li').count();
    await page.locator('.next li button').first().click();
    await expect(page.locator('.losses li')).toHaveCount(before + 1);

    const field = page.locator('[data-control=sentence]');
    const text = await field.inputValue();
    const written = page.locator('.continue [data-written]');
    async function goesOn(): Promise<string> {
      await page.locator('[data-continue=start]').click();
      await expect(written).toHaveAttribute('data-written', '8');
      await expect(written).toHaveAttribute('data-going', 'false');
      const more = await field.inputValue();
      expect(more.startsWith(text)).toBe(true);
      expect(more.slice(text.length)).toMatch(/^( \d+){8}$/);
      await settle(page);
      await expect(page.locator('.losses li')).toHaveCount(before + 1 + 8);
      await page.keyboard.press('ControlOrMeta+z');
      await expect(field).toHaveValue(text);
      return more;
    }
    await page.locator('[data-control=goOn] select').selectOption('8');
    const greedy = await goesOn();
    await page.locator('[data-control=sampling] select').selectOption('1');
    const drawn = await goesOn();
    expect(drawn).not.toBe(greedy);
    expect(await goesOn()).toBe(drawn);
    await page.locator('[data-control=goOn] select').selectOption('256');
    await page.locator('[data-continue=start]').click();
    await expect(written).not.toHaveAttribute('data-written', '0');
    await page.locator('[data-continue=stop]').click();
    await expect(written).toHaveAttribute('data-going', 'false');
    expect(Number(await written.getAttribute('data-written'))).toBeLessThan(256);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(field).toHaveValue(text);

    await page.locator('.language-name').getByRole('button', { name: 'Close' }).click();
    await expect(page.locator('.language')).toHaveCount(0);
    expect(await spec(page)).toMatchObject({ model: 'use-lite' });
  });

  await test.step('a GGUF in Chinese: shifted, without positions, paired wrongly, gone on with and closed', async () => {
    const tensors = new Map(readTensors(readFileSync(given('model.safetensors'))));
    const file = {
      tensors: Array.from(tensors, ([name, { shape }]) => ({ name, shape })),
      read: async (name: string) => Float32Array.from(tensors.get(name)?.data ?? []),
    };
    const config = JSON.parse(readFileSync(given('config.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const buffer = Buffer.from(await ggufOf(file, config, 'llama'));
    await control(page, 'lang').locator('visible=true').selectOption('zh-CN');
    await page
      .locator('[data-own=file]')
      .setInputFiles({ name: 'tiny.gguf', mimeType: 'application/octet-stream', buffer });
    await expect(page.locator('.language-name')).toContainText('llama · 3 层 × 4 个头 · 96 个词元');

    const text = expected.ids.join(' ');
    await page.locator('[data-control=sentence]').fill(text);
    await expect(page.locator('.losses li')).toHaveCount(13);
    await settle(page);
    const wanted = expected.cases[0]?.loss ?? 0;
    expect(Math.abs((await loss(page)) / wanted - 1)).toBeLessThan(1e-4);

    await operation(page, 'shifted').click();
    await settle(page);
    expect(await change(page, 'attention')).toBeLessThan(1e-4);
    for (const name of ['off', 'pairing']) {
      await operation(page, name).click();
      await settle(page);
      expect(await change(page, 'attention'), name).toBeGreaterThan(0.01);
      expect(Math.abs((await loss(page)) / wanted - 1), name).toBeGreaterThan(1e-4);
    }

    await page.locator('[data-control=goOn] select').selectOption('8');
    await page.locator('[data-continue=start]').click();
    await expect(page.locator('.continue [data-written]')).toContainText('已写 8 / 8 个词元');
    expect(await page.locator('[data-control=sentence]').inputValue()).toMatch(/^[\d ]+$/);
    await page.locator('.language-name').getByRole('button', { name: '关闭' }).click();
    await expect(page.locator('.language')).toHaveCount(0);
  });
});
