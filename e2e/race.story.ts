/**
 * A race from a link: two small Transformers that differ in their encoding alone, until one has learned
 * it; the page says why the other cannot. Paused, kept in the link, saved and opened again.
 */
import { readFileSync } from 'node:fs';
import { axeFaults } from './axe.ts';
import { expect, open, type Page, test, visit } from './page.ts';

// As small as it can be: three letters backwards, one block, one head, sixteen channels.
const small = 'task=reverse&length=6&dim=16&heads=1&rate=0.02&steps=80';
const button = (page: Page, name: string) => page.locator(`[data-race=${name}]`);
const status = (page: Page) => page.locator('.race-pace');
const findings = (page: Page) => page.locator('.race-result');

test('a race from a link', async ({ page }) => {
  test.slow();
  await open(page, `room=race&racers=learned;none&${small}`);
  let file = '';
  let share = '';

  await test.step('of two racers on “reverse” one learns it, and the page says why the other cannot', async () => {
    await button(page, 'step').click();
    await expect(status(page)).toContainText('Step 1 of 80');

    await button(page, 'start').click();
    await expect(status(page)).toHaveAttribute('data-status', 'running');
    await button(page, 'pause').click();
    await expect(status(page)).toHaveAttribute('data-status', 'paused');
    await button(page, 'start').click();
    await expect(status(page)).toHaveAttribute('data-status', 'done', { timeout: 60_000 });

    await expect(findings(page)).toHaveAttribute('data-findings', 'learned orderless longer');
    await expect(findings(page)).toContainText(/Learned it, at the trained length: Learned table/);
    const [, reached = '', most = ''] =
      /\(NoPE\) has (\d+)% right and cannot go beyond about (\d+)%/.exec(
        await findings(page).innerText(),
      ) ?? [];
    share = reached;
    expect(Number(share)).toBeLessThan(55);
    expect(Number(share)).toBeLessThanOrEqual(Number(most) + 5);

    // Three of three on a sequence that nobody was trained on.
    await expect(page.locator('[data-answers="0"] .race-count')).toHaveText('3 of 3');
    await expect(page.locator('[data-answers="1"] .wrong').first()).toBeVisible();

    // Values are read by keyboard.
    const chart = page.locator('.race-chart svg').first();
    await chart.focus();
    await chart.press('End');
    await expect(page.locator('.race-chart output').first()).toHaveText(
      /Step 80: Learned table (9[5-9]|100)% · No positions \(NoPE\) \d+%/,
    );
    expect(await axeFaults(page)).toEqual([]);

    await test.step('its figure is of the race, whole and without what is there to be pressed', async () => {
      const svg = await page.evaluate(async () =>
        (await window.whereabouts.export('svg', undefined, { of: 'usual' })).text(),
      );
      const text = svg.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
      for (const part of ['Accuracy by position', 'Attention of layer 1, head 1', 'Changes']) {
        expect(text).toContain(part);
      }
      for (const other of ['Start anew', 'Causal mask']) {
        expect(text).not.toContain(other);
      }
    });

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'save').click(),
    ]);
    file = await download.path();
  });

  await test.step('the link has what is raced, and says what it could not take', async () => {
    await visit(page, 'room=race&racers=rope;quux&task=win&dim=30&heads=7');
    await expect(page.locator('.notices')).toContainText('task');
    await expect(page.locator('.notices')).toContainText('racers');
    // Thirty channels are no pairs in six heads: the scheme says so, and nothing starts.
    await expect(page.locator('.race-problem')).toContainText('even');
    await expect(button(page, 'start')).toBeDisabled();
    await page.locator('[data-control=dim]').selectOption('32');
    await expect(button(page, 'start')).toBeEnabled();

    await page.locator('[data-control=task]').selectOption('text');
    await page.locator('[data-control=text]').fill('aaaaaaaaaaaaaaaaaaaaaaaaaaaa');
    await expect(page.locator('.race-problem')).toContainText('one character');
    await page.locator('[data-control=text]').fill('dog');
    await expect(page.locator('.race-problem')).toContainText('3 characters');
    await page.locator('[data-control=task]').selectOption('copy');
    await page.locator('[data-racer=rope]').click();
    await page.locator('.picker [data-scheme=alibi]').click();
    await expect(page).toHaveURL(/room=race&racers=alibi&task=copy/);
    await page.reload();
    await expect(page.locator('[data-racer=alibi]')).toBeVisible();
    await expect(page.locator('[data-control=task]')).toHaveValue('copy');
  });

  await test.step('a learning rate that is far too large: who diverges says so, and goes on from before', async () => {
    await visit(
      page,
      'room=race&racers=learned&task=copy&length=4&heads=1&dim=16&rate=1000&steps=24',
    );
    await button(page, 'start').click();
    await expect(page.locator('[data-diverged="0"]')).toContainText('no longer a number');
    await expect(status(page)).toHaveAttribute('data-status', 'diverged');
    await button(page, 'gently').click();
    await expect(page).toHaveURL(/rate=100/);
    await expect(page.locator('[data-run]')).toHaveCount(2);
    await expect(status(page)).toHaveAttribute('data-status', /done|diverged/);
  });

  await test.step('two seeds are raced one after the other, and their mean stands in the chart', async () => {
    const before = await page.locator('[data-run]').count();
    await visit(
      page,
      'room=race&racers=none;alibi&task=copy&length=4&dim=16&heads=1&steps=12&seed=7&seeds=2',
    );
    await button(page, 'step').click();
    await expect(status(page)).toContainText('Seed 7, 1 of 2 · Step 1 of 12');
    await button(page, 'start').click();
    await expect(status(page)).toHaveText('All 2 seeds are raced: 7 and 8.');
    await expect(button(page, 'start')).toBeDisabled();
    await expect(page.locator('[data-run]')).toHaveCount(before + 2);
    await expect(page.locator('.race-charts')).toContainText('dashed: mean of 2 seeds');
    await expect(page).toHaveURL(/seeds=2/);
  });

  await test.step('a saved run is opened again, and what is none is refused', async () => {
    const chooser = page.locator('[data-json=race]');
    await chooser.setInputFiles({
      name: 'other.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format":"whereabouts race","version":9}'),
    });
    await expect(page.locator('[data-file-problem=version]')).toBeVisible();
    await chooser.setInputFiles({
      name: 'race.json',
      mimeType: 'application/json',
      buffer: readFileSync(file),
    });
    await expect(page.locator('[data-file-problem]')).toHaveCount(0);
    await expect(findings(page)).toContainText(`has ${share}% right`);
    // Its racers are at hand again, and answer as they did.
    await expect(page.locator('[data-answers="0"] .race-count')).toHaveText('3 of 3');
    const other = JSON.parse(readFileSync(file, 'utf8')) as { settings: object };
    await chooser.setInputFiles({
      name: 'other.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ ...other, settings: { ...other.settings, dim: 64 } })),
    });
    await expect(page.locator('[data-file-problem=shapes]')).toBeVisible();
  });
});
