/**
 * A trained racer under every room: one that comes with the page is put under the plate from the Race
 * room, its link alone brings it back, and a link to one that was trained elsewhere says what is missing.
 */
import { axeFaults } from './axe.ts';
import { expect, load, memory, open, type Page, test } from './page.ts';

const weights = (page: Page) =>
  page.evaluate(async () => {
    await window.whereabouts.ready;
    const { shape, data } = await window.whereabouts.read('weights');
    return { length: shape.at(-1) ?? 0, data: Array.from(data) };
  });

/** The mean weight that queries from the second on give the key one before them. */
async function onPrevious(page: Page): Promise<number> {
  const { length, data } = await weights(page);
  const rows = Array.from({ length: length - 1 }, (_, at) => data[(at + 1) * length + at] ?? 0);
  return rows.reduce((sum, each) => sum + each, 0) / rows.length;
}

test('a racer that comes with the page attends to the previous token, in every room and from its link', async ({
  page,
}) => {
  await open(page, 'room=race');
  const recorded = page.locator('[data-recorded="previous"]');
  await expect(recorded).toContainText('%');
  await page.locator('[data-winner="previous-rope"]').click();
  await expect(page).toHaveURL(/weights=raced&racer=previous-rope/);
  await expect(page.locator('.stage-strip')).toContainText('+ X');
  await expect.poll(() => onPrevious(page)).toBeGreaterThan(0.8);
  // What is about to be computed is paler.
  await memory(page);
  expect(await axeFaults(page)).toEqual([]);

  await test.step('temperature flattens what it has learned', async () => {
    await page.evaluate(() => window.whereabouts.apply({ temperature: 8 }));
    expect(await onPrevious(page)).toBeLessThan(0.6);
    await page.evaluate(() => window.whereabouts.apply({ temperature: 1 }));
  });

  await test.step('its link alone brings it back', async () => {
    const { search } = new URL(page.url());
    await open(page, search.slice(1).replace('room=attend', 'room=encode'));
    expect(await onPrevious(page)).toBeGreaterThan(0.8);
  });

  await test.step('of a link that asks for other sizes what can be shown is', async () => {
    await load(page, 'weights=raced&racer=previous-rope&encoding=rope&dim=128');
    await expect(page.locator('.notices')).toContainText('dimension 16');
    await expect.poll(async () => (await weights(page)).length).toBe(12);
  });

  await test.step('a token that it does not know is named, and nothing is lost', async () => {
    await page.evaluate(() => window.whereabouts.apply({ text: 'abxa' }).catch(() => {}));
    await expect(page.locator('.notices')).toContainText('“x”');
  });
});
