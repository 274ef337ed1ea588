/** Seeing what number formats cost: error maps against float64, worked out again here. */
import { lookupTable, palettes } from '../src/fields/colour.ts';
import { axeFaults } from './axe.ts';
import { numberIn, sinusoid } from './expected.ts';
import { dress, goTo } from './inPlace.ts';
import {
  boxOf,
  expect,
  laidOut,
  open,
  type Page,
  screenFrames,
  spec,
  surface,
  test,
} from './page.ts';

const map = (page: Page, method: string) => page.locator(`[data-method=${method}]`);
const spoken = (page: Page) => page.locator('#plate [aria-live=polite]');

async function largest(page: Page, method: string): Promise<number> {
  return numberIn(await map(page, method).locator('figcaption b').innerText());
}

const dim = 128;
const { fround } = Math;

/** The upper 16 bits of a float32, to nearest even. */
function bfloat16(x: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, x);
  const bits = view.getUint32(0);
  view.setUint32(0, (bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000);
  return view.getFloat32(0);
}

/** |sine or cosine of an angle made in float32 from a rounded position − the truth|. */
function errorAt(position: number, channel: number, rounded: (x: number) => number): number {
  const frequency = fround(10_000 ** (-(channel - (channel % 2)) / dim));
  const angle = fround(rounded(position) * frequency);
  const value = channel % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  return Math.abs(value - sinusoid(position, channel, dim));
}

function largestAt(position: number, rounded: (x: number) => number): number {
  return Math.max(...Array.from({ length: dim }, (_, c) => errorAt(position, c, rounded)));
}

test('someone sees what number formats cost, from the start of a text to a million', async ({
  page,
}) => {
  await open(page, `lens=precision&dim=${dim}&heads=1&length=1&start=1000000`);
  await test.step('at a million, float32 has lost digits as computed beforehand, and the page has not', async () => {
    await expect(map(page, 'own').locator('b')).toHaveText(/\d/);
    expect(await largest(page, 'own')).toBeLessThan(1e-6);
    const float32 = await largest(page, 'float32');
    expect(float32).toBeCloseTo(largestAt(1_000_000, fround), 3);
    expect(float32).toBeCloseTo(5.2e-2, 3);
    // An accurate sine would give the same; the GPU's own adds its own error.
    expect(await largest(page, 'plain')).toBeGreaterThan(0.04);
    const ids = await largest(page, 'bfloat16Ids');
    expect(ids).toBeCloseTo(largestAt(1_000_000, bfloat16), 2);
    expect(ids).toBeGreaterThan(1.95);
    // 1,000,000 is more than float16 can hold.
    await expect(map(page, 'float16Ids').locator('b')).toHaveText('NaN');
    await expect(page.locator('.lens-precision .lens-result')).toContainText('6 digits are lost');
  });

  await test.step('the start can be moved by keyboard, and errors grow with it', async () => {
    await goTo(page, `lens=precision&dim=${dim}&heads=1&length=1`);
    for (const [name, position, wanted] of [
      ['1,000', 1000, 2.9e-5],
      ['100,000', 100_000, 5.2e-3],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
      await expect(page.locator('.lens-precision .lens-result')).toContainText(
        `position ${name} on`,
      );
      expect((await spec(page)).start).toBe(position);
      expect(await largest(page, 'float32')).toBeCloseTo(wanted, 4);
    }
    await expect(page.getByRole('button', { name: '100,000', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
  });

  await test.step('a cell has the colour of its error', async () => {
    await goTo(page, `lens=precision&dim=${dim}&heads=1&length=8&start=1000000`);
    await expect(map(page, 'float32').locator('b')).toHaveText(/\d/);
    const cells = [
      [0, 4],
      [3, 41],
      [7, 90],
    ] as const;
    const colours = await map(page, 'float32')
      .locator('canvas')
      .evaluate((canvas, places) => {
        if (!(canvas instanceof HTMLCanvasElement)) throw new Error('no canvas');
        const { width, height } = canvas;
        const copy = new OffscreenCanvas(width, height).getContext('2d', {
          willReadFrequently: true,
        });
        copy?.drawImage(canvas, 0, 0);
        return places.map(([row, column]) => [
          ...(copy?.getImageData(column, row, 1, 1).data.subarray(0, 3) ?? []),
        ]);
      }, cells);
    const table = lookupTable(palettes.paper.sequential);
    cells.forEach(([row, channel], i) => {
      const error = errorAt(1_000_000 + row, channel, fround);
      const unit = Math.log(error / 1e-8) / Math.log(2 / 1e-8);
      const colour = table[Math.round(unit * 1022)] ?? 0;
      const wanted = [colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255];
      // Frequencies from two pow's: the last digit of an error, so a place of the table beside it.
      colours[i]?.forEach((byte, k) => expect(Math.abs(byte - (wanted[k] ?? 0))).toBeLessThan(5));
    });
  });

  await test.step('pointing at a map moves the plate, and every map says its error there', async () => {
    await goTo(page, `lens=precision&dim=${dim}&heads=1&length=16&start=1000000`);
    // As high as these rows are, not those before.
    await laidOut(page);
    const cells = map(page, 'float32').locator('.precision-cells');
    await cells.scrollIntoViewIfNeeded();
    const box = await boxOf(cells);
    await page.mouse.move(box.x + (21.5 / dim) * box.width, box.y + (4.5 / 16) * box.height);
    await expect(spoken(page)).toContainText(/row 1,000,004 .+column 21 /);
    const here = map(page, 'float32').locator('.precision-here');
    await screenFrames(page);
    const error = errorAt(1_000_004, 21, fround);
    expect(numberIn(await here.innerText()) / error).toBeCloseTo(1, 1);
    await surface(page, 'positions').focus();
    await page.keyboard.press('ArrowDown');
    await expect(spoken(page)).toContainText('row 1,000,005 ');
    await screenFrames(page);
    expect(numberIn(await here.innerText()) / errorAt(1_000_005, 21, fround)).toBeCloseTo(1, 1);
  });

  await test.step('where an angle is not position × frequency, it says so', async () => {
    await goTo(page, 'lens=precision&encoding=nerf');
    await expect(page.locator('.lens-precision')).toContainText('counts within each text');
    for (const encoding of ['alibi', 'learned', 'none']) {
      await page.evaluate((id) => window.whereabouts.apply({ encoding: id }), encoding);
      await expect(page.locator('.lens-precision')).toContainText('has no such pairs');
      await expect(page.locator('.precision-map')).toHaveCount(0);
    }
  });

  await goTo(page, 'lens=precision&encoding=rope&length=24&start=100000');
  for (const lang of ['en', 'zh-CN']) {
    await test.step(`axe finds nothing in ${lang}`, async () => {
      await dress(page, { lang });
      await expect(map(page, 'own').locator('b')).toHaveText(/\d/);
      await screenFrames(page);
      expect(await axeFaults(page, '#lens')).toEqual([]);
    });
  }
});
