/** Choosing a language and a theme: every word changes, nothing overflows, and axe finds no fault. */
import { atRest, putOn, sizeOf } from '../scripts/states.mjs';
import { axeFaults } from './axe.ts';
import { expectPicture } from './colours.ts';
import {
  apply,
  expect,
  load,
  mapNames,
  open,
  type Page,
  screenFrames,
  spec,
  test,
  visit,
} from './page.ts';

/** The words that a person sees or hears, without those that belong to the Spec or to the names. */
function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const labels = document.querySelectorAll(
      '.sliders label, .text-control label, .choice > span, .map-head h2, .plate-tools button, .top-actions button, .look-for, select option, .axis-name, .control-problem, .compare dt',
    );
    return [...labels]
      .map((label) => label.textContent.trim())
      .filter((text) => /\p{L}/u.test(text));
  });
}

// Names that are the same in both languages.
const alike = /^(?:WebGPU|GPU|float64|tensor2tensor|Llama|English|中文)/;

/** Each theme, and each language: what one adds to the other no rule looks at. */
const dresses = [
  { lang: 'en', theme: 'light' },
  { lang: 'zh-CN', theme: 'dark' },
  { lang: 'zh-CN', theme: 'projector' },
];

async function expectNoViolations(page: Page, state: string, ...parts: string[]): Promise<void> {
  expect.soft(await axeFaults(page, ...parts), state).toEqual([]);
}

test('another language is chosen', async ({ page }) => {
  await open(page, 'length=24&dim=16&heads=2');
  await test.step('switching the language changes every word', async () => {
    // The check comes a moment after the picture, and changes the line about the device.
    await expect(page.locator('.device')).toContainText('×');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    const before = { words: await wordsOf(page), spec: await spec(page) };
    expect(before.words.length).toBeGreaterThan(40);
    expect(
      before.words.filter((word) => /\p{Script=Han}/u.test(word) && !alike.test(word)),
    ).toEqual([]);
    await page.locator('[data-control=lang]').selectOption('中文');
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await screenFrames(page);
    const after = await wordsOf(page);
    expect(after.length).toBe(before.words.length);
    expect(after.filter((word, i) => word === before.words[i] && !alike.test(word))).toEqual([]);
    expect(after.filter((word) => !/\p{Script=Han}/u.test(word) && !alike.test(word))).toEqual([]);
    expect(await spec(page)).toEqual(before.spec);
    await expect(page).toHaveURL(/lang=zh-CN/);
    await page.locator('[data-control=lang]').selectOption('English');
    await screenFrames(page);
    expect(await wordsOf(page)).toEqual(before.words);
  });
  await test.step('what is drawn in a figure changes with the language', async () => {
    await visit(page, 'room=attend&experiment=stack&depth=2&length=8&dim=16');
    const names = page.locator('.stream .name');
    await expect(names).toHaveText([/^\p{Script=Latin}/u, /^\p{Script=Latin}/u]);
    await page.locator('[data-control=lang]').selectOption('中文');
    await expect(names).toHaveText([/\p{Script=Han}/u, /\p{Script=Han}/u]);
  });
});

test.describe('in a Chinese browser that is dark', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark', preferred: true });
  test('the page begins as the browser prefers', async ({ page }) => {
    await load(page);
    await test.step('the page begins in Chinese', async () => {
      await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    });
    await test.step('the bare address begins with a Chinese sentence, and the link carries it', async () => {
      expect((await spec(page)).text).toMatch(/^一条长街上/);
      await expect(page.locator('.control-problem')).toHaveText('文本有 40 个词元，每个位置一个。');
      const { search } = new URL(page.url());
      expect(new URLSearchParams(search).get('text')).toBe((await spec(page)).text);
    });
    await test.step('the page begins in the night theme, and another can be chosen', async () => {
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'night');
      await page.locator('[data-control=theme]').selectOption('projector');
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
      await expect(page).toHaveURL(/theme=projector/);
    });
    await load(page, 'theme=projector&length=24&dim=32');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    // A link means the same to everyone.
    expect((await spec(page)).text).toMatch(/^On a long street/);
    await test.step('?theme=projector&length=24&dim=32 paints each cell in the colour of its number', () =>
      expectPicture(page, 'projector', mapNames));
  });
});

test('axe finds nothing on the plate, in either language and every theme, and on a telephone', async ({
  page,
}) => {
  // A notice, a refused number and the table are on the page too.
  await open(page, 'lang=en&theme=light&length=24&colour=red');
  await page.locator('[data-control=length] .number').fill('0');
  await page.keyboard.press('Enter');
  await putOn(page, { size: sizeOf('390x844'), lang: 'en', theme: 'light' });
  await expectNoViolations(page, 'the plate on a telephone');
  const size = sizeOf('1440x900');
  for (const { lang, theme } of dresses) {
    await putOn(page, { size, lang, theme });
    await expectNoViolations(page, `the plate, ${lang}, ${theme}`);
  }
  await page.locator('.plate-tools .tool-table').press('Enter');
  await expect(page.getByRole('table')).toBeVisible();
  // All around it is as it was.
  for (const { lang, theme } of dresses.toReversed()) {
    await putOn(page, { size, lang, theme });
    await expectNoViolations(page, `the table, ${lang}, ${theme}`, '#plate');
  }
});

test.describe('with long words', () => {
  // Else the page of the other stories would have to be loaded again after it.
  test.use({ ownContext: true });
  test('texts that are longer than ours fit', async ({ page }) => {
    await load(page, 'strings=long&length=12&dim=16&heads=2');
    await test.step('long words overflow in no language, theme or width', async () => {
      const encodings = ['sinusoidal', 'rope', 'alibi', 'none'];
      const sizes = [sizeOf('1440x900'), sizeOf('390x900')];
      for (const { lang, theme } of dresses) {
        for (const size of sizes) {
          await putOn(page, { size, lang, theme });
          for (const encoding of encodings) {
            if ((await spec(page)).encoding !== encoding) await apply(page, { encoding });
            await atRest(page);
            const over = await page.evaluate(() => {
              const { scrollWidth = 0, clientWidth = 0 } = document.scrollingElement ?? {};
              return scrollWidth - clientWidth;
            });
            const name = `${encoding}, ${lang}, ${theme}, ${size.width}: pixels beyond the right edge`;
            expect.soft(over, name).toBeLessThanOrEqual(0);
          }
          // The next begins with the one that is here.
          encodings.reverse();
        }
        sizes.reverse();
      }
    });
    await page.keyboard.press('/');
    await expect(page.locator('.picker-search')).toBeFocused();
    for (const [width, lang, theme] of [
      [390, 'zh-CN', 'projector'],
      [390, 'en', 'light'],
      [1440, 'en', 'light'],
      [1440, 'en', 'projector'],
    ] as const) {
      await test.step(`the picker, ${width} pixels wide, ${lang}, ${theme}: nothing is cut off`, async () => {
        await putOn(page, { size: { width, height: 844 }, lang, theme });
        const over = await page
          .locator('.picker')
          .evaluate((dialog) =>
            [dialog, ...dialog.querySelectorAll('*:not(input)')]
              .filter(
                ({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth,
              )
              .map(({ className }) => className),
          );
        expect(over).toEqual([]);
      });
    }
  });
});
