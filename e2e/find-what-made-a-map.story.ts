/** Someone is given a heatmap and finds what made it: won, lost with the reason, and sent on as a link. */
import { puzzleOf } from '../src/lessons/puzzles.ts';
import { axeFaults } from './axe.ts';
import { dress } from './inPlace.ts';
import { expect, open, type Page, pixels, settle, spec, test, visit } from './page.ts';

async function guess(page: Page, encoding: string, dim: number, base?: number) {
  await page.locator(`[data-game-encoding=${encoding}]`).click();
  await page.locator(`[data-game-dim="${dim}"]`).click();
  if (base !== undefined) await page.locator(`[data-game-base="${base}"]`).click();
  await page.locator('[data-check]').click();
}

const verdict = (page: Page) => page.locator('.lesson-result [data-right]');

test('the reverse game is won and lost, and says what told them apart', async ({ page }) => {
  await open(page, 'room=lessons');
  // A language that was chosen is in the link, and stays there; so does a theme of a story before.
  await dress(page, { lang: 'zh-CN' });
  await page.locator('[data-game]').click();
  await expect(page).toHaveURL(/\?lang=zh-CN&(?:theme=light&)?room=lessons&level=1$/);
  await dress(page, { lang: 'en' });
  await settle(page);
  const first = puzzleOf(1, 1);
  expect((await spec(page)).encoding).toBe(first.encoding);
  // Nothing on the page says it.
  await expect(page.locator('.title, .controls, .map-attention')).toHaveCount(0);
  await expect(page.locator('.map-positions .map-kind')).toHaveText('');
  await guess(page, first.encoding, first.dim);
  await expect(verdict(page)).toHaveAttribute('data-right', 'true');
  expect(await axeFaults(page)).toEqual([]);
  await page.locator('[data-game-next]').click();
  await expect(page).toHaveURL(/level=1&round=2/);
  await expect(verdict(page)).toHaveCount(0);

  // By a link: an even round of level 2 is of sinusoids. A wrong base is lost, and shown.
  await visit(page, 'room=lessons&level=2&round=4');
  const second = puzzleOf(2, 4);
  expect(second.encoding).toBe('sinusoidal');
  const wrong = second.base === 20 ? 10_000 : 20;
  await guess(page, second.encoding, second.dim, wrong);
  await expect(verdict(page)).toHaveAttribute('data-right', 'false');
  await expect(verdict(page)).toContainText('The slowest hand goes round');
  await expect(verdict(page)).toContainText('They differ most in row');
  const cells = [[40, second.dim - 4] as const];
  const size = [48, second.dim] as const;
  await settle(page);
  const before = await pixels(page, 'positions', size, cells);
  await page.locator('[data-game-shown=guess]').click();
  await settle(page);
  expect((await spec(page)).params['base']).toBe(wrong);
  expect(await pixels(page, 'positions', size, cells)).not.toEqual(before);
  await page.locator('[data-game-shown=puzzle]').click();
  await settle(page);
  await dress(page, { lang: 'zh-CN' });
  await expect(page).toHaveURL(/\?lang=zh-CN&(?:theme=light&)?room=lessons&level=2&round=4$/);
});
