/**
 * The page in a browser of another make, as far as this machine has one: it opens, its numbers are
 * those of the formula, its rooms and languages are there. Firefox alone; WebKit has no driver here.
 */
import { expect, test } from '@playwright/test';
import { farthest, sinusoid } from './expected.ts';
import { type Firefox, findFirefox, startFirefox } from './firefox.ts';
import type { Quantity, Spec } from './page.ts';

const program = findFirefox();

async function open(firefox: Firefox, address: string): Promise<void> {
  await firefox.goTo(address);
  await firefox.ask(
    `(async () => {
      while (!('whereabouts' in window)) await new Promise(requestAnimationFrame);
      await window.whereabouts.ready;
    })()`,
  );
}

const read = (firefox: Firefox, name: string) =>
  firefox.ask<Quantity>(
    `window.whereabouts.read('${name}').then(({ shape, data }) => ({ shape, data: [...data] }))`,
  );

/** How many colours the canvases of the shown maps have, each. */
const colours = (firefox: Firefox) =>
  firefox.ask<number[]>(
    `[...document.querySelectorAll('.surface canvas')].filter((canvas) => canvas.width > 8).map((canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    })`,
  );

test('the page opens in Firefox, computes, and goes through its rooms and languages', async ({
  baseURL,
}) => {
  test.skip(program === undefined, 'This machine has no Firefox.');
  const firefox = await startFirefox(program ?? '');
  try {
    await open(firefox, `${baseURL}?length=24&dim=32&lang=en`);
    const { shape, data } = await read(firefox, 'positions');
    expect(shape).toEqual([24, 32]);
    const wanted = data.map((_, i) => sinusoid(Math.floor(i / 32), i % 32, 32));
    expect(farthest(data, wanted)).toBeLessThanOrEqual(1e-6);
    for (const count of await colours(firefox)) expect(count).toBeGreaterThan(3);

    await firefox.ask(`window.whereabouts.apply({ encoding: 'rope', length: 12 })`);
    const weights = await read(firefox, 'weights');
    expect(weights.shape).toEqual([4, 12, 12]);
    for (let row = 0; row < 4 * 12; row++) {
      const sum = weights.data.slice(12 * row, 12 * row + 12).reduce((a, b) => a + b);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
    }

    for (const room of ['attend', 'compare', 'encode']) {
      await firefox.ask(`document.querySelector('[data-room=${room}]').click()`);
      await firefox.ask('window.whereabouts.apply({})');
      await expect.poll(async () => (await colours(firefox)).length, room).toBeGreaterThan(0);
    }
    const { encoding } = await firefox.ask<Spec>('window.whereabouts.spec()');
    expect(encoding).toBe('rope');

    await open(firefox, `${baseURL}?lang=zh-CN&encoding=alibi&length=12`);
    expect(await firefox.ask('document.documentElement.lang')).toBe('zh-CN');
    expect(await firefox.ask(`document.querySelector('h1, h2')?.textContent`)).toMatch(
      /\p{Script=Han}/u,
    );
    expect(firefox.faults).toEqual([]);
  } finally {
    await firefox.stop();
  }
});
