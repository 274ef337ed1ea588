/**
 * The page in browsers of another make, as far as this machine has them: it opens, its numbers are
 * those of the formula, its rooms and languages are there. Firefox opens the single file too.
 */
import { expect, test } from '@playwright/test';
import { farthest, sinusoid } from './expected.ts';
import { findFirefox, startFirefox } from './firefox.ts';
import type { OtherBrowser } from './otherBrowser.ts';
import type { Quantity, Spec } from './page.ts';
import { singleFile } from './singleFile.ts';
import { findWebKit, startWebKit } from './webkit.ts';

async function open(browser: OtherBrowser, address: string): Promise<void> {
  await browser.goTo(address);
  await browser.ask(
    `(async () => {
      while (!('whereabouts' in window)) await new Promise(requestAnimationFrame);
      await window.whereabouts.ready;
    })()`,
  );
}

const read = (browser: OtherBrowser, name: string) =>
  browser.ask<Quantity>(
    `window.whereabouts.read('${name}').then(({ shape, data }) => ({ shape, data: [...data] }))`,
  );

/** How many colours the canvases of the shown maps have, each. */
const colours = (browser: OtherBrowser) =>
  browser.ask<number[]>(
    `[...document.querySelectorAll('.surface canvas')].filter((canvas) => canvas.width > 8).map((canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    })`,
  );

/** The page as one file: a slider is moved, and its numbers are those of the formula. */
async function opensSingleFile(browser: OtherBrowser): Promise<void> {
  await open(browser, singleFile('?length=12&dim=32&gpu=off&lang=en'));
  await browser.ask(
    `(() => {
    const range = document.querySelector('[data-control=length] input[type=range]');
    // As moving the thumb does, past React's own record of the value.
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    set.call(range, Number(range.max) / 2);
    for (const type of ['input', 'change'])
      range.dispatchEvent(new Event(type, { bubbles: true }));
  })()`,
  );
  const { length } = await browser.ask<Spec>('window.whereabouts.apply({})');
  expect(length).toBeGreaterThan(12);
  const { shape, data } = await browser.ask<Quantity>(
    `window.whereabouts.read('positions').then(({ shape, data }) => ({ shape, data: [...data] }))`,
  );
  expect(shape).toEqual([length, 32]);
  const wanted = data.map((_, i) => sinusoid(Math.floor(i / 32), i % 32, 32));
  expect(farthest(data, wanted)).toBeLessThanOrEqual(1e-6);
}

const kinds = [
  {
    name: 'Firefox',
    start: () => {
      const program = findFirefox();
      return program === undefined ? null : startFirefox(program);
    },
  },
  {
    name: 'WebKit',
    start: () => {
      const programs = findWebKit();
      return programs === undefined ? null : startWebKit(programs);
    },
  },
];

for (const { name, start } of kinds) {
  test(`the page opens in ${name}, computes, and goes through its rooms and languages`, async ({
    baseURL,
  }) => {
    const browser = await start();
    test.skip(browser === null, `This machine has no ${name}.`);
    if (!browser) return;
    try {
      if (name === 'Firefox') {
        await test.step('the single file: it opens in Firefox without WebGPU, and its sliders work', async () => {
          await opensSingleFile(browser);
          expect(await browser.faults()).toEqual([]);
        });
      }

      await open(browser, `${baseURL}?length=24&dim=32&lang=zh-CN`);
      expect(await browser.ask('document.documentElement.lang')).toBe('zh-CN');
      expect(await browser.ask(`document.querySelector('h1, h2')?.textContent`)).toMatch(
        /\p{Script=Han}/u,
      );
      await browser.ask(
        `(() => {
          const select = document.querySelector('.top-actions [data-control=lang]');
          select.value = 'en';
          select.dispatchEvent(new Event('change', { bubbles: true }));
        })()`,
      );
      await expect.poll(() => browser.ask('document.documentElement.lang')).toBe('en');

      const { shape, data } = await read(browser, 'positions');
      expect(shape).toEqual([24, 32]);
      const wanted = data.map((_, i) => sinusoid(Math.floor(i / 32), i % 32, 32));
      expect(farthest(data, wanted)).toBeLessThanOrEqual(1e-6);
      for (const count of await colours(browser)) expect(count).toBeGreaterThan(3);

      await browser.ask(`window.whereabouts.apply({ encoding: 'rope', length: 12 })`);
      const weights = await read(browser, 'weights');
      expect(weights.shape).toEqual([4, 12, 12]);
      for (let row = 0; row < 4 * 12; row++) {
        const sum = weights.data.slice(12 * row, 12 * row + 12).reduce((a, b) => a + b);
        expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
      }

      for (const room of ['attend', 'compare', 'encode']) {
        await browser.ask(`document.querySelector('[data-room=${room}]').click()`);
        await browser.ask('window.whereabouts.apply({})');
        await expect.poll(async () => (await colours(browser)).length, room).toBeGreaterThan(0);
      }
      const { encoding } = await browser.ask<Spec>('window.whereabouts.spec()');
      expect(encoding).toBe('rope');

      expect(await browser.faults()).toEqual([]);
    } finally {
      await browser.stop();
    }
  });
}
