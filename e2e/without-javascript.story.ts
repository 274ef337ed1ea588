/**
 * The page before it is there, and where it never comes: its words and a picture of its default plate
 * are in the HTML, in the reader's language, and give way to the page without moving anything.
 */
import { en } from '../src/text/en.ts';
import { words as chinese } from '../src/text/languages/zh-CN.ts';
import {
  boxOf,
  type Cell,
  expect,
  gridOf,
  mapNames,
  open,
  type Page,
  pixels,
  pixelsOf,
  ready,
  test,
  visit,
} from './page.ts';

const phone = { width: 390, height: 844 };

test('with JavaScript switched off, words and maps are there to be seen', async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  for (const { colorScheme, size } of [
    { colorScheme: 'light', size: null },
    { colorScheme: 'dark', size: phone },
  ] as const) {
    await page.emulateMedia({ colorScheme });
    if (size) await page.setViewportSize(size);
    await page.goto('/');
    await expect(page.locator('.first-sight:visible')).toContainText(en['first.why']);
    await expect(page.getByRole('heading', { name: 'Sinusoidal' })).toBeVisible();
    await expect(page.locator('.still-plate p[lang=en]')).toContainText('needs JavaScript');
    await expect(page.locator('.still-plate p[lang=zh-CN]')).toContainText('需要 JavaScript');
    const maps = page.getByRole('img', { name: /^Heatmap: / });
    await expect(maps).toHaveCount(3);
    for (const map of await maps.all()) {
      await map.scrollIntoViewIfNeeded();
      await expect(map).toBeVisible();
      const shown = await map.evaluate((image) => (image as HTMLImageElement).currentSrc);
      expect(shown).toContain(colorScheme === 'dark' ? '-night-' : '-paper-');
      expect(await map.evaluate((image) => (image as HTMLImageElement).naturalHeight)).toBe(40);
    }
    // Nothing that would do nothing, but the scheme's name.
    await expect(page.getByRole('button')).toHaveCount(1);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, 'no wider than the window').toBe(page.viewportSize()?.width);
  }
  await page.close();
});

test('what is in the HTML is what the page shows', async ({ page }) => {
  await open(page);

  await test.step('the pictures show what the page paints', async () => {
    const html = await page.evaluate(() => fetch('.').then((answer) => answer.text()));
    for (const map of mapNames) {
      const [address] = new RegExp(`assets/${map}-paper-\\w+\\.png`).exec(html) ?? [];
      const size: Cell = [40, map === 'positions' ? 64 : 40];
      const cells = gridOf(size, 13);
      await page.evaluate(async (src) => {
        const image = new Image();
        image.src = src ?? '';
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.id = 'still';
        canvas.width = image.naturalWidth;
        canvas.height = image.naturalHeight;
        canvas.getContext('2d')?.drawImage(image, 0, 0);
        document.body.append(canvas);
      }, address);
      const still = await pixelsOf(page.locator('#still'), size, cells);
      const painted = await pixels(page, map, size, cells);
      const apart = still.map((colour, i) =>
        Math.max(...colour.map((byte, k) => Math.abs(byte - (painted[i]?.[k] ?? 999)))),
      );
      // A number at the border of two entries of the table may fall on either.
      expect(Math.max(...apart), map).toBeLessThanOrEqual(2);
      await page.evaluate(() => document.querySelector('#still')?.remove());
    }
  });

  await test.step('title and canonical address are those of the scheme, or of the lesson', async () => {
    const canonical = page.locator('link[rel=canonical]');
    await visit(page, 'encoding=rope&length=12&base=500');
    await expect(page).toHaveTitle('Rotary (RoPE) · Whereabouts');
    const base = new URL('/', page.url()).href;
    await expect(canonical).toHaveAttribute('href', `${base}?encoding=rope`);
    await visit(page, 'room=lessons&lesson=order&step=2');
    await page.locator('.top-actions [data-control=lang]').selectOption('zh-CN');
    await expect(canonical).toHaveAttribute('href', `${base}?room=lessons&lesson=order`);
    await expect(page).toHaveTitle(/\p{Script=Han}.* · Whereabouts$/u);
    await visit(page, 'length=12');
    await expect(canonical).toHaveAttribute('href', base);
    await expect(page).toHaveTitle('Whereabouts');
    const preview = await page.locator('meta[property="og:image"]').getAttribute('content');
    const size = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src ?? '';
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, preview);
    expect(size).toEqual([1200, 630]);
  });
});

/** Loads the page, its code held back until `release`. */
async function heldBack(page: Page, query: string): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.addInitScript(() => {
    Object.assign(window, { shifted: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value } = entry as PerformanceEntry & { readonly value: number };
        const { shifted } = window as unknown as { readonly shifted: number };
        Object.assign(window, { shifted: shifted + value });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.unrouteAll();
  await page.route(/\/assets\/index-[\w-]+\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/${query}`, { waitUntil: 'commit' });
  return release;
}

for (const [locale, words, viewport] of [
  ['en-GB', en, { width: 1440, height: 900 }],
  ['zh-CN', chinese, phone],
] as const) {
  test.describe('before its code is there', () => {
    test.use({ ownContext: true, introduced: false, locale, viewport });

    test(`to a reader of ${locale}`, async ({ page }) => {
      await test.step('its words are there, and the page takes their place', async () => {
        const release = await heldBack(page, '');
        await expect(page.locator('.first-sight:visible')).toContainText(words['first.why']);
        await expect(page.locator('html')).toHaveAttribute(
          'lang',
          locale === 'zh-CN' ? locale : 'en',
        );
        const other = locale === 'zh-CN' ? en : chinese;
        await expect(page.getByText(other['first.why'])).toHaveCount(0);
        // To the pixel: a word that is explained may take a fraction of one.
        const boxes = () =>
          Promise.all(
            ['.first-sight', '.scheme-title', '.rooms'].map(async (part) => {
              const { x, y, width, height } = await boxOf(page.locator(part));
              return [x, y, width, height].map(Math.round);
            }),
          );
        const before = await boxes();
        release();
        await ready(page);
        expect(await boxes()).toEqual(before);
        await expect(page.locator('[data-prerendered]')).toHaveCount(0);
        // What is left is numbers that take the place of an ellipsis.
        const shifted = () => (window as unknown as { readonly shifted: number }).shifted;
        expect(await page.evaluate(shifted)).toBeLessThan(0.001);
      });

      // In one language: it has no words.
      if (locale === 'zh-CN') return;
      await test.step('a link that asks for something else shows none of it', async () => {
        const release = await heldBack(page, '?encoding=rope');
        await expect(page.locator('script[src$="early.js"]')).toHaveCount(1);
        await expect(page.locator('#root > *')).toHaveCount(0);
        release();
        await ready(page);
        await expect(page.getByRole('heading', { name: 'Rotary (RoPE)' })).toBeVisible();
        await expect(page).toHaveTitle('Rotary (RoPE) · Whereabouts');
        await expect(page.locator('link[rel=canonical]')).toHaveAttribute(
          'href',
          /\?encoding=rope$/,
        );
      });
    });
  });
}
