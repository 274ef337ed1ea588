/** Picking a scheme: found in either language, by keyboard alone, each with a picture of its numbers. */
import { type Dress, putOn, sizeOf } from '../scripts/states.mjs';
import { lookupTable, palettes } from '../src/fields/colour.ts';
import { placeOf, unitOf } from '../src/fields/scale.ts';
import type { ThemeName } from '../src/fields/theme.ts';
import { axeFaults } from './axe.ts';
import { farthest, sinusoid } from './expected.ts';
import {
  boxOf,
  chooseScheme,
  control,
  expect,
  memory,
  open,
  type Page,
  picture,
  settle,
  spec,
  surface,
  test,
  visit,
} from './page.ts';

const picker = (page: Page) => page.locator('.picker');
const search = (page: Page) => picker(page).getByRole('combobox');
const entry = (page: Page, id: string) => page.locator(`[data-scheme="${id}"]`);
const waiting = (page: Page) => page.locator('.picker-picture.waiting');

async function openPicker(page: Page): Promise<void> {
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
}

async function closePicker(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(picker(page)).toHaveCount(0);
}

/** The scheme that Enter would choose. */
async function active(page: Page): Promise<string> {
  const id = await search(page).getAttribute('aria-activedescendant');
  return id?.replace('scheme-', '') ?? '';
}

test('a scheme is found and chosen by keys alone, and by a pointer', async ({ page }) => {
  await open(page, 'length=16');

  await test.step('from a key to a changed plate without a pointer', async () => {
    const before = await picture(page);
    await openPicker(page);
    expect(await active(page)).toBe('sinusoidal');
    await page.keyboard.type('alibi');
    expect(await active(page)).toBe('alibi');
    await page.keyboard.press('Enter');
    await expect(picker(page)).toHaveCount(0);
    await settle(page);
    expect((await spec(page)).encoding).toBe('alibi');
    await expect(control(page, 'encoding')).toHaveText('ALiBi');
    await expect(control(page, 'encoding')).toBeFocused();
    expect(await picture(page)).not.toEqual(before);
    await page.keyboard.press('Control+z');
    await settle(page);
    expect((await spec(page)).encoding).toBe('sinusoidal');
    expect(await picture(page)).toEqual(before);
  });

  await test.step('arrow keys move through the grid as it lies', async () => {
    await openPicker(page);
    const boxOfActive = async () => boxOf(entry(page, await active(page)));
    await page.keyboard.press('Home');
    expect(await active(page)).toBe('none');
    await page.keyboard.press('ArrowDown');
    const first = await boxOfActive();
    await page.keyboard.press('ArrowRight');
    const second = await boxOfActive();
    expect([second.y, second.x > first.x]).toEqual([first.y, true]);
    await page.keyboard.press('ArrowDown');
    const below = await boxOfActive();
    expect([below.x, below.y > second.y]).toEqual([second.x, true]);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    expect(await boxOfActive()).toEqual(first);
    await page.keyboard.press('End');
    const last = await page.locator('[data-scheme]').last().getAttribute('data-scheme');
    expect(await active(page)).toBe(last);
    await expect(entry(page, last ?? '')).toBeInViewport({ ratio: 1 });
    await expect(page.locator('.picker-entry.active')).toHaveCount(1);
    await expect(search(page)).toBeFocused();
    await page.keyboard.type('zz');
    await expect(search(page)).toHaveValue('zz');
    await closePicker(page);
  });

  await test.step('Escape, Close and a click beside it close the picker and give the focus back', async () => {
    const button = control(page, 'encoding');
    await button.click();
    await expect(search(page)).toBeFocused();
    await page.keyboard.type('rope');
    await closePicker(page);
    await expect(button).toBeFocused();
    // What had the focus before gets it back.
    await surface(page, 'similarity').focus();
    await openPicker(page);
    await expect(search(page)).toHaveValue('');
    await closePicker(page);
    await expect(surface(page, 'similarity')).toBeFocused();
    await button.click();
    await picker(page).getByRole('button').click();
    await expect(picker(page)).toHaveCount(0);
    await button.click();
    await expect(search(page)).toBeFocused();
    await page.mouse.click(5, 450);
    await expect(picker(page)).toHaveCount(0);
    expect((await spec(page)).encoding).toBe('sinusoidal');
  });

  await test.step('a slash in a text is a slash', async () => {
    await page.locator('#text').fill('and');
    await page.locator('#text').press('/');
    await expect(page.locator('#text')).toHaveValue('and/');
    await expect(picker(page)).toHaveCount(0);
    await page.locator('#text').blur();
  });

  await test.step('words that nothing has are kept, and a sentence says so', async () => {
    await openPicker(page);
    await page.keyboard.type('xyzzy');
    await expect(page.getByText('No encoding matches “xyzzy”.')).toBeVisible();
    await expect(picker(page).getByRole('status')).toHaveText(/^0 of \d+ encodings$/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await expect(search(page)).toHaveValue('xyzzy');
    await search(page).fill('');
    expect(await active(page)).toBe('sinusoidal');
    await closePicker(page);
  });

  await test.step('a scheme that the sizes do not suit changes them, and a notice says so', async () => {
    await visit(page, 'length=16&dim=3&heads=3');
    await chooseScheme(page, 'rope');
    await settle(page);
    expect(await spec(page)).toMatchObject({ encoding: 'rope', dim: 6, heads: 3 });
    await expect(page.locator('.notice')).toContainText('“dim” was changed from 3 to 6.');
  });

  await test.step('words of one language find a scheme while the page speaks the other', async () => {
    for (const [lang, word] of [
      ['en', '旋转'],
      ['zh-CN', 'rotary'],
      ['zh-CN', '２０２１　Ｓｕ'],
    ]) {
      await page.locator('[data-control=lang]').selectOption(lang ?? '');
      await openPicker(page);
      await search(page).fill(word ?? '');
      await expect(entry(page, 'rope')).toBeVisible();
      await expect(entry(page, 'sinusoidal')).toHaveCount(0);
      await expect(picker(page).getByRole('status')).toHaveText(/\d/);
      await closePicker(page);
    }
  });
});

/** The colour of every cell of a thumbnail, red, green and blue. */
function cellsOf(page: Page, id: string): Promise<number[]> {
  return entry(page, id)
    .locator('canvas')
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error('cellsOf: no canvas');
      const { width, height } = canvas;
      // A canvas that is read often itself would be moved away from the GPU.
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(canvas, 0, 0);
      const { data } = context?.getImageData(0, 0, width, height) ?? { data: [] };
      return [...data].filter((_, i) => i % 4 !== 3);
    });
}

/** How many names, authors and ideas in the picker reach into what stands below them, by 2 px. */
function crossed(page: Page): Promise<number> {
  return page.locator('.picker-words').evaluateAll((entries) => {
    const boxOfText = (element: Element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect();
    };
    return entries.flatMap(({ children }) => {
      const boxes = [...children].map(boxOfText);
      return boxes.filter(({ bottom }, i) => bottom - 2 > (boxes[i + 1]?.top ?? bottom));
    }).length;
  });
}

const size = sizeOf('1440x900');
/** Every theme, and every language; what one adds to the other no rule of axe looks at. */
const dresses: readonly (Dress & { palette: ThemeName; axe: boolean })[] = [
  { size, lang: 'en', theme: 'light', palette: 'paper', axe: true },
  { size, lang: 'en', theme: 'projector', palette: 'projector', axe: false },
  { size, lang: 'zh-CN', theme: 'projector', palette: 'projector', axe: true },
  { size, lang: 'zh-CN', theme: 'dark', palette: 'night', axe: true },
];

test('the picker has a picture and words of every scheme, in every dress', async ({ page }) => {
  await open(page, 'length=16');

  await test.step('every scheme has a thumbnail and words in both languages; nothing is left on the GPU', async () => {
    const { tensors } = await memory(page);
    await openPicker(page);
    const heights = () =>
      page.locator('[data-scheme]').evaluateAll((all) => all.map((each) => each.clientHeight));
    const before = await heights();
    await expect(waiting(page)).toHaveCount(0);
    expect(await heights(), 'pictures move nothing').toEqual(before);
    expect((await memory(page)).tensors).toBe(tensors);
    const english = await page.locator('.picker-idea').allTextContents();
    expect(english.filter((idea) => /\p{Script=Han}/u.test(idea))).toEqual([]);
    await closePicker(page);
    await page.locator('[data-control=lang]').selectOption('中文');
    await openPicker(page);
    const chinese = await page.locator('.picker-idea').allTextContents();
    expect(chinese.filter((idea) => !/\p{Script=Han}/u.test(idea))).toEqual([]);
    // They are kept: the second time nothing is computed.
    await expect(waiting(page)).toHaveCount(0);
    const known = await page.evaluate(() => window.whereabouts.encodings().map(({ id }) => id));
    const shown = await page
      .locator('[data-scheme]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-scheme') ?? ''));
    expect(shown.toSorted()).toEqual(known.toSorted());
    await closePicker(page);
  });

  await putOn(page, { size, lang: 'en', theme: 'light' });
  await openPicker(page);
  await expect(entry(page, 'rope')).toBeVisible();
  await expect(entry(page, 'sinusoidal').locator('.waiting')).toHaveCount(0);
  for (const { palette, axe, ...dress } of dresses) {
    const name = `${dress.lang}, ${dress.theme}`;
    await putOn(page, dress);
    await test.step(`${name}: a thumbnail has the colours of its numbers`, async () => {
      const table = lookupTable(palettes[palette].diverging);
      const scale = { kind: 'diverging', domain: { kind: 'measured' }, curve: 'linear' } as const;
      const expected = Array.from({ length: 24 * 32 }, (_, i) => {
        // cos 0 is the largest number, so the scale ends at 1.
        const value = sinusoid(Math.floor(i / 32), i % 32, 32);
        const colour = table[placeOf(unitOf(scale, 1, value))] ?? 0;
        return [colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255];
      });
      // A value beside the edge of a colour's entry may take the next one: one step a channel, or two.
      const painted = await cellsOf(page, 'sinusoidal');
      expect(farthest(painted, expected.flat())).toBeLessThanOrEqual(2);
    });
    await test.step(`${name}: name, author and idea stand below one another`, async () => {
      expect(await crossed(page)).toBe(0);
    });
    if (!axe) continue;
    await test.step(`${name}: axe finds nothing in the picker`, async () => {
      expect(await axeFaults(page)).toEqual([]);
    });
  }

  await test.step('axe finds nothing where no scheme is found, in either language and every theme', async () => {
    await page.locator('.picker-search').fill('xyzzy');
    await expect(page.locator('.picker-nothing')).toBeVisible();
    for (const { palette: _, axe, ...dress } of dresses.toReversed()) {
      if (!axe) continue;
      await putOn(page, dress);
      expect(await axeFaults(page), `none, ${dress.lang}, ${dress.theme}`).toEqual([]);
    }
  });
});
