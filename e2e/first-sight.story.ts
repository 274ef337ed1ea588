/** Someone sees the page for the first time, and is told what it is. */
import { putOn, sizeOf } from '../scripts/states.mjs';
import { expect, load, type Page, test, visit } from './page.ts';

test.use({ introduced: false, ownContext: true });

const lines = (page: Page) => page.locator('.first-sight');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** What is shown is not what this is about. */
const small = 'length=8&dim=8&heads=1';
const usual = sizeOf('1440x900');

test('what is met, until it was dismissed', async ({ page }) => {
  await test.step('an embedded page, and a link that says so, go without', async () => {
    for (const query of ['embed=1', 'hide=intro']) {
      await load(page, `${query}&${small}`);
      await expect(lines(page)).toHaveCount(0);
      await expect(button(page, 'What is this?')).toHaveCount(0);
    }
  });
  await load(page);
  await expect(lines(page)).toContainText(
    'A positional encoding tells it where each token stands.',
  );
  await test.step('“What is this?” says it again, and what the words mean', async () => {
    await visit(page, 'room=attend');
    await putOn(page, { size: usual, lang: 'zh-CN', theme: 'light' });
    await expect(lines(page)).toHaveCount(0);
    await button(page, '这是什么？').press('Enter');
    const dialog = page.getByRole('dialog', { name: '这是什么？' });
    await expect(dialog).toContainText('注意力本身分不清“狗咬人”和“人咬狗”。');
    await expect(dialog.locator('dt')).toHaveText([
      '通道',
      '通道对',
      '注意力头',
      '偏移',
      '查询',
      '键',
      'logit',
    ]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(button(page, '这是什么？')).toBeFocused();
  });
  await visit(page, '');
  await putOn(page, { size: usual, lang: 'en', theme: 'light' });
  await test.step('the page says what it shows, until that is dismissed', async () => {
    await expect(lines(page)).toContainText(
      'A positional encoding tells it where each token stands.',
    );
    await lines(page).getByRole('button', { name: 'Dismiss' }).click();
    await expect(lines(page)).toHaveCount(0);
    await page.reload();
    await expect(page.locator('#plate')).toBeVisible();
    await expect(lines(page)).toHaveCount(0);
  });
  await test.step('where nothing may be stored, it can be dismissed all the same', async () => {
    await page.addInitScript(() => {
      for (const name of ['getItem', 'setItem'] as const) {
        Storage.prototype[name] = () => {
          throw new DOMException('refused', 'SecurityError');
        };
      }
    });
    // Maps, which would be laid out at every size, have no part in it.
    await load(page, `${small}&hide=positionMap,similarityMap,attentionMap`);
    await test.step('it takes two lines at most, and leaves the top line its room, in both languages', async () => {
      for (const lang of ['zh-CN', 'en']) {
        for (const theme of ['light', 'projector']) {
          for (const [width, height] of [
            [1280, 620],
            [1366, 768],
            [1440, 789],
            [1920, 1080],
            [2560, 1440],
            [820, 1180],
            [390, 844],
          ] as const) {
            await putOn(page, { size: { width, height }, lang, theme });
            const { rows, apart } = await page.evaluate(() => {
              const text = document.querySelector('.first-sight p');
              const next = document.querySelector('.device')?.getBoundingClientRect();
              if (!text || !next) throw new Error('no first sight, or no top line');
              const tall = Math.max(...Array.from(text.getClientRects(), ({ height: own }) => own));
              const words = document.createRange();
              words.selectNodeContents(document.querySelector('.what-is-this') ?? document.body);
              const own = words.getBoundingClientRect();
              return {
                rows: Math.round(tall / Number.parseFloat(getComputedStyle(text).lineHeight)),
                apart: own.right <= next.left || own.bottom <= next.top,
              };
            });
            const most = width === 390 ? 4 : 2;
            expect(rows, `${lang}, ${theme}, ${width}`).toBeLessThanOrEqual(most);
            // The way back to it does not run into what stands beside it.
            expect(apart, `${lang}, ${theme}, ${width}`).toBe(true);
          }
        }
      }
    });
    await lines(page).getByRole('button', { name: 'Dismiss' }).click();
    await expect(lines(page)).toHaveCount(0);
  });
});
