/** Looking far away: RoPE's scores at every distance that a text can have, under every scaling. */
import { axeFaults } from './axe.ts';
import { expect, open, test } from './page.ts';

/** Mean of cos(dθ) over the 8 pairs of a head of 16 channels. */
const score = (distance: number, factor = 1) =>
  Array.from({ length: 8 }, (_, pair) =>
    Math.cos((distance * 10_000 ** (-pair / 8)) / factor),
  ).reduce((sum, each) => sum + each / 8, 0);

const written = (value: number) => value.toFixed(3).replace('-', '−');

test('every scaling is shown from distance 1 on, and what 16 bits make of it', async ({ page }) => {
  await open(page, 'encoding=rope&lens=far&factor=4&length=8&dim=16&heads=1');
  const row = (name: string) => page.locator(`[data-far="${name}"] figcaption`);
  await expect(row('none exact')).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.far-row')).toHaveCount(9);
  const place = page.getByRole('slider', { name: 'Distance' });
  await place.focus();
  await page.keyboard.press('Home');
  await expect(place).toHaveAttribute('aria-valuetext', 'Distance 1');
  await expect(row('none exact')).toContainText(written(score(1)));
  for (let step = 0; step < 8; step++) await page.keyboard.press('ArrowRight');
  await expect(place).toHaveAttribute('aria-valuetext', 'Distance 9');
  await expect(row('none exact')).toContainText(written(score(9)));
  await expect(row('linear exact')).toContainText(written(score(9, 4)));

  // Beyond the last float16 there is no id.
  await page.keyboard.press('End');
  await expect(place).toHaveAttribute('aria-valuetext', /to 1,048,575$/);
  await expect(row('none float16')).toContainText('no number');
  await expect(row('none bfloat16')).not.toContainText('no number');
  await expect(page.locator('.lens-words')).toContainText('× 10⁻⁸');
  expect(await axeFaults(page, '.far-rows')).toEqual([]);
});
