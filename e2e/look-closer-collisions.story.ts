/** Looking for positions that collide: the nearest pair, by the GPU and by float64, and the figure. */
import { axeFaults } from './axe.ts';
import { numberIn, sinusoid } from './expected.ts';
import { dress, goTo } from './inPlace.ts';
import { boxOf, expect, open, type Page, screenFrames, surface, test } from './page.ts';

const result = (page: Page) => page.locator('.lens-collisions .lens-result');
const figure = (page: Page) => page.locator('.lens-collisions .lens-figure svg');
const spoken = (page: Page) => page.locator('#plate [aria-live=polite]');

/** The numbers in a text, as the page writes them. */
function numbersIn(text: string): number[] {
  return (text.match(/[\d,]*\d(\.\d+)?( × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?/g) ?? []).map(numberIn);
}

/** Points at a position of the figure, counted along its axis from the first to the last. */
async function pointAt(page: Page, row: number, rows: number): Promise<void> {
  await figure(page).scrollIntoViewIfNeeded();
  const axis = await boxOf(figure(page).locator('.lens-axis .domain').first());
  await page.mouse.move(axis.x + (row / (rows - 1)) * axis.width, axis.y - 40);
}

test('someone looks for positions that collide, in the figure and on the plate', async ({
  page,
}) => {
  await open(page, 'lens=collisions&length=50&start=300&dim=16&heads=2');
  await test.step('the nearest pair is the one of the formula, and as far apart', async () => {
    const row = (p: number) => Array.from({ length: 16 }, (_, c) => sinusoid(300 + p, c, 16));
    const distance = (p: number, q: number) =>
      Math.hypot(...row(p).map((x, c) => x - (row(q)[c] ?? Number.NaN)));
    const all = Array.from({ length: 50 }, (_, p) =>
      Math.min(...Array.from({ length: 50 }, (_unused, q) => (p === q ? 9 : distance(p, q)))),
    );
    const least = Math.min(...all);
    await expect(result(page)).toContainText('apart');
    const [first = 0, second = 0] = numbersIn(await result(page).innerText());
    expect(distance(first - 300, second - 300)).toBeCloseTo(least, 5);
    const measured = numbersIn(await page.locator('.lens-words .soft').first().innerText());
    // The words themselves hold one number: float64.
    expect(measured[0]).toBeCloseTo(least, 5);
    expect(measured.at(-1)).toBeCloseTo(least, 6);
  });

  await test.step('one sine: p and 1024 − p, the article’s mistake', async () => {
    await goTo(page, 'lens=collisions&encoding=one-sine&start=400&length=300&dim=2&heads=1');
    await expect(result(page)).toContainText('collide');
    const [first = 0, second = 0] = numbersIn(await result(page).innerText());
    expect(first + second).toBe(1024);
    await pointAt(page, 50, 300);
    await expect(spoken(page)).toContainText('Similarity');
    const [here = 0, there = 0] = numbersIn(
      (await figure(page).locator('.lens-mark text').textContent()) ?? '',
    );
    expect(Math.abs(here - 450)).toBeLessThan(3);
    expect(here + there).toBe(1024);
  });

  await test.step('binary digits collide as soon as they run out, and every such position is marked', async () => {
    await goTo(page, 'lens=collisions&encoding=binary&length=40&dim=4&heads=1');
    await expect(result(page)).toContainText('Positions 0 “On” and 16 “the” collide');
    // 16 codes: positions 0…39 all meet another 16 or 32 further on or back, but none is alone.
    await expect(page.locator('.lens-words')).toContainText('Every position shares its vector');
    const zeros = await page.locator('.collision-zeros').getAttribute('d');
    expect(zeros?.match(/M/g)).toHaveLength(40);
  });

  await test.step('pointing at the figure moves the plate, and the plate moves the figure', async () => {
    await expect(figure(page)).toBeVisible();
    await pointAt(page, 23, 40);
    await expect(spoken(page)).toContainText(/row 23 .+column 7 /);
    await surface(page, 'attention').focus();
    await page.keyboard.press('ArrowDown');
    await expect(figure(page).locator('.lens-mark text')).toHaveText('24 ↔ 8: 0');
  });

  await test.step('the pair can be found on the plate by keyboard', async () => {
    await goTo(page, 'encoding=binary&length=40&dim=4&heads=1');
    await page.locator('[data-lens=collisions]').focus();
    await page.keyboard.press('Enter');
    await expect(result(page)).toBeVisible();
    await page.getByRole('button', { name: 'Show this pair in the maps' }).focus();
    await page.keyboard.press('Enter');
    await expect(spoken(page)).toContainText(/row 0 .+column 16 /);
  });

  await test.step('where positions have no vectors, it says so', async () => {
    // Symmetric ALiBi: one bias for each distance, 0…9, and 19 offsets.
    await goTo(page, 'lens=collisions&encoding=alibi&length=10&heads=4&head=3');
    const words = page.locator('.lens-collisions');
    await expect(words).toContainText('In head 3, 19 offsets share 10 different biases');
    await expect(figure(page)).toHaveCount(0);
    await page.evaluate(() => window.whereabouts.apply({ encoding: 'none', length: 12 }));
    await expect(words).toContainText('all 12 positions collide');
  });

  await goTo(page, 'lens=collisions&encoding=one-sine&length=24');
  for (const lang of ['en', 'zh-CN']) {
    await test.step(`axe finds nothing in ${lang}`, async () => {
      await dress(page, { lang });
      await expect(result(page)).toBeVisible();
      await screenFrames(page);
      expect(await axeFaults(page, '#lens')).toEqual([]);
    });
  }
});
