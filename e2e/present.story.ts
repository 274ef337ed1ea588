/** Showing the page to a class: one map as large as the screen allows, and nothing moved by accident. */
import { themes } from '../src/fields/theme.ts';
import { axeFaults } from './axe.ts';
import {
  boxOf,
  type Cell,
  type Colour,
  expect,
  laidOut,
  load,
  numberField,
  type Page,
  screenFrames,
  slider,
  spec,
  surface,
  test,
  visit,
} from './page.ts';
import { readQr } from './qr.ts';

const query = 'length=16&dim=32&heads=2';
const size: Cell = [16, 16];
const line = (page: Page) => page.getByRole('navigation', { name: 'Presenting' });
/** The map that is alone on the screen. */
const map = (page: Page) => page.locator('[data-map]:visible');
const lesson = 'room=lessons&lesson=order';
const act = (page: Page, name: string) => page.locator(`[data-present=${name}]`);

/** In a browser that refuses, as one does in a frame, or without a key or a click. */
async function whereFullScreenIsRefused(page: Page, go: () => Promise<void>): Promise<void> {
  const fills = await page.evaluateHandle(() =>
    Reflect.get(Element.prototype, 'requestFullscreen'),
  );
  await page.evaluate(() => {
    Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('refused'));
  });
  await go();
  await page.evaluate((real) => {
    Reflect.set(Element.prototype, 'requestFullscreen', real);
  }, fills);
}

async function expectNoViolations(page: Page, state: string): Promise<void> {
  expect.soft(await axeFaults(page), state).toEqual([]);
}

async function placeOf(page: Page, [row, column]: Cell): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = await boxOf(map(page));
  return { x: x + ((column + 0.5) / size[1]) * width, y: y + ((row + 0.5) / size[0]) * height };
}

/** What is seen of cells of a map, veils included, a quarter down from their top: beside the crosshair. */
async function seen(page: Page, cells: readonly Cell[]): Promise<Colour[]> {
  const box = await boxOf(map(page));
  const picture = await page.screenshot({ clip: box });
  return page.evaluate(
    async ({ bytes, places }) => {
      const image = await createImageBitmap(
        new Blob([Uint8Array.from(atob(bytes), (byte) => byte.charCodeAt(0))]),
      );
      const { width, height } = image;
      const context = new OffscreenCanvas(width, height).getContext('2d', {
        willReadFrequently: true,
      });
      if (!context) throw new Error('seen: no 2d context');
      context.drawImage(image, 0, 0);
      return places.map(([x, y]) => [
        ...context
          .getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1)
          .data.subarray(0, 3),
      ]);
    },
    {
      bytes: picture.toString('base64'),
      places: cells.map(
        ([row, column]) => [(column + 0.5) / size[1], (row + 0.25) / size[0]] as const,
      ),
    },
  );
}

test('presenting is begun, goes on and ends', async ({ page }) => {
  // Nobody chose a theme in it.
  await load(page, query);
  await test.step('it fills the screen, and leaving full screen ends it', async () => {
    const full = () => page.evaluate(() => document.fullscreenElement !== null);
    await page.keyboard.press('p');
    await expect.poll(full).toBe(true);
    await expect(line(page)).toBeVisible();
    await page.evaluate(() => document.exitFullscreen());
    await expect(line(page)).toHaveCount(0);
    await page.keyboard.press('p');
    await expect.poll(full).toBe(true);
    await expect(line(page)).toBeVisible();
    await page.keyboard.press('p');
    await expect.poll(full).toBe(false);
  });
  await whereFullScreenIsRefused(page, async () => {
    await test.step('one key begins and ends it, and a refused full screen leaves the window as it is', async () => {
      const letters = () =>
        page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
      expect(await letters()).toBe(16);
      await page.keyboard.press('p');
      await expect(line(page)).toBeVisible();
      await expect(page.locator('.top')).toHaveCount(0);
      await expect(page).toHaveURL(/present=1/);
      // Nobody chose the projector's colours: the link does not either.
      await expect(page).not.toHaveURL(/theme/);
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
      expect(await letters()).toBe(22);
      await page.keyboard.press('p');
      await expect(line(page)).toHaveCount(0);
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'paper');
      await expect(page).not.toHaveURL(/present|theme/);
      // Its button, and Escape: a held cell is let go first.
      await page.getByRole('button', { name: 'Present' }).click();
      await expect(line(page)).toBeVisible();
      await surface(page, 'attention').click();
      await expect(page.locator('.page.held')).toHaveCount(1);
      await page.keyboard.press('Escape');
      await expect(page.locator('.page.held')).toHaveCount(0);
      await page.keyboard.press('Escape');
      await expect(line(page)).toHaveCount(0);
      // A letter that is typed is a letter.
      await page.locator('textarea').focus();
      await page.keyboard.press('p');
      await expect(line(page)).toHaveCount(0);
    });
    await test.step('controls stay as they are until they are let move', async () => {
      await numberField(page, 'base').fill('500');
      await page.keyboard.press('Enter');
      await page.locator('.brand').click();
      await page.keyboard.press('p');
      await expect(slider(page, 'base')).toBeDisabled();
      const { x, y, width, height } = await boxOf(slider(page, 'base'));
      await page.mouse.click(x + width * 0.1, y + height / 2);
      await page.keyboard.press('Control+z');
      await page.keyboard.press('/');
      await expect(page.locator('.picker')).toHaveCount(0);
      await expect(page.locator('[data-control=encoding]')).toBeDisabled();
      expect((await spec(page)).params['base']).toBe(500);
      // A clicker's keys are for lessons: they move no crosshair.
      await surface(page, 'attention').focus();
      const cross = surface(page, 'attention').locator('.cross-cell');
      const at = await cross.getAttribute('y');
      await page.keyboard.press('PageDown');
      await screenFrames(page);
      expect(await cross.getAttribute('y')).toBe(at);
      await page.keyboard.press('ArrowDown');
      await expect(cross).not.toHaveAttribute('y', at ?? '');
      await page.keyboard.press('c');
      await expect(slider(page, 'base')).toBeEnabled();
      await slider(page, 'base').press('ArrowRight');
      await expect.poll(async () => (await spec(page)).params['base']).not.toBe(500);
    });
    await test.step('a black screen hides all of the page, and any key brings it back and does no more', async () => {
      for (const [black, back] of [
        ['b', 'b'],
        ['.', 'PageDown'],
        ['b', 's'],
      ] as const) {
        await page.keyboard.press(black);
        const screen = page.getByRole('dialog', { name: 'The screen is black' });
        await expect(screen).toBeVisible();
        expect(await boxOf(screen)).toEqual({ x: 0, y: 0, width: 1440, height: 900 });
        await expect(screen).toHaveCSS('background-color', 'rgb(0, 0, 0)');
        await page.keyboard.press(back);
        await expect(screen).toHaveCount(0);
      }
      await expect(act(page, 'spotlight')).toHaveAttribute('aria-pressed', 'false');
      await act(page, 'black').click();
      await page.mouse.click(700, 400);
      await expect(page.locator('.black-screen')).toHaveCount(0);
      await expect(act(page, 'black')).toBeFocused();
    });
    await test.step('the QR code is the link to what is shown, for a page of one’s own', async () => {
      await page.setViewportSize({ width: 1280, height: 720 });
      const asked = '?encoding=rope&length=24&text=order+decides';
      await visit(page, asked.slice(1));
      await page.locator('[data-screen=plate]').click();
      await expect(page).toHaveURL(/present=1.*screen=plate|screen=plate.*present=1/);
      await page.keyboard.press('q');
      const dialog = page.getByRole('dialog', { name: 'This page on your phone' });
      const link = await dialog.locator('.qr-link').textContent();
      expect(link).toBe(new URL(asked, page.url()).href);
      const code = dialog.getByRole('img', { name: 'QR code of the link below' });
      expect((await boxOf(code)).height).toBeGreaterThan(500);
      expect(await readQr(code)).toBe(link);
      await expectNoViolations(page, 'the QR code');
      // The same key, or Escape, which then ends nothing else.
      await page.keyboard.press('q');
      await expect(dialog).toHaveCount(0);
      await page.keyboard.press('?');
      const keys = page.getByRole('dialog', { name: 'Keys while presenting' });
      await expect(keys.getByText('Black screen')).toBeVisible();
      await expectNoViolations(page, 'the keys');
      await page.keyboard.press('Escape');
      await expect(keys).toHaveCount(0);
      await expect(line(page)).toBeVisible();
    });
  });
});

test('one map is presented alone, and lessons and schemes side by side', async ({ page }) => {
  await test.step('one map alone fills the height of the screen, in every language', async () => {
    for (const [lang, width, height] of [
      ['zh-CN', 1280, 720],
      ['en', 1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      if (lang === 'zh-CN') await load(page, `${query}&lang=${lang}&present=1&screen=attention`);
      else {
        // Its list is in the line that presenting hides.
        await page.keyboard.press('p');
        await page.locator('[data-control=lang]').selectOption(lang);
        await page.keyboard.press('p');
        await page.locator('[data-screen=attention]').click();
      }
      await laidOut(page);
      await expect(map(page)).toHaveAttribute('data-map', 'attention');
      const box = await boxOf(map(page));
      expect(box.height / height).toBeGreaterThanOrEqual(0.85);
      expect(box.width).toBe(box.height);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      // The number under the crosshair, to be read from the back row.
      const { x, y } = await placeOf(page, [9, 4]);
      await page.mouse.move(x, y);
      await expect(page.locator('.one-map-cell')).toContainText('9');
      const { data } = await page.evaluate(async () => {
        const read = await window.whereabouts.read('weights');
        return { data: [...read.data] };
      });
      await expect(page.locator('.one-map-cell strong')).toHaveText(
        (data[9 * 16 + 4] ?? 0).toFixed(3),
      );
      await expectNoViolations(page, `one map, ${lang}`);
    }
    // On to the whole page again, and the other maps by their names.
    await page.keyboard.press('m');
    await expect(map(page)).toHaveCount(3);
    await page.locator('[data-screen=plate]').click();
    await expect(page.locator('.controls')).toHaveCount(0);
    await expect(map(page)).toHaveCount(3);
    await page.locator('[data-screen=positions]').click();
    await expect(map(page)).toHaveAttribute('data-map', 'positions');
  });
  await test.step('the spotlight leaves one row as it was and dims the others, also under a held cell', async () => {
    await page.locator('[data-screen=similarity]').click();
    await laidOut(page);
    const lit = [2, 7, 12].map((column) => [9, column] as const);
    const others = [3, 8, 14].map((row) => [row, 6] as const);
    const { x, y } = await placeOf(page, [9, 10]);
    await page.mouse.click(x, y);
    await screenFrames(page);
    const [before, around] = [await seen(page, lit), await seen(page, others)];
    await page.keyboard.press('s');
    await expect(act(page, 'spotlight')).toHaveAttribute('aria-pressed', 'true');
    await screenFrames(page);
    expect(await seen(page, lit)).toEqual(before);
    const white = Number.parseInt(themes.projector.page.slice(1, 3), 16);
    const dimmed = around.map((colour) => colour.map((part) => 0.22 * part + 0.78 * white));
    for (const [at, colour] of (await seen(page, others)).entries()) {
      for (const [channel, part] of colour.entries()) {
        expect(Math.abs(part - (dimmed[at]?.[channel] ?? 0))).toBeLessThanOrEqual(2);
      }
    }
    // Held: passing over another row moves nothing. Let go, the light goes along.
    await page.mouse.move(x, y - 200);
    await screenFrames(page);
    expect(await seen(page, lit)).toEqual(before);
    await page.keyboard.press('Escape');
    await page.mouse.move(x, y - 190);
    await screenFrames(page);
    expect(await seen(page, lit)).not.toEqual(before);
  });
  await test.step('a clicker turns the pages of a lesson, and notes in a second window follow and turn them too', async () => {
    // A window that fills the screen has no other size.
    await page.keyboard.press('p');
    await expect(line(page)).toHaveCount(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await visit(page, `${lesson}&step=1`);
    await page.keyboard.press('p');
    await page.locator('button[data-screen=room]').click();
    await expect(page).toHaveURL(/present=1/);
    const heading = () => page.locator('.lesson-text h2').textContent();
    const first = await heading();
    // Also where a map has the focus, which has this key for itself elsewhere.
    await page.locator('.surface').first().focus();
    await page.keyboard.press('PageDown');
    await expect(page).toHaveURL(/step=2.*present=1|present=1.*step=2/);
    await page.keyboard.press('PageUp');
    expect(await heading()).toBe(first);
    const [notes] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('n')]);
    const title = notes.getByRole('heading', { level: 1 });
    const status = notes.getByRole('status');
    await expect(title).toHaveText(first ?? '');
    await expect(status).toHaveText('Follows the presentation');
    await expect(line(page)).toBeVisible();
    const next = await notes.locator('aside h2:text-is("Next") + p').textContent();
    await expectNoViolations(notes, 'the notes');
    // Either turns both.
    await notes.getByRole('button', { name: 'Next step' }).click();
    await expect(title).toHaveText(next ?? '');
    await expect(page.locator('.lesson-text h2')).toHaveText(next ?? '');
    await page.keyboard.press('PageUp');
    await expect(title).toHaveText(first ?? '');
    await notes.keyboard.press('PageDown');
    await expect(page.locator('.lesson-text h2')).toHaveText(next ?? '');
    // The notes of a window that is gone stay; they go on when it is back.
    await page.keyboard.press('p');
    await expect(status).toContainText('has ended');
    await expect(title).toHaveText(next ?? '');
    await expect(notes.getByRole('button', { name: 'Next step' })).toBeDisabled();
    await page.keyboard.press('p');
    await expect(status).toHaveText('Follows the presentation');
    await page.reload();
    await expect(status).toHaveText('Follows the presentation');
    await notes.reload();
    await expect(title).toHaveText(next ?? '');
    await expect(notes.getByRole('timer')).toHaveText(/^\d+:\d\d$/);
    await notes.close();
    await page.keyboard.press('PageUp');
    await expect(page.locator('.lesson-text h2')).toHaveText(first ?? '');
  });
  await test.step('a lesson is shown without its text or as one map, and steps all the same; a refused window is said', async () => {
    await page.setViewportSize({ width: 1280, height: 720 });
    // Where there is room for one map alone, and one alone is shown, it still says what it is.
    await visit(page, 'room=lessons&lesson=clocks&step=2');
    await expect(page.getByRole('heading', { name: 'Position vectors' })).toBeVisible();
    await visit(page, `${lesson}&step=1`);
    await page.locator('[data-screen=plate]').click();
    await expect(page.locator('.lesson-side')).toBeHidden();
    await expect(page.locator('.controls')).toHaveCount(0);
    await page.keyboard.press('PageDown');
    await expect(page).toHaveURL(/step=2/);
    await page.locator('[data-screen=attention]').click();
    await laidOut(page);
    expect((await boxOf(map(page))).height / 720).toBeGreaterThanOrEqual(0.85);
    await page.keyboard.press('PageDown');
    await expect(page).toHaveURL(/step=3/);
    await expect(map(page)).toHaveCount(1);
    await page.evaluate(() => {
      window.open = () => null;
    });
    await page.keyboard.press('n');
    await expect(page.locator('.notices')).toContainText('Allow pop-up windows');
  });
  await test.step('side by side fits the screen, with two schemes and with four', async () => {
    await page.locator('[data-screen=room]').click();
    for (const compare of ['alibi', 'alibi;rope;t5']) {
      await visit(page, `room=compare&compare=${compare}`);
      const room = page.locator('.compare-room');
      await expect(room.locator('[data-map]').first()).toBeVisible();
      expect(await room.evaluate((box) => box.scrollHeight - box.clientHeight)).toBeLessThan(2);
      // With controls that move as well.
      await page.keyboard.press('c');
      await expect(page.locator('.controls')).toBeVisible();
      await laidOut(page);
      expect(await room.evaluate((box) => box.scrollHeight - box.clientHeight)).toBeLessThan(2);
      await page.keyboard.press('c');
    }
  });
});
