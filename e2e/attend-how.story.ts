/** How a number came about: the rows behind it, the line of arithmetic, and what a score is made of. */
import { type Locator } from '@playwright/test';
import { lookupTable, palettes } from '../src/fields/colour.ts';
import { axeFaults } from './axe.ts';
import { numberIn } from './expected.ts';
import { dress, goTo } from './inPlace.ts';
import { boxOf, expect, open, type Page, pixelsOn, readAll, screenFrames, test } from './page.ts';

const room = 'room=attend&length=22';
const [length, dHead, heads] = [22, 16, 4];
/** Where the crosshair first is: two fifths down, a quarter across. */
const [row, column] = [9, 5];

const panel = (page: Page) => page.locator('.how');
const elements = (page: Page) => page.locator('.how-elements');
const notes = (page: Page, id: string) => page.locator(`[data-row=${id}] .bar-notes text`);

async function look(page: Page, query = room) {
  await goTo(page, query);
  await fresh(page);
}

async function fresh(page: Page) {
  await expect(panel(page)).toHaveAttribute('data-fresh', 'true');
  await screenFrames(page);
}

/** The last number of a text as the page writes it. */
const lastNumber = (text: string) =>
  numberIn(
    /([−\d.,]+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)[^\d⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*$/.exec(text)?.[1]?.replace(/\.$/, '') ??
      '',
  );

/** Of an SVG text, which has no inner text. */
const textOf = async (text: Locator) => (await text.textContent()) ?? '';

/** A row of the first head's part of a quantity. */
async function rowOf(page: Page, name: string, at: number, width: number) {
  const { data } = await readAll(page, name);
  return data.slice(at * width, (at + 1) * width);
}

const near = (found: number, wanted: number, within = 5.1e-4) =>
  expect(Math.abs(found - wanted), `${found}, ${wanted}`).toBeLessThanOrEqual(within);

/** The frames on every miniature: x, y, width, height in cells. */
const framesOn = (page: Page) =>
  page.locator('[data-parts]').evaluateAll((all) =>
    all.map((svg) => ({
      name: svg.getAttribute('data-parts') ?? '',
      frames: [...svg.querySelectorAll('rect')].map((rect) =>
        ['x', 'y', 'width', 'height'].map((name) => Number(rect.getAttribute(name))),
      ),
    })),
  );

/** Points at a cell of the stage shown. */
async function pointAt(
  page: Page,
  stage: string,
  cell: readonly [number, number],
  columns: number,
) {
  const box = await boxOf(page.locator(`[data-stage-map=${stage}]`));
  await page.mouse.move(
    box.x + ((cell[1] + 0.5) / columns) * box.width,
    box.y + ((cell[0] + 0.5) / length) * box.height,
  );
  await screenFrames(page);
}

test('someone asks how a number came about, from a weight to the values it mixes', async ({
  page,
}) => {
  await open(page, room);
  await test.step('a weight is unfolded into its query, key, product and sum, element by element', async () => {
    await look(page);
    await expect(panel(page).locator('h2')).toContainText('“same” (9) asks “every” (5)');
    const query = await rowOf(page, 'query', row, dHead);
    const key = await rowOf(page, 'key', column, dHead);
    const weights = await rowOf(page, 'weights', row, length);
    await elements(page).focus();
    for (let channel = 0; channel < dHead; channel++) {
      await page.keyboard.press('ArrowRight');
      const [a = 0, b = 0] = [query[channel], key[channel]];
      near(numberIn(await textOf(notes(page, 'query'))), a);
      near(numberIn(await textOf(notes(page, 'key'))), b);
      near(numberIn(await textOf(notes(page, 'product').first())), a * b);
      await expect(elements(page)).toHaveAttribute('aria-valuenow', String(channel));
      await expect(elements(page)).toHaveAttribute('aria-valuetext', / × .+ = /);
    }
    await page.keyboard.press('Escape');
    const sum = query.reduce((total, a, channel) => total + a * (key[channel] ?? 0), 0);
    near(lastNumber(await textOf(notes(page, 'product'))), sum);
    await expect(notes(page, 'softmax')).toHaveCount(4);
    const [root = '', weight = '', exact = '', apart = ''] = await notes(
      page,
      'softmax',
    ).allTextContents();
    expect(root).toContain('÷ √16');
    near(lastNumber(root), sum / 4);
    near(lastNumber(weight), weights[column] ?? 0);
    near(lastNumber(exact), weights[column] ?? 0, 1.1e-6);
    expect(lastNumber(apart)).toBeLessThan(1e-5);
    await expect(panel(page).locator('.how-line math')).toHaveCount(1);
  });

  await test.step('the four terms are those of the pass, and sum to the score', async () => {
    await look(page);
    const { data, shape } = await readAll(page, 'terms');
    expect(shape).toEqual([4, heads, length, length]);
    const term = (i: number, at: readonly [number, number]) =>
      data[i * heads * length * length + at[0] * length + at[1]] ?? Number.NaN;
    const values = page.locator('.part-value');
    const shown = (await values.allInnerTexts()).map(numberIn);
    expect(shown).toHaveLength(4);
    shown.forEach((value, i) => near(value, term(i, [row, column])));
    const { data: logits } = await readAll(page, 'logits');
    const logit = logits[row * length + column] ?? 0;
    const sum = [0, 1, 2, 3].reduce((total, i) => total + term(i, [row, column]), 0);
    expect(Math.abs(sum - logit)).toBeLessThanOrEqual(1e-5);
    expect(lastNumber(await page.locator('.parts-sum').innerText())).toBeLessThanOrEqual(1e-5);
    const means = [0, 1, 2, 3].map((i) =>
      Array.from({ length: row + 1 }, (_, key) => Math.abs(term(i, [row, key]))).reduce(
        (a, b) => a + b,
      ),
    );
    const total = means.reduce((a, b) => a + b);
    await expect(page.locator('.part-share')).toHaveText(
      means.map((mean) => `${Math.round((100 * mean) / total)}%`),
    );

    await page.getByRole('button', { name: 'Show four maps' }).press('Enter');
    const said = page.locator('.parts-sum').last();
    await expect(said).toContainText('largest difference');
    expect(lastNumber(await said.innerText())).toBeLessThanOrEqual(1e-5);
    await screenFrames(page);
    const table = lookupTable(palettes.paper.diverging);
    const own = (i: number) => data.slice(i * heads * length ** 2, (i * heads + 1) * length ** 2);
    const most = [0, 1, 2, 3].reduce(
      (largest, i) => own(i).reduce((a, b) => Math.max(a, Math.abs(b)), largest),
      0,
    );
    for (const i of [0, 1, 2, 3]) {
      const cells = [
        [2, 1],
        [15, 3],
        [20, 20],
      ] as const;
      const found = await pixelsOn(page.locator('.term-map').nth(i), [length, length], cells);
      cells.forEach((cell, at) => {
        const colour = table[Math.round((0.5 + (0.5 * term(i, cell)) / most) * 1022)] ?? 0;
        const wanted = [colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255];
        found[at]?.forEach((byte, part) => near(byte, wanted[part] ?? 0, 2));
      });
    }
  });

  await test.step('a rotation gives the score pair by pair', async () => {
    await look(page, `${room}&encoding=rope`);
    const query = await rowOf(page, 'query', row, dHead);
    const key = await rowOf(page, 'key', column, dHead);
    const pairs = page.locator('.pairs');
    await pairs.focus();
    for (let pair = 0; pair < dHead / 2; pair++) {
      await page.keyboard.press('ArrowRight');
      const text = (await pairs.getAttribute('aria-valuetext')) ?? '';
      const [a, b] = [2 * pair, 2 * pair + 1].map((c) => (query[c] ?? 0) * (key[c] ?? 0));
      near(lastNumber(text), ((a ?? 0) + (b ?? 0)) / 4);
      const angle = (row - column) * 10_000 ** ((-2 * pair) / dHead);
      const said = /turned (\S+(?: × 10\S+)?) rad/.exec(text)?.[1] ?? '';
      near(numberIn(said), angle, 5.1e-4);
    }
    expect(lastNumber(await page.locator('.parts-sum').innerText())).toBeLessThanOrEqual(1e-5);
  });

  await test.step('a bias stands alone beside the content', async () => {
    await look(page, `${room}&encoding=alibi`);
    const { data: biases } = await readAll(page, 'bias');
    const { data: logits } = await readAll(page, 'logits');
    const cell = row * length + column;
    const shown = (await page.locator('.part-value').allInnerTexts()).map(numberIn);
    expect(shown).toHaveLength(2);
    near(shown[1] ?? 0, biases[cell] ?? 0);
    near((shown[0] ?? 0) + (shown[1] ?? 0), logits[cell] ?? 0, 1.1e-3);
    await expect(notes(page, 'softmax').nth(1)).toHaveText(
      `− bias ${Math.abs(biases[cell] ?? 0).toFixed(3)}`,
    );

    // Its own stage: the scheme's formula with the numbers of this head and offset.
    await page.locator('[data-stage=bias]').click();
    await fresh(page);
    const formula = await textOf(panel(page).locator('math').first());
    expect(formula).toContain(`×${Math.abs(column - row)}=`);
    near(lastNumber(formula), biases[cell] ?? 0);
  });

  await test.step('axe finds nothing in the panel', async () => {
    for (const [query, looks] of [
      [room, {}],
      [`${room}&stage=key&encoding=rope`, { theme: 'dark', lang: 'zh-CN' }],
    ] as const) {
      await dress(page, looks);
      await look(page, query);
      expect(await axeFaults(page, '.how')).toEqual([]);
    }
    await dress(page, { theme: 'light', lang: 'en' });
    // A formula wider than its place is scrolled by the keyboard too.
    const line = panel(page).locator('.how-line');
    expect(await line.getAttribute('tabindex')).toBeNull();
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(line).toHaveAttribute('tabindex', '0');
    expect(await axeFaults(page, '.how')).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('the bars are as high as the weights, and a click on one asks about its key', async () => {
    await look(page);
    const weights = await rowOf(page, 'weights', row, length);
    const bars = page.locator('[data-row=softmax] .bar-fill');
    const lit = await boxOf(page.locator('[data-row=softmax] .bar-lit'));
    const largest = Math.max(...weights);
    // The others' box is as high as the largest of them.
    const second = Math.max(...weights.filter((_, at) => at !== column));
    const box = await boxOf(bars);
    const unit = Math.max(lit.height, box.height) / largest;
    near(lit.height, unit * (weights[column] ?? 0), 0.6);
    near(box.height, unit * second, 0.6);
    // Of ten bars the first is that of key 0.
    await page.mouse.click(box.x + box.width / 20, box.y + box.height - 2);
    await expect(panel(page).locator('h2')).toContainText('asks “On” (0)');
    await fresh(page);
    const weight = notes(page, 'softmax').filter({ hasText: 'weight' });
    await expect(weight).toHaveText(`weight ${(weights[0] ?? 0).toFixed(3)}`);
  });

  await test.step('pointing at a mixed value shows the row of weights and the column of V', async () => {
    await look(page, `${room}&stage=mixed`);
    const map = page.locator('[data-stage-map=mixed]');
    const [at, channel] = [13, 6];
    await pointAt(page, 'mixed', [at, channel], dHead);
    await expect(panel(page).locator('h2')).toContainText('“from” (13), channel 6');
    await expect(panel(page).locator('.how-source')).toHaveText(
      'Row 13 of the weights times column 6 of V.',
    );
    await fresh(page);
    const weights = await rowOf(page, 'weights', at, length);
    const { data: values } = await readAll(page, 'value');
    const mixed = (c: number) =>
      weights.reduce((sum, weight, key) => sum + weight * (values[key * dHead + c] ?? 0), 0);
    near(lastNumber(await textOf(notes(page, 'product'))), mixed(channel));
    await elements(page).focus();
    await page.keyboard.press('End');
    near(numberIn(await textOf(notes(page, 'weights'))), weights[at] ?? 0);
    near(numberIn(await textOf(notes(page, 'value'))), values[at * dHead + channel] ?? 0);
    await map.press('ArrowRight');
    await expect(panel(page).locator('h2')).toContainText('channel 7');
    await fresh(page);
    near(lastNumber(await textOf(notes(page, 'product').last())), mixed(7));
  });

  await test.step('pointing at a number frames the very rows and columns it came from', async () => {
    await look(page, `${room}&dim=64`);
    const [at, across] = [13, 6];
    const dim = 64;
    const wholeRow = (columns: number, y = at) => [0, y, columns, 1];
    const one = [across, at, 1, 1];
    const wanted: Record<string, Record<string, readonly number[]>> = {
      tokens: { tokens: one },
      input: { tokens: one, table: one, input: one },
      query: { input: wholeRow(dim), query: one },
      value: { input: wholeRow(dim), value: one },
      scores: { query: wholeRow(dHead), key: wholeRow(dHead, across), scores: one },
      weights: { logits: wholeRow(length), weights: one },
      mixed: { weights: wholeRow(length), value: [across, 0, 1, length], mixed: one },
      attended: { mixed: wholeRow(dHead), attended: one },
      residual: { input: wholeRow(dim), attended: wholeRow(dim), residual: one },
      output: { residual: wholeRow(dim), output: one },
    };
    for (const [stage, lit] of Object.entries(wanted)) {
      await page.locator(`[data-stage=${stage}]`).click();
      const square = stage === 'scores' || stage === 'weights';
      const inHead = ['query', 'value', 'mixed'].includes(stage);
      await pointAt(page, stage, [at, across], square ? length : inHead ? dHead : dim);
      const miniatures = await framesOn(page);
      expect(miniatures.length).toBeGreaterThanOrEqual(Object.keys(wanted).length);
      for (const { name, frames } of miniatures) {
        expect(frames, `${stage}: ${name}`).toEqual(lit[name] ? [lit[name]] : []);
      }
    }
  });

  await test.step('a query, and what W_o makes of the heads, are written out with the numbers of W', async () => {
    await look(page, `${room}&stage=query&heads=4&head=2`);
    const [at, channel, dim] = [13, 6, 64];
    const columnOf = async (name: string, place: number) => {
      const { data, shape } = await readAll(page, name);
      expect(shape).toEqual([dim, dim]);
      return Array.from({ length: dim }, (_, i) => data[i * dim + place] ?? Number.NaN);
    };
    const last = async () => lastNumber(await textOf(notes(page, 'product').last()));
    const lineEnd = async () => lastNumber(await textOf(panel(page).locator('.how-line')));

    await pointAt(page, 'query', [at, channel], dHead);
    await fresh(page);
    const tokens = await rowOf(page, 'tokens', at, dim);
    const table = await rowOf(page, 'positions', at, dim);
    const wq = await columnOf('wq', dHead + channel);
    const terms = wq.map((w, c) => w * ((tokens[c] ?? 0) + (table[c] ?? 0)));
    const { data: queries } = await readAll(page, 'query');
    const query = queries[(length + at) * dHead + channel] ?? Number.NaN;
    expect(Math.abs(terms.reduce((a, b) => a + b) - query)).toBeLessThanOrEqual(1e-5);
    near(await last(), query);
    await expect.poll(lineEnd).toBeCloseTo(query, 5);
    await elements(page).focus();
    await page.keyboard.press('End');
    near(numberIn(await textOf(notes(page, 'wq'))), wq[dim - 1] ?? 0);
    near(numberIn(await textOf(notes(page, 'product').first())), terms[dim - 1] ?? 0);

    await page.locator('[data-stage=attended]').click();
    await pointAt(page, 'attended', [at, channel], dim);
    await fresh(page);
    const wo = await columnOf('wo', channel);
    const attended = (await rowOf(page, 'output', at, dim))[channel] ?? Number.NaN;
    near(await last(), attended);
    await expect.poll(lineEnd).toBeCloseTo(attended, 5);
    await elements(page).focus();
    await page.keyboard.press('Home');
    near(numberIn(await textOf(notes(page, 'wo'))), wo[0] ?? 0);
  });
});
