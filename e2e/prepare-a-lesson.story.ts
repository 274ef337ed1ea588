/** A teacher prepares: reads what a lesson is for, prints its sheet with the key, and makes a link for the class. */
import { axeFaults } from './axe.ts';
import { expect, load, open, type Page, spec, test, visit } from './page.ts';

/** Width and height of each page of a PDF, in mm. */
async function paperOf(page: Page): Promise<string[]> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const boxes = pdf.toString('latin1').matchAll(/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/g);
  return [...boxes].map(([, ...size]) =>
    size.map((points) => Math.round((Number(points) / 72) * 25.4)).join(' × '),
  );
}

test('a lesson is prepared', async ({ page }) => {
  await open(page, 'room=lessons&lang=en');
  await test.step('a lesson’s plan leads to its sheet, printed on real paper, the key on a page of its own', async () => {
    await page.getByRole('link', { name: 'For teachers' }).click();
    const plan = page.locator('[data-plan=clocks]');
    await plan.locator('summary').click();
    await expect(plan.getByRole('heading', { name: 'Likely mistakes' })).toBeVisible();
    await expect(plan.locator('.plan-questions > li')).toHaveCount(6);
    expect(await axeFaults(page)).toEqual([]);
    await plan.getByRole('link', { name: 'Worksheet and answer key' }).click();
    await expect(page.locator('.sheet-questions > li')).toHaveCount(6);
    await page.locator('[data-paper=A4]').click();
    const without = await paperOf(page);
    expect(new Set(without)).toEqual(new Set(['210 × 297']));
    // The key is computed: the page shows each question’s state in turn, and is then as it was.
    const steps = () => page.evaluate(() => history.length);
    const before = [await spec(page), page.url(), await steps()];
    await page.getByLabel('with the answer key').check();
    await expect(page.locator('[data-key-of="6"]')).toBeVisible({ timeout: 120_000 });
    await expect(page.locator('.sheet-key li').first()).toContainText('6.28 words');
    expect([await spec(page), page.url(), await steps()]).toEqual(before);
    await page.locator('[data-paper=letter]').click();
    const printed = await paperOf(page);
    expect(new Set(printed)).toEqual(new Set(['216 × 279']));
    expect(printed.length).toBeGreaterThan(1);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.top')).toBeHidden();
    await expect(page.locator('.sheet-tools')).toBeHidden();
    await page.emulateMedia({ media: null });
    expect(await axeFaults(page)).toEqual([]);
  });
  await test.step('a link is made by ticking, and opens as it was made: hidden, locked, in its language', async () => {
    await visit(page, 'encoding=binary&length=12');
    await page.locator('[data-room=lessons]').click();
    await page.getByRole('link', { name: 'For teachers' }).click();
    await page.getByRole('link', { name: 'Make a link' }).click();
    const link = page.locator('.links-made .qr-link');
    await expect(link).toContainText('encoding=binary&length=12');
    await page.getByLabel('Language').and(page.locator('[data-option]')).selectOption('zh-CN');
    await page.getByLabel('Theme').and(page.locator('[data-option]')).selectOption('dark');
    await page.getByLabel('Controls locked').check();
    await page.getByLabel('Attention map').uncheck();
    await page.getByLabel('Seed').uncheck();
    await page.locator('[data-option=lens]').selectOption('clocks');
    const made = new URL((await link.textContent()) ?? '').search;
    expect(made).toBe(
      '?encoding=binary&length=12&lang=zh-CN&theme=dark&hide=attentionMap,seed&locked=1&lens=clocks',
    );
    expect(await axeFaults(page)).toEqual([]);
    // A lesson has its own numbers; what does not go with a choice is left out.
    await page.locator('[data-option=room]').selectOption('lessons');
    await page.locator('[data-option=lesson]').selectOption('order');
    await page.locator('[data-option=step]').fill('3');
    await expect(link).toContainText('room=lessons&lesson=order&step=3');
    await expect(link).not.toContainText(/binary|lens/);

    await load(page, made.slice(1));
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'night');
    await expect(page.locator('[data-map=attention]')).toHaveCount(0);
    await expect(page.locator('[data-control=length] input[type=range]')).toBeDisabled();
    await page.keyboard.press('p');
    await page.keyboard.press('p');
    await expect(page.locator('[data-control=length] input[type=range]')).toBeDisabled();
  });
});
