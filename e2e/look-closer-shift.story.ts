/** Looking closer at the shift: one matrix from position p to p + k, held against the plate. */
import { lookupTable, palettes } from '../src/fields/colour.ts';
import { axeFaults } from './axe.ts';
import { numberIn, sinusoid } from './expected.ts';
import { dress, goTo } from './inPlace.ts';
import { boxOf, type Colour, expect, open, type Page, screenFrames, test } from './page.ts';

const result = (page: Page) => page.locator('.lens-result');
const slider = (page: Page) => page.getByRole('slider', { name: 'k, positions later' });
const lines = (page: Page) => page.locator('.shift-line span');

/** The colours of cells of a part of the picture, one pixel a cell. */
function cells(page: Page, part: string, places: readonly (readonly [number, number])[]) {
  return page.locator(`[data-part=${part}] canvas`).evaluate((canvas, asked) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('cells: no canvas');
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('cells: no 2d context');
    context.drawImage(canvas, 0, 0);
    return asked.map(([row, column]) => [
      ...context.getImageData(column, row, 1, 1).data.subarray(0, 3),
    ]);
  }, places);
}

const table = lookupTable(palettes.paper.diverging);
/** −1…1 evenly over 1023 entries, 0 in the middle. */
function colourOf(value: number): Colour {
  const colour = table[Math.round((0.5 + 0.5 * value) * 1022)] ?? 0;
  return [colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255];
}

function expectNear(found: Colour, wanted: Colour, about: string): void {
  // Neighbouring entries of the table are one step apart.
  found.forEach((byte, i) => {
    expect(
      Math.abs(byte - (wanted[i] ?? 0)),
      `${about}: ${String(found)} ${String(wanted)}`,
    ).toBeLessThanOrEqual(2);
  });
}

test('someone looks closer at the shift: by how far, under which scheme, and where there is none', async ({
  page,
}) => {
  await open(page, 'lens=shift');
  await test.step('the matrix takes row p of the plate to row p + k', async () => {
    await expect(result(page)).toContainText('M₅ P(16) and P(21) differ by at most');
    const residual = numberIn(
      /most (.+)\.$/.exec(await result(page).innerText())?.[1]?.replaceAll(/\s/g, ' ') ?? '',
    );
    expect(residual).toBeLessThan(1e-6);
    await screenFrames(page);
    const operator = await cells(page, 'operator', [
      [0, 0],
      [0, 1],
      [1, 0],
      [13, 12],
      [0, 2],
    ]);
    const turned = 5 * 10_000 ** (-6 / 32);
    const wanted = [Math.cos(5), Math.sin(5), -Math.sin(5), -Math.sin(turned), 0];
    wanted.forEach((value, i) => expectNear(operator[i] ?? [], colourOf(value), `entry ${i}`));
    for (const part of ['result', 'after']) {
      const channels = [0, 1, 7, 13, 30, 63];
      const found = await cells(
        page,
        part,
        channels.map((channel) => [channel, 0] as const),
      );
      channels.forEach((channel, i) =>
        expectNear(found[i] ?? [], colourOf(sinusoid(21, channel, 64)), `${part} ${channel}`),
      );
    }
    // A difference of 10⁻⁷ has no colour on the scale of what it lies between.
    const difference = await cells(
      page,
      'residual',
      [0, 7, 13, 30, 63].map((channel) => [channel, 0] as const),
    );
    for (const colour of difference) expectNear(colour, colourOf(0), 'difference');
    const spans = await page.locator('.shift-part:not(.operator) .span').allInnerTexts();
    expect(new Set(spans).size, 'one scale for the four strips').toBe(1);
    await expect(lines(page)).toHaveText([
      'Channel 13',
      /^M₅ P\(16\): −0\.777 × 0\.292 \+ 0\.630 × \(−0\.956\) = −0\.829$/,
      `P(21): ${sinusoid(21, 13, 64).toFixed(3).replace('-', '−')}`,
    ]);
  });

  await test.step('k goes by keys, as far as there are positions, and beyond the text', async () => {
    await slider(page).focus();
    await page.keyboard.press('ArrowLeft');
    await expect(result(page)).toContainText('M₄ P(16) and P(20)');
    await page.keyboard.press('Home');
    await expect(result(page)).toContainText('M₋₁₆ P(16) and P(0)');
    await expect(page.locator('.shift-by output')).toHaveText('at most −16');
    await page.keyboard.press('End');
    await expect(result(page)).toContainText('M₆₄ P(16) and P(80)');
    await expect(page.locator('#lens')).toContainText('Position 80 is outside the text');
    await expect(lines(page).last()).toHaveText(
      `P(80): ${sinusoid(80, 13, 64).toFixed(3).replace('-', '−')}`,
    );
    // As far as it is for the steps that follow.
    await slider(page).fill('5');
    await expect(result(page)).toContainText('M₅ P(16)');
  });

  await test.step('pointing at a channel of the picture points at it on the plate', async () => {
    await expect(result(page)).not.toHaveText('');
    await page.locator('.shift-board').scrollIntoViewIfNeeded();
    const { x, y, width, height } = await boxOf(page.locator('[data-part=after] canvas'));
    await page.mouse.move(x + width / 2, y + (40.5 / 64) * height);
    await expect(lines(page).first()).toHaveText('Channel 40');
    await expect(page.locator('#plate [aria-live=polite]')).toContainText('column 40 ');
  });

  await test.step('in the block layout the matrix has four diagonals', async () => {
    await goTo(page, 'lens=shift&layout=block&dim=256');
    await expect(result(page)).toContainText('M₅');
    await expect(page.locator('#lens')).toContainText('first 128 of 256 channels');
    await screenFrames(page);
    // Sine 0 and its cosine are 128 channels apart: only the corner of sines is in the picture.
    const [corner = [], beside = []] = await cells(page, 'operator', [
      [0, 0],
      [0, 1],
    ]);
    expectNear(corner, colourOf(Math.cos(5)), 'the diagonal');
    expectNear(beside, colourOf(0), 'beside it');
  });

  await test.step('a rotation is its own operator', async () => {
    await goTo(page, 'lens=shift&encoding=rope&start=100000');
    await expect(result(page)).toContainText('R₅ r(100016) and r(100021) differ by at most');
    await screenFrames(page);
    const found = await cells(page, 'operator', [
      [0, 1],
      [1, 0],
    ]);
    expectNear(found[0] ?? [], colourOf(-Math.sin(5)), 'above');
    expectNear(found[1] ?? [], colourOf(Math.sin(5)), 'below');
  });

  await test.step('the circle has one for its length alone', async () => {
    await goTo(page, 'lens=shift&encoding=circular&length=24');
    await expect(page.locator('#lens')).toContainText('holds only for length 24');
  });

  for (const [encoding, reason] of [
    ['alibi', 'no vectors to shift'],
    ['one-sine', 'channel 0 is a sine without its cosine'],
    ['learned', 'The scheme gives no operator'],
    ['gray', 'which one depends on all the others together'],
    ['nerf', 'channel 0 grows with the position'],
    ['mae-2d', 'positions form a grid here'],
  ] as const) {
    await test.step(`${encoding} has none, and the page says why`, async () => {
      await goTo(page, `lens=shift&encoding=${encoding}`);
      await expect(page.locator('#lens')).toContainText(reason);
      await expect(slider(page)).toHaveCount(0);
    });
  }

  await test.step('axe finds nothing in the open lens', async () => {
    for (const [query, looks] of [
      ['', {}],
      ['&encoding=rope', { theme: 'dark', lang: 'zh-CN' }],
    ] as const) {
      await goTo(page, `lens=shift${query}`);
      await dress(page, looks);
      await expect(result(page)).not.toHaveText('');
      expect(await axeFaults(page, '#lens')).toEqual([]);
    }
  });
});
