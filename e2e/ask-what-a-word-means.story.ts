/**
 * The words of the field say what they mean where they stand: hovered, focused or tapped, with a state of
 * the page that shows it. What is asked in one way can be left in all the usual ones.
 */
import { putOn, sizeOf } from '../scripts/states.mjs';
import { axeFaults } from './axe.ts';
import { expect, open, type Page, spec, test, visit } from './page.ts';

const word = (page: Page, term: string) => page.locator(`.term[data-term=${term}]:visible`).first();
const card = (page: Page) => page.locator('#term-card');

test('words are asked about with the pointer and with the keyboard', async ({ page }) => {
  await open(page, 'lens=distance');
  await test.step('a word is asked about with the pointer and with the keyboard, and Back returns from what shows it', async () => {
    const vector = word(page, 'position-vector');
    await vector.hover();
    await expect(card(page)).toContainText('a row of the position map');
    await expect(vector).toHaveAttribute('aria-describedby', 'term-card-says');
    // The card itself may be pointed at.
    await card(page).hover();
    await expect(card(page)).toBeVisible();
    expect(await axeFaults(page, '#term-card', '.lens-words', '.controls')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(card(page)).toHaveCount(0);
    await expect(page.locator('#lens'), 'Escape went one step back').toBeVisible();

    // The label of a control, which stays what the control is called.
    await expect(page.getByRole('slider', { name: 'Length' })).toHaveCount(1);
    await page.locator('.slider .number').first().focus();
    await page.keyboard.press('Shift+Tab');
    await expect(card(page)).toContainText('How many positions there are');
    await page.keyboard.press('Tab');
    await expect(card(page).getByRole('link')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await spec(page)).length).toBe(120);
    await page.goBack();
    await expect.poll(async () => (await spec(page)).length).toBe(40);
  });
  await test.step('names of axes, labels of lists, and words of Compare are asked about like any other', async () => {
    await visit(page, '');
    await page.locator('.axis-name .term[data-term=channel]').hover();
    await expect(card(page)).toContainText('One of the numbers of a vector');
    await page.mouse.move(0, 0);
    await page.locator('.choice-label .term[data-term=query]').hover();
    await expect(card(page)).toContainText('which others matter to it');
    await page.keyboard.press('Escape');
    // The list is still called what its label says.
    await expect(page.getByRole('combobox', { name: 'Query factor' })).toHaveCount(1);
    expect(await axeFaults(page, '.controls', '.map')).toEqual([]);

    await visit(page, 'room=compare&compare=alibi');
    await page.locator('.compare-head .term[data-term=head]').hover();
    await expect(card(page)).toContainText('One of several attention computations');
    expect(await axeFaults(page, '.compare-head', '.compare-side')).toEqual([]);
  });
});

test.describe('on a phone', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test('a tap asks, in a lesson and in Chinese, and a tap elsewhere ends it', async ({ page }) => {
    await open(page, 'room=lessons&lesson=order&step=2');
    await word(page, 'head').tap();
    await expect(card(page)).toContainText('One of several attention computations');
    const { x, width } = (await card(page).boundingBox()) ?? { x: -1, width: 0 };
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(390);
    await page.locator('.lesson-text h2').tap();
    await expect(card(page)).toHaveCount(0);

    await putOn(page, { size: sizeOf('390x844'), lang: 'zh-CN', theme: 'light' });
    await page.locator('.lesson-text .term').first().tap();
    await expect(card(page)).toContainText('。');
    await expect(card(page).getByRole('link')).toHaveText('在页面上看看');
  });
});
