import { axeFaults } from './axe.ts';
import { farthest, numberIn } from './expected.ts';
import {
  apply,
  control,
  expect,
  open,
  type Page,
  readAll,
  settle,
  spec,
  test,
  visit,
} from './page.ts';

const small = 'room=attend&length=20&dim=16&heads=4';

const tab = (page: Page, name: string) => page.locator(`[data-experiment=${name}]`);

test('someone tries the experiments beside the maps: shuffled, fused, cheaper, longer, stacked, and by their links', async ({
  page,
}) => {
  await open(page, small);
  await test.step('shuffle the tokens, take the reasons away one by one, and the order stops to matter', async () => {
    await tab(page, 'shuffle').focus();
    await page.keyboard.press('Enter');
    const button = page.locator('[data-shuffle]');
    await button.focus();
    await page.keyboard.press('Enter');
    const difference = page.locator('[data-difference]');
    await expect(difference).toBeVisible();
    expect(numberIn(await difference.innerText())).toBeGreaterThan(1e-3);
    await expect(page.locator('[data-reason]')).toHaveCount(2);

    await page.locator('[data-reason=mask] button').click();
    await expect(page.locator('[data-reason]')).toHaveCount(1);
    expect(Number(await difference.getAttribute('data-difference'))).toBeGreaterThan(1e-3);
    await page.locator('[data-reason=table] button').click();
    await expect(page.locator('[data-reason]')).toHaveCount(0);
    expect(Number(await difference.getAttribute('data-difference'))).toBeLessThanOrEqual(1e-5);
    expect(await spec(page)).toMatchObject({ mask: 'none', encoding: 'none' });
    await expect(page.locator('#experiment')).toContainText('Zero');
  });

  await test.step('turn the temperature down to zero: each query attends to one key', async () => {
    await visit(page, `${small}&mask=none&experiment=fuse`);
    const entropy = page.locator('[data-entropy]');
    const expected = async () => {
      const { head } = await spec(page);
      const { data } = await readAll(page, 'weights');
      const rows = data.slice(400 * (head - 1), 400 * head);
      return rows.reduce((bits, w) => bits - (w > 0 ? w * Math.log2(w) : 0), 0) / 20;
    };
    const before = await expected();
    await expect(entropy).toHaveAttribute('data-entropy', /./);
    expect(Number(await entropy.getAttribute('data-entropy'))).toBeCloseTo(before, 4);

    const temperature = page.locator('#experiment [data-control=temperature] input[type=range]');
    await temperature.focus();
    await temperature.fill('0');
    await settle(page);
    await expect(entropy).toHaveText('0.000 bits');
    expect(await expected()).toBe(0);
    await expect(page.locator('#experiment')).toContainText(
      'only to the key with the highest score',
    );

    // The window is set where the mask is.
    await page.locator('#experiment [data-control=mask]').selectOption('window');
    await expect(page.locator('#experiment [data-control=window]')).toBeVisible();
    await page.locator('.drawer-toggle').click();
    await expect(page.locator('.controls [data-control=window]')).toBeVisible();
    await page.locator('.drawer-toggle').click();
  });

  await test.step('hold the pass in fewer bits: bytes fall, and the difference is what reading both gives', async () => {
    await visit(page, 'room=attend&length=20&experiment=cheaper');
    const row = (way: string) => page.locator(`[data-way=${way}]`);
    await expect(row('fast').locator('[data-largest]')).toHaveAttribute('data-largest', /./);
    const whole = (await readAll(page, 'weights')).data.slice(0, 400);
    for (const patch of [
      { precision: 'float16' },
      { precision: 'int8' },
      { mask: 'window' },
    ] as const) {
      await apply(page, patch);
      const { data } = await readAll(page, 'weights');
      await apply(page, { precision: 'float32', mask: 'causal' });
      const way = 'mask' in patch ? 'window' : patch.precision;
      const cell = row(way).locator('[data-largest]');
      const largest = farthest(data.slice(0, 400), whole);
      await expect
        .poll(async () => Math.abs(Number(await cell.getAttribute('data-largest')) - largest))
        .toBeLessThan(1e-6);
    }
    // 20·64 of the table and 12·64² of the weights, four bytes each.
    await expect(row('whole')).toContainText('202 kB');
    await expect(row('float16')).toContainText('101 kB');
    // A byte each, and the scale of each of the seven arrays.
    await expect(row('int8')).toContainText('50.5 kB');

    await row('float16').getByRole('button').press('Enter');
    await page.getByRole('button', { name: 'Use these numbers in the maps' }).click();
    expect(await spec(page)).toMatchObject({ precision: 'float16' });
    // What was chosen stands in the link.
    const { search } = new URL(page.url());
    expect(search).toContain('experiment=cheaper');
    expect(search).toContain('cheaper=float16');
  });

  await test.step('a gain that overflows and rows that see nothing are said to be so', async () => {
    const formula = encodeURIComponent('3e38 * sin(p + 1)');
    await visit(
      page,
      `room=attend&length=8&dim=16&heads=2&encoding=custom&formula=${formula}&gain=4&experiment=fuse`,
    );
    const experiment = page.locator('#experiment');
    const strip = page.locator('.marginal-name.query b');
    const bad = async () => {
      const { data } = await readAll(page, 'weights');
      const rows = Array.from({ length: 8 }, (_, row) => data.slice(8 * row, 8 * row + 8));
      return rows.filter((row) => row.some(Number.isNaN)).length;
    };
    expect(await bad()).toBeGreaterThan(0);
    await expect(experiment).toContainText(
      `Queries whose weights are not numbers: ${await bad()}.`,
    );
    await expect(strip).toHaveText('not a number');
    await expect(experiment.locator('[data-entropy]')).not.toContainText('NaN');

    await apply(page, { gain: 0 });
    await expect(experiment).not.toContainText('without a number');
    await apply(page, { encoding: 'sinusoidal', gain: 1, mask: 'padding', text: '' });
    await expect(experiment).toContainText('Queries that see no key: 8. Their weights are all 0.');
    await expect(strip).toHaveText('sees no key');
    expect((await readAll(page, 'weights')).data.every((weight) => weight === 0)).toBe(true);
  });

  await test.step('go along the experiments with the arrow keys; axe finds nothing in any', async () => {
    await visit(page, small);
    await tab(page, 'shuffle').focus();
    for (const name of ['shuffle', 'fuse', 'cheaper', 'longer', 'stack']) {
      await expect(tab(page, name)).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(tab(page, name)).toHaveAttribute('aria-expanded', 'true');
      await expect(page.locator(`.experiment-${name} .lens-words`)).toBeVisible();
      expect(await axeFaults(page, '.attend-side')).toEqual([]);
      await page.keyboard.press('ArrowRight');
    }
    await expect(control(page, 'gain')).toHaveCount(0);
  });

  await test.step('stack four blocks: positions fade, and the first number is that of X + P', async () => {
    await visit(page, `${small}&depth=4&experiment=stack`);
    const chart = page.locator('[data-stream]');
    await expect(chart).toBeVisible();
    // The state before had one block: its picture is drawn until the four have been computed.
    await expect(chart).toHaveAttribute('data-stream', /^\S+( \S+){4}$/);
    const own = ((await chart.getAttribute('data-stream')) ?? '').split(' ').map(Number);
    expect(own).toHaveLength(5);
    const [tokens, table] = [await readAll(page, 'tokens'), await readAll(page, 'positions')];
    const dim = 16;
    const centred = (data: readonly number[]) =>
      data.map((value, cell) => {
        let sum = 0;
        for (let row = 0; row < 20; row++) sum += data[dim * row + (cell % dim)] ?? 0;
        return value - sum / 20;
      });
    const x = centred(tokens.data.map((value, cell) => value + (table.data[cell] ?? 0)));
    const p = centred(table.data);
    let mean = 0;
    for (let row = 0; row < 20; row++) {
      const dot = (a: readonly number[], b: readonly number[]) =>
        a.slice(dim * row, dim * row + dim).reduce((s, v, c) => s + v * (b[dim * row + c] ?? 0), 0);
      mean += dot(x, p) / Math.sqrt(dot(x, x) * dot(p, p)) / 20;
    }
    expect(own[0]).toBeCloseTo(mean, 4);
    expect(own[4]).toBeLessThan(own[0] ?? 0);

    await apply(page, { encoding: 'rope' });
    await expect(chart).toHaveCount(0);
    await expect(page.locator('#experiment')).toContainText(
      'no position vectors into the residual stream',
    );
  });

  await test.step('make the line four times as long: the mean by distance is that of the longer pass', async () => {
    await visit(
      page,
      'room=attend&length=20&dim=16&heads=4&encoding=alibi&mask=none&experiment=longer',
    );
    // Three lengths of ALiBi, and ten scalings of RoPE.
    await expect(page.locator('[data-done="13"][data-all="13"]')).toBeVisible({ timeout: 60_000 });
    const curves = JSON.parse(
      (await page.locator('[data-curves]').first().getAttribute('data-curves')) ?? '',
    ) as [number, number, number][];
    expect(curves.map(([factor, length]) => [factor, length])).toEqual([
      [1, 20],
      [2, 40],
      [4, 80],
    ]);
    // ALiBi's first of four heads falls by 1/4 a position.
    expect(curves[0]?.[2]).toBeCloseTo(-19 / 4, 4);
    expect(Math.abs((curves[2]?.[2] ?? 0) + 79 / 4)).toBeLessThan(0.6);

    // A table that ends: rows 490…511, and then none.
    const params = { table: 'minilm' };
    await apply(page, { encoding: 'learned', params, dim: 384, start: 490, length: 12 });
    await expect(page.locator('.no-row')).toBeVisible();
    await expect(page.locator('#experiment')).toContainText('This table has 512 rows.');

    // Lines of thousands of tokens are on their way for long enough to be stopped. The maps have a
    // Stop of their own while they are computed.
    await visit(page, 'room=attend&length=64&encoding=alibi&mask=none&experiment=longer&longer=64');
    const experiment = page.locator('#experiment');
    await experiment.getByRole('button', { name: 'Stop' }).click();
    await expect(experiment.getByRole('button', { name: 'Continue' })).toBeVisible();
  });

  await test.step('follow a link to an experiment as it was left', async () => {
    await visit(
      page,
      'room=attend&length=20&dim=16&heads=2&experiment=longer&measure=logits&longer=16&drawn=arcs',
    );
    const pressed = page.locator('#experiment [aria-pressed=true]');
    await expect(pressed).toHaveText(['logits', '× 16']);
    await expect(page.locator('[data-arcs="1"]')).toBeVisible();
    await page.getByRole('button', { name: 'attention', exact: true }).click();
    await expect(page).toHaveURL(/measure=weights/);
  });
});
