/** The page as one file (`npm run single`), opened from the disk by a double click. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import { coloursOf, farthest, sinusoid } from './expected.ts';
import { findFirefox, startFirefox } from './firefox.ts';
import {
  apply,
  control,
  device,
  expect,
  grab,
  type Page,
  type Quantity,
  readAll,
  ready,
  type Spec,
  settle,
  spec,
  test,
} from './page.ts';
import { colours, exported } from './taken.ts';

test.use({ ownContext: true });

const file = path.resolve(import.meta.dirname, '../dist-single/whereabouts.html');

/** Its address; nothing is built here. */
function address(query = ''): string {
  if (!existsSync(file)) throw new Error('There is no single file: npm run single');
  return `${pathToFileURL(file).href}${query}`;
}

async function openFile(page: Page, query = ''): Promise<void> {
  await page.goto('about:blank');
  await page.goto(address(query));
  await ready(page);
}

test('in Chromium it computes on WebGPU, a slider is dragged, and its link opens the same', async ({
  page,
}) => {
  await openFile(page, '?lang=en&length=24');
  expect(await device(page)).toMatchObject({ backend: 'webgpu', fallback: null });
  const thumb = await grab(page, 'dim');
  await thumb.to(0.9);
  await thumb.release();
  await settle(page);
  const { dim } = await spec(page);
  expect(dim).toBeGreaterThan(64);
  const { shape, data } = await readAll(page, 'positions');
  expect(shape).toEqual([24, dim]);
  const wanted = data.map((_, i) => sinusoid(Math.floor(i / dim), i % dim, dim));
  expect(farthest(data, wanted)).toBeLessThanOrEqual(1e-6);

  const link = page.url();
  expect(link).toContain(`dim=${dim}`);
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  expect(await spec(page)).toMatchObject({ length: 24, dim });
});

test('figures, numbers and code are taken out of it', async ({ page }) => {
  await openFile(page, '?lang=en&length=12&dim=16&heads=2');
  const shown = await spec(page);
  const { data } = await readAll(page, 'weights');
  const weights = data.slice(0, 144);

  const svg = (await exported(page, 'svg', 'weights')).toString();
  expect(svg).toContain('>Attention</text>');
  const [, href = ''] = svg.match(/href="data:image\/png;base64,([^"]+)"/) ?? [];
  const cells = weights.map((_, i) => [((i % 12) + 0.5) / 12, (Math.floor(i / 12) + 0.5) / 12]);
  const { pixels } = await colours(page, Buffer.from(href, 'base64'), cells as [number, number][]);
  const every = weights.map((_, i) => i);
  expect(
    farthest(
      pixels.flatMap((pixel) => pixel.slice(0, 3)),
      coloursOf('attention', shown, 'projector', weights, every).flat(),
    ),
  ).toBeLessThanOrEqual(2);
  const png = await exported(page, 'png', 'weights', { width: 89, scale: 1 });
  expect((await colours(page, png, [])).width).toBe(Math.round((89 / 25.4) * 150));

  const files = unzipSync(await exported(page, 'zip'));
  const array = Buffer.from(files['weights.npy'] ?? []);
  const numbers = array.subarray(10 + array.readUInt16LE(8));
  expect(new Float32Array(new Uint8Array(numbers).buffer)).toEqual(Float32Array.from(data));
  expect(Buffer.from(files['README.txt'] ?? []).toString()).toContain(page.url());
  const script = (await exported(page, 'numpy')).toString();
  expect(script).toContain('import numpy as np');
  expect(script).toContain(page.url());
});

test('it has both languages, all rooms, lessons, and links to itself', async ({ page }) => {
  await openFile(page, '?lang=zh-CN&room=compare&compare=alibi&length=12');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.locator('[data-room=attend]').click();
  await settle(page);
  await control(page, 'lang').locator('visible=true').selectOption('en');
  await page.locator('[data-room=lessons]').click();
  await expect(page.locator('a[href*="lesson=order"]').first()).toBeVisible();
  await openFile(page, '?lang=en&room=lessons&classroom=links');
  const made = page.getByRole('link', { name: 'Open it' });
  await expect(made).toHaveAttribute('href', address());
});

test('the table of all-MiniLM-L6-v2 is in it; of the trained encoder it says that it is not', async ({
  page,
}) => {
  await openFile(page, '?encoding=learned&table=minilm&dim=384&heads=12&length=16&lang=en');
  const { data } = await readAll(page, 'positions');
  expect(data.some((value) => value !== 0)).toBe(true);
  await expect(page.locator('.notice')).toHaveCount(0);
  await openFile(page, '?room=model&lang=en');
  await expect(page.locator('main')).toContainText('without the trained encoder');
  await page.locator('[data-room=encode]').click();
  await settle(page);
  expect((await readAll(page, 'weights')).shape).toEqual([4, 40, 40]);
});

test('without WebGPU it computes in a thread of its own', async ({ page }) => {
  await openFile(page, '?gpu=off&encoding=rope&length=12');
  expect(await device(page)).toMatchObject({ fallback: 'off' });
  expect(await apply(page, { length: 10 })).toMatchObject({ length: 10 });
  expect((await readAll(page, 'weights')).shape).toEqual([4, 10, 10]);
});

test('it opens in Firefox without WebGPU, and its sliders work', async () => {
  const program = findFirefox();
  test.skip(program === undefined, 'This machine has no Firefox.');
  const firefox = await startFirefox(program ?? '');
  try {
    await firefox.goTo(address('?length=12&dim=32&gpu=off&lang=en'));
    await firefox.ask(
      `(async () => {
        while (!('whereabouts' in window)) await new Promise(requestAnimationFrame);
        await window.whereabouts.ready;
      })()`,
    );
    await firefox.ask(
      `(() => {
        const range = document.querySelector('[data-control=length] input[type=range]');
        // As moving the thumb does, past React's own record of the value.
        const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
        set.call(range, Number(range.max) / 2);
        for (const type of ['input', 'change'])
          range.dispatchEvent(new Event(type, { bubbles: true }));
      })()`,
    );
    const { length } = await firefox.ask<Spec>('window.whereabouts.apply({})');
    expect(length).toBeGreaterThan(12);
    const { shape, data } = await firefox.ask<Quantity>(
      `window.whereabouts.read('positions').then(({ shape, data }) => ({ shape, data: [...data] }))`,
    );
    expect(shape).toEqual([length, 32]);
    const wanted = data.map((_, i) => sinusoid(Math.floor(i / 32), i % 32, 32));
    expect(farthest(data, wanted)).toBeLessThanOrEqual(1e-6);
    expect(await firefox.faults()).toEqual([]);
  } finally {
    await firefox.stop();
  }
});
