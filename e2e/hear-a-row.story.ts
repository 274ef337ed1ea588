/** A row can be heard, with the button and with a key; what is heard is said, and Escape ends it. */
import { boxOf, expect, load, reach, screenFrames, slider, test } from './page.ts';

test('the row of the crosshair is heard, said in words, and stopped; one-key shortcuts can be turned off', async ({
  page,
}) => {
  // Nothing of the drawer has arrived in it yet.
  await load(page, '');
  const hear = page.locator('.plate-tools .hear');
  await expect(hear).toHaveAttribute('aria-pressed', 'false');
  await hear.click();
  await expect(page.locator('.notices')).toContainText(
    /^(?:Heard: Attention, row 16, “the”, from left to right\. 40 values from 0\.000 to 0\.\d{3};|Sound is not available here\. Row 16 of Attention has 40 values from 0\.000 to 0\.\d{3};)/,
  );
  const sounds = (await hear.getAttribute('aria-pressed')) === 'true';
  await page.keyboard.press('Escape');
  await expect(hear).toHaveAttribute('aria-pressed', 'false');

  await page.locator('.plate').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('h');
  if (sounds) await expect(hear).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('h');
  await expect(hear).toHaveAttribute('aria-pressed', 'false');

  // Each map says what it shows now, with its numbers.
  await expect(page.getByRole('application', { name: /^Attention/ })).toHaveAccessibleDescription(
    /^Rows are queries; colour is weight\. 40 rows and 40 columns\. In row 16 \(the\) the largest is 0\.\d{3}, in column \d+ \([^)]+\), and the smallest 0\.000/,
  );

  // The picker opens with one sign, until such shortcuts are turned off.
  const shortcuts = page.locator('[data-control=shortcuts]');
  await test.step('what stands above the switch does not move when it arrives', async () => {
    let arrive = () => {};
    const held = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route(/ShortcutSwitch/, async (route) => {
      await held;
      await route.continue();
    });
    await reach(page, 'seed');
    await expect(shortcuts).toHaveCount(0);
    const before = await boxOf(slider(page, 'seed'));
    arrive();
    await expect(shortcuts).toBeVisible();
    await screenFrames(page);
    expect(await boxOf(slider(page, 'seed'))).toEqual(before);
  });
  await shortcuts.uncheck();
  await shortcuts.blur();
  await page.keyboard.press('/');
  await page.keyboard.press('p');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).not.toHaveURL(/present/);
  await shortcuts.check();
  await shortcuts.blur();
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog')).toHaveCount(1);
});
