/** Looking closer at the clocks: hands at their angles, played, dragged and moved by keys. */
import { themes } from '../src/fields/theme.ts';
import { axeFaults } from './axe.ts';
import { dress, goTo } from './inPlace.ts';
import {
  boxOf,
  type Colour,
  expect,
  laidOut,
  open,
  type Page,
  screenFrames,
  surface,
  test,
} from './page.ts';

const board = (page: Page) =>
  page.getByRole('slider', { name: 'The position, shown by the hands' });
const label = (page: Page) => page.locator('.clock-label');

/** The middle of a dial in CSS pixels of the canvas, and its square's side. */
async function placeOf(page: Page, dial: number) {
  const canvas = board(page).locator('canvas');
  const columns = Number(await canvas.getAttribute('data-columns'));
  const cell = Number(await canvas.getAttribute('data-cell'));
  return {
    x: ((dial % columns) + 0.5) * cell,
    y: (Math.floor(dial / columns) + 0.5) * cell,
    cell,
  };
}

function pixelAt(page: Page, x: number, y: number): Promise<Colour> {
  return board(page)
    .locator('canvas')
    .evaluate(
      (canvas, [left, top]) => {
        if (!(canvas instanceof HTMLCanvasElement)) throw new Error('pixelAt: no canvas');
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext('2d', { willReadFrequently: true });
        if (!context) throw new Error('pixelAt: no 2d context');
        context.drawImage(canvas, 0, 0);
        return [...context.getImageData(Math.round(left), Math.round(top), 1, 1).data];
      },
      [x, y] as const,
    );
}

const position = (page: Page) => board(page).getAttribute('aria-valuenow').then(Number);

test('someone looks closer at the clocks: large, dragged, by keys, played, and where there are none', async ({
  page,
}) => {
  await open(page, 'lens=clocks');
  await test.step('every hand stands at its angle for the row of the crosshair', async () => {
    // Dials so large that a hand covers whole pixels.
    const size = page.viewportSize() ?? { width: 1440, height: 900 };
    await page.setViewportSize({ width: 2560, height: 1440 });
    await laidOut(page);
    await expect(board(page)).toHaveAttribute('aria-valuenow', '16');
    await screenFrames(page);
    const accent = [1, 3, 5].map((at) =>
      Number.parseInt(themes.paper.accent.slice(at, at + 2), 16),
    );
    // The first three pairs turn by 1, 0.75 and 0.562 rad a position.
    for (const pair of [0, 1, 2]) {
      const angle = 16 * 10_000 ** (-pair / 32);
      const { x, y, cell } = await placeOf(page, pair);
      const along = (share: number, turned: number) =>
        pixelAt(
          page,
          x + share * cell * Math.cos(angle + turned),
          y - share * cell * Math.sin(angle + turned),
        );
      const [red = 0, green = 0, blue = 0, alpha] = await along(0.2, 0);
      expect(alpha, `pair ${pair}`).toBe(255);
      expect(
        Math.hypot(red - (accent[0] ?? 0), green - (accent[1] ?? 0), blue - (accent[2] ?? 0)),
      ).toBeLessThan(30);
      expect((await along(0.2, Math.PI / 2))[3], 'beside the hand').toBe(0);
    }
    await page.setViewportSize(size);
    await laidOut(page);
  });

  await test.step('a dial tells its period and its angle', async () => {
    const { x, y } = await placeOf(page, 9);
    await board(page).locator('canvas').hover({ position: { x, y } });
    const period = 2 * Math.PI * 10_000 ** (9 / 32);
    const degrees = ((16 * 10_000 ** (-9 / 32)) / Math.PI) * 180;
    await expect(label(page)).toContainText('Pair 9, channels 18 and 19');
    await expect(label(page)).toContainText(`every ${period.toPrecision(3)} positions`);
    await expect(label(page)).toContainText(`points to ${degrees.toPrecision(3)}°`);
    // 7 of the 32 periods are at most 40: 2π · 10000^(i/32) for i = 0 … 6.
    await expect(page.locator('.lens-result')).toContainText('7 of 32');
  });

  await test.step('where motion is not wanted', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await test.step('the row goes on one by one', async () => {
      await expect(page.getByRole('button', { name: 'Play' })).toHaveCount(0);
      await page.getByRole('button', { name: 'Next position' }).press('Enter');
      await expect(board(page)).toHaveAttribute('aria-valuenow', '17');
    });
    await page.emulateMedia({ reducedMotion: null });
    // Back to the row of the steps that follow.
    await board(page).press('ArrowLeft');
    await expect(board(page)).toHaveAttribute('aria-valuenow', '16');
  });

  await test.step('keys move the position', async () => {
    await goTo(page, 'lens=clocks&start=100');
    await board(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await expect(board(page)).toHaveAttribute('aria-valuenow', '118');
    await page.keyboard.press('ArrowLeft');
    await expect(board(page)).toHaveAttribute('aria-valuetext', /^position 117, “.+”$/);
    await page.keyboard.press('End');
    await expect(board(page)).toHaveAttribute('aria-valuenow', '139');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Home');
    await expect(board(page)).toHaveAttribute('aria-valuenow', '100');
  });

  await test.step('a hand that is dragged takes the position with it', async () => {
    await goTo(page, 'lens=clocks');
    const { x, y, cell } = await placeOf(page, 6);
    await board(page).scrollIntoViewIfNeeded();
    const box = await boxOf(board(page).locator('canvas'));
    const to = (degrees: number) => {
      const angle = (degrees / 180) * Math.PI;
      return page.mouse.move(
        box.x + x + 0.3 * cell * Math.cos(angle),
        box.y + y - 0.3 * cell * Math.sin(angle),
        { steps: 3 },
      );
    };
    await to(163);
    await page.mouse.down();
    await to(90);
    await page.mouse.up();
    // A turn is 35.3 positions: a quarter of it is 8.8.
    await expect.poll(() => position(page)).toBe(Math.round(10_000 ** (6 / 32) * (Math.PI / 2)));
    await expect(page.locator('#plate [aria-live=polite]')).toContainText('row 9 ');
  });

  await test.step('Play moves the row on until Pause', async () => {
    await goTo(page, 'lens=clocks&length=16');
    const before = await position(page);
    await page.getByRole('button', { name: 'Play' }).press('Enter');
    await expect.poll(() => position(page)).not.toBe(before);
    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    const stopped = await position(page);
    await page.waitForTimeout(500);
    expect(await position(page)).toBe(stopped);
  });

  await test.step('pointing at the plate turns the hands', async () => {
    await goTo(page, 'lens=clocks&encoding=rope');
    const box = await boxOf(surface(page, 'positions'));
    await page.mouse.move(box.x + box.width * (4.5 / 16), box.y + box.height * (30.5 / 40));
    await expect(board(page)).toHaveAttribute('aria-valuenow', '30');
    await expect(label(page)).toContainText(
      'Pair 2, channels 4 and 5: one turn every 62.8 positions',
    );
  });

  await test.step('schemes without pairs say why', async () => {
    await goTo(page, 'lens=clocks&encoding=alibi');
    await expect(page.locator('#lens')).toContainText('adds a number to the scores');
    await expect(board(page)).toHaveCount(0);
    await page.locator('[data-lens=clocks]').click();
    await goTo(page, 'lens=clocks&encoding=learned');
    await dress(page, { lang: 'zh-CN' });
    await expect(page.locator('#lens')).toContainText('不构成频率相同的正弦与余弦对');
  });

  await test.step('axe finds nothing in the open lens', async () => {
    await goTo(page, 'lens=clocks');
    for (const looks of [
      { lang: 'en', theme: 'light' },
      { lang: 'zh-CN', theme: 'dark' },
    ]) {
      await dress(page, looks);
      await expect(label(page)).not.toHaveText('');
      expect(await axeFaults(page, '#lens')).toEqual([]);
    }
  });
});
