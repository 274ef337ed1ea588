/**
 * How a number came about can be read three ways, a sentence, the formula with its numbers and the NumPy
 * lines, in Encode, in Attend, in Compare and in the lens of shifts; the link says which.
 */
import { axeFaults } from './axe.ts';
import { dress } from './inPlace.ts';
import {
  apply,
  expect,
  memory,
  open,
  type Page,
  readAll,
  screenFrames,
  test,
  visit,
} from './page.ts';

const way = (page: Page, name: string) => page.locator(`[data-how=${name}]`);

/** The weight that the lines print: their softmax, worked out here. */
function weightOf(lines: string): number {
  const row = /s = np\.array\(\[(.*)\]\)/.exec(lines)?.[1] ?? '';
  const column = Number(/value = powers\[(\d+)\] \/ powers\.sum\(\)/.exec(lines)?.[1]);
  const powers = row.split(', ').map((each) => (each === '-np.inf' ? 0 : Math.exp(Number(each))));
  return (powers[column] ?? Number.NaN) / powers.reduce((a, b) => a + b, 0);
}

test('a number is read in words, as a formula and as NumPy lines, wherever it stands', async ({
  page,
}) => {
  await open(page);
  await test.step('a weight of the plate is read in words, as a formula and as NumPy lines', async () => {
    // Two fifths down and a quarter across, where the crosshair first is.
    const [row, column] = [16, 9];
    const { data, shape } = await readAll(page, 'weights');
    const weight = data[row * (shape[2] ?? 0) + column] ?? Number.NaN;

    await way(page, 'words').click();
    const share = weight.toLocaleString('en', { style: 'percent', maximumSignificantDigits: 2 });
    await expect(page.locator('.worked-sentence')).toHaveText(
      `Of the 17 words it may look at, “the” (16) gives “same” (9) ${share} of its attention.`,
    );
    await expect(way(page, 'words')).toHaveAttribute('aria-pressed', 'true');

    await way(page, 'code').click();
    await expect(page.locator('.last-line')).toHaveText('value = powers[9] / powers.sum()');
    await expect(page).toHaveURL(/how=code/);
    await page.getByRole('button', { name: 'all lines' }).click();
    const dialog = page.getByRole('dialog', { name: 'This number in NumPy' });
    const lines = await dialog.locator('pre').innerText();
    expect(lines.split('\n').at(0)).toBe('import numpy as np');
    expect(lines.trim().split('\n').at(-1)).toBe('print(value)');
    expect(Math.abs(weightOf(lines) - weight)).toBeLessThan(1e-5);
    expect(await axeFaults(page, '.code-full', '.ways')).toEqual([]);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await expect(dialog.getByRole('status')).toHaveText('The lines are copied.');
    expect((await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe(lines.trim());
    await dialog.getByRole('button', { name: 'Close' }).click();

    await way(page, 'formula').click();
    await expect(page.locator('.worked-tex math')).toHaveCount(1);
    await expect(page).not.toHaveURL(/how=/);
  });

  await test.step('the lens of shifts says its channel in a sentence and as NumPy lines', async () => {
    await visit(page, 'lens=shift&how=words');
    const reading = page.locator('.shift-reading');
    await expect(reading).toContainText(/From P\(16\) to M₅ P\(16\) the hand of pair \d+ turns by/);
    await reading.locator('[data-how=code]').click();
    await expect(reading.locator('pre')).toContainText(/value = \(M @ before\)\[[01]\]/);
    expect(await axeFaults(page, '.shift-reading')).toEqual([]);
  });

  await test.step('in Attend each stage is read the same three ways, in the language of the page', async () => {
    await visit(page, 'room=attend&length=22&how=code');
    // Where the crosshair was on the plate.
    const line = page.locator('.how-line');
    const { data } = await readAll(page, 'weights');
    const weight = data[16 * 22 + 9] ?? Number.NaN;
    await expect(line.locator('pre')).toContainText('value = powers[9] / powers.sum()');
    expect(Math.abs(weightOf(await line.locator('pre').innerText()) - weight)).toBeLessThan(1e-5);

    // The map itself says what its row shows, to those who do not see it.
    await expect(page.locator('[data-stage-map=weights]')).toHaveAccessibleDescription(
      /^22 rows and 22 columns\. In row 16 \(the\) the largest is 0\.\d{3}, in column \d+ \(.+\)/,
    );
    await page.locator('[data-stage=value]').click();
    await expect(page.locator('[data-stage-map=value]')).toHaveAccessibleDescription(
      /^22 rows and 16 columns\. In row 16 \(the\) the largest is .*, in column \d+, and/,
    );
    await expect(line.locator('pre')).toContainText('value = x @ W');
    await way(page, 'words').click();
    await expect(line).toContainText(/^Row 16 of X \+ P times column \d+ of Wv\. That makes/);
    await apply(page, { encoding: 'alibi' });
    await page.locator('[data-stage=bias]').click();
    await expect(line).toHaveText(
      /^When “the” \(16\) asks .*, the scheme adds −[\d.]+ to their score\.$/,
    );
    // What is out of date for a moment is pale.
    await memory(page);
    await screenFrames(page);
    expect(await axeFaults(page, '.how')).toEqual([]);

    await visit(page, 'room=attend&length=22&how=words');
    await dress(page, { lang: 'zh-CN' });
    await expect(line).toHaveText(/能看到 17 个词，它把 [\d.]+% 的注意力给了/);
  });

  await dress(page, { lang: 'en' });
  await test.step('in Compare the number of each scheme says how it came about', async () => {
    await visit(page, 'room=compare&compare=alibi&length=16&dim=32&heads=4');
    const number = page.getByRole('button', { name: /^ALiBi, Attention, .*: 0\.\d+$/ });
    const weight = Number(await number.textContent());
    await expect(
      page.getByRole('application', { name: /^Attention/ }).last(),
    ).toHaveAccessibleDescription(
      /^16 rows and 16 columns\. In row \d+ \(.+\) the largest is 0\.\d{3}/,
    );
    await number.click();
    const dialog = page.getByRole('dialog', { name: 'How this number came about' });
    await expect(dialog.locator('math')).toHaveCount(1);
    await dialog.locator('[data-how=words]').click();
    await expect(dialog).toContainText(/^How .* gives “.*” \(\d+\) [\d.]+% of its attention/);
    await dialog.locator('[data-how=code]').click();
    const lines = await dialog.locator('pre').innerText();
    expect(Math.abs(weightOf(lines) - weight)).toBeLessThan(1e-5);
    expect(await axeFaults(page, '.asked-how')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(number).toBeFocused();
  });
});
