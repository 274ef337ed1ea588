/** Losing the GPU: the page gets it back by itself, with everything as it was. */
import {
  device,
  expect,
  grab,
  load,
  memory,
  numberField,
  type Page,
  picture,
  readAll,
  ready,
  settle,
  spec,
  test,
  visit,
} from './page.ts';

// What the browser says when a device is destroyed; nothing else is let through.
test.use({ allowed: [/^warning: .*(?:device|Device).*(?:lost|destroyed)/], ownContext: true });

declare global {
  interface Window {
    devices: GPUDevice[];
  }
}

/** Destroys the newest device; returns after how many milliseconds the page has a picture again. */
async function lose(page: Page): Promise<number> {
  const count = await page.evaluate(() => window.devices.length);
  const since = Date.now();
  await page.evaluate(() => window.devices.at(-1)?.destroy());
  await expect(page.locator('.notice')).toContainText('The GPU is back', { timeout: 5_000 });
  const took = Date.now() - since;
  expect(await page.evaluate(() => window.devices.length)).toBe(count + 1);
  return took;
}

test('the GPU is lost, again and again, and the page goes on', async ({ page }) => {
  await page.addInitScript(() => {
    // An empty page has none.
    if (!isSecureContext) return;
    window.devices = [];
    // oxlint-disable-next-line typescript/unbound-method -- called with its adapter below.
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function remembered(...given) {
      const opened = await request.apply(this, given);
      window.devices.push(opened);
      return opened;
    };
  });

  await test.step('the picture comes back, five times over with the losses that follow', async () => {
    await load(page, 'lang=en&length=16&dim=16&encoding=alibi&seed=11');
    const before = { spec: await spec(page), picture: await picture(page) };
    const { tensors } = await memory(page);
    const times: number[] = [];
    for (let time = 0; time < 2; time++) {
      times.push(await lose(page));
      await ready(page);
      expect(await spec(page)).toEqual(before.spec);
      expect(await picture(page)).toEqual(before.picture);
      expect((await memory(page)).tensors).toBe(tensors);
      await page.locator('.notice button').click();
    }
    test
      .info()
      .annotations.push({ type: 'milliseconds to recover', description: times.join(', ') });
    console.log(`recovered after ${times.join(', ')} ms`);
  });

  await test.step('what is typed while there is no GPU is shown when it is back', async () => {
    await visit(page, 'length=16&dim=16');
    await numberField(page, 'length').fill('20');
    await page.evaluate(() => window.devices.at(-1)?.destroy());
    await numberField(page, 'length').press('Enter');
    await expect(page.locator('.notice')).toContainText('The GPU is back', { timeout: 5_000 });
    await settle(page);
    await expect(page.locator('.map-positions .map-kind')).toContainText('20 × 16');
    await page.locator('.notice button').click();
  });

  await test.step('a lesson goes on where it was, with what was guessed and what came of it', async () => {
    await visit(page, 'room=lessons&lesson=counting');
    await page.locator('[data-number]').fill('0.1');
    await page.locator('[data-show]').click();
    const truth = page.locator('[data-truth]');
    await expect(truth).toHaveText('1');
    await lose(page);
    await page.locator('.notice button').click();
    await ready(page);
    await expect(page.locator('.lesson-text h2')).toHaveText('Just number the words');
    await expect(truth).toHaveText('1');
    // And the next answer is read from the new device.
    await page.keyboard.press('PageDown');
    await page.locator('[data-number]').fill('0.5');
    await page.locator('[data-show]').click();
    await expect(truth).toHaveText('0.25');
  });

  await test.step('a drag goes on across the loss', async () => {
    // What it ends at, from a device that was not lost meanwhile.
    await visit(page, 'length=16&dim=16&base=100000000');
    const whole = await picture(page);
    await visit(page, 'length=16&dim=16');
    await memory(page);
    const thumb = await grab(page, 'base');
    await thumb.to(0.3);
    // The notice passes by itself: it is waited for while the drag goes on.
    const back = expect(page.locator('.notice')).toContainText('The GPU is back', {
      timeout: 5_000,
    });
    await page.evaluate(() => window.devices.at(-1)?.destroy());
    for (const place of [0.4, 0.5, 0.6, 1]) await thumb.to(place);
    await back;
    await thumb.release();
    await settle(page);
    expect((await spec(page)).params).toMatchObject({ base: 1e8 });
    expect(await picture(page)).toEqual(whole);
  });

  await test.step('where no GPU comes back the page goes on without, beside its main thread', async () => {
    await visit(page, 'length=16&dim=16&encoding=alibi&seed=11');
    const before = { spec: await spec(page), picture: await picture(page) };
    await page.evaluate(() => {
      navigator.gpu.requestAdapter = () => Promise.resolve(null);
      window.devices.at(-1)?.destroy();
    });
    await expect(page.locator('.notice')).toContainText('The browser found no usable GPU');
    await expect(page.locator('.notice')).not.toContainText('lost');
    await settle(page);
    expect((await device(page)).fallback).toBe('no-adapter');
    expect(page.workers().filter((worker) => worker.url().includes('/worker-'))).toHaveLength(1);
    expect(await spec(page)).toEqual(before.spec);
    expect(await picture(page)).toEqual(before.picture);
    await numberField(page, 'length').fill('24');
    await numberField(page, 'length').press('Enter');
    await settle(page);
    expect((await readAll(page, 'similarity')).shape).toEqual([24, 24]);
  });
});
