/** Looking closer at the wavelengths: a ruler of periods, and which pairs tell two positions apart. */
import { axeFaults } from './axe.ts';
import { dress, goTo } from './inPlace.ts';
import { expect, open, type Page, placeOfCell, screenFrames, test } from './page.ts';

const ruler = (page: Page) => page.getByRole('slider', { name: 'Pairs of channels by wavelength' });
const stem = (page: Page, pair: number) => ruler(page).locator(`.stems [data-pair="${pair}"]`);
const result = (page: Page) => page.locator('.lens-result');

/** rad a position: 10000^(−i/32) of the 32 pairs of dimension 64. */
const frequency = (pair: number) => 10_000 ** (-pair / 32);
const apart = (pair: number, m: number, n: number) =>
  2 * Math.abs(Math.sin((frequency(pair) * (m - n)) / 2));
const telling = (m: number, n: number) =>
  Array.from({ length: 32 }, (_, pair) => pair).filter((pair) => apart(pair, m, n) > 0.1).length;

async function pointAt(page: Page, row: number, column: number) {
  const { x, y } = await placeOfCell(page, 'similarity', [40, 40], [row, column]);
  await page.mouse.move(x, y);
}

async function xOf(page: Page, pair: number): Promise<number> {
  const moved = await stem(page, pair).getAttribute('transform');
  return Number(/translate\(([\d.]+)/.exec(moved ?? '')?.[1]);
}

test('someone looks closer at the wavelengths: which pairs tell two positions apart', async ({
  page,
}) => {
  await open(page, 'lens=wavelengths');
  await test.step('the result counts the pairs that tell the query from the key', async () => {
    await expect(result(page)).toContainText(
      `16 and 9 apart (difference above 0.1): ${telling(16, 9)} of 32`,
    );
    for (const [m, n] of [
      [12, 15],
      [30, 2],
    ] as const) {
      await pointAt(page, m, n);
      await expect(result(page)).toContainText(`${m} and ${n} apart`);
      await expect(result(page)).toContainText(`: ${telling(m, n)} of 32`);
    }
    await pointAt(page, 20, 20);
    await expect(result(page)).toContainText('both at position 20');
    await expect(page.locator('.lens-words')).toContainText(
      'needs 47,100 positions for one turn; the text uses 0.085% of it',
    );
  });

  await test.step('keys go from pair to pair, and the plate goes with them', async () => {
    await pointAt(page, 16, 9);
    await ruler(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect(ruler(page)).toHaveAttribute('aria-valuenow', '7');
    const period = (2 * Math.PI) / frequency(7);
    await expect(ruler(page)).toHaveAttribute(
      'aria-valuetext',
      `pair 7: period ${period.toPrecision(3)}, difference ${apart(7, 16, 9).toPrecision(3)}`,
    );
    await expect(page.locator('#plate [aria-live=polite]')).toContainText('column 14 ');
    await page.keyboard.press('End');
    await expect(ruler(page)).toHaveAttribute('aria-valuenow', '31');
  });

  await test.step('stems stand at their periods on a log axis, as high as the pairs differ', async () => {
    await pointAt(page, 30, 27);
    await expect(result(page)).toContainText('30 and 27');
    await screenFrames(page);
    const places = await Promise.all([0, 8, 16, 31].map((pair) => xOf(page, pair)));
    const [first = 0, second = 0, third = 0, last = 0] = places;
    // A factor of ten every eight pairs.
    expect(third - second).toBeCloseTo(second - first, 1);
    expect((last - first) / (second - first)).toBeCloseTo(31 / 8, 2);
    const reach = Number(await ruler(page).locator('.reach').getAttribute('x1'));
    const tens = Math.log10(40 / (2 * Math.PI));
    expect((reach - first) / (second - first)).toBeCloseTo(tens, 2);
    const height = async (pair: number) => {
      const line = stem(page, pair).locator('line');
      return Number(await line.getAttribute('y1')) - Number(await line.getAttribute('y2'));
    };
    const unit = (await height(0)) / apart(0, 30, 27);
    for (const pair of [3, 6, 11, 20]) {
      expect((await height(pair)) / unit).toBeCloseTo(apart(pair, 30, 27), 3);
    }
  });

  await test.step('pointing at a stem moves the plate to its channels', async () => {
    await goTo(page, 'lens=wavelengths&start=1000');
    await expect(ruler(page).locator('.reach-text').last()).toHaveText('start + length 1,040');
    await stem(page, 10).locator('path').hover();
    await expect(ruler(page)).toHaveAttribute('aria-valuenow', '10');
  });

  await test.step('pairs of a grid count steps along their own axis', async () => {
    await goTo(page, 'lens=wavelengths&encoding=mae-2d');
    await expect(page.locator('.lens-words')).toContainText('2 axes');
    // The same 16 periods for columns and for rows, beside each other.
    const [column, row] = [await xOf(page, 3), await xOf(page, 19)];
    expect(row - column).toBeGreaterThan(2);
    expect(row - column).toBeLessThan(10);
  });

  await test.step('schemes without pairs say why', async () => {
    await goTo(page, 'lens=wavelengths&encoding=binary');
    await expect(page.locator('#lens')).toContainText('do not form pairs of a sine and a cosine');
    await expect(ruler(page)).toHaveCount(0);
  });

  await test.step('axe finds nothing in the open lens', async () => {
    await goTo(page, 'lens=wavelengths');
    for (const looks of [{}, { theme: 'projector', lang: 'zh-CN' }]) {
      await dress(page, looks);
      await expect(result(page)).not.toHaveText('');
      expect(await axeFaults(page, '#lens')).toEqual([]);
    }
  });
});
