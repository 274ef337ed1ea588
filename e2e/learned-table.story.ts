/** The learned table of a real BERT: its numbers, its end, its periods, and what happens if it is damaged. */
import { readFileSync } from 'node:fs';
import { control, expect, load, type Page, readAll, settle, spec, test, visit } from './page.ts';

const file = readFileSync(new URL('../public/tables/minilm-positions.npy', import.meta.url));
const [rows, width] = [512, 384];
const link = 'encoding=learned&table=minilm&dim=384&heads=1';

/** Float16 behind a header of 128 bytes. */
function entry(position: number, channel: number): number {
  const bits = file.readUInt16LE(128 + 2 * (position * width + channel));
  const [exponent, digits] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent === 0 ? digits / 2 ** 24 : (1 + digits / 1024) * 2 ** (exponent - 15);
  return bits >> 15 === 1 ? -size : size;
}

/** NaN behind the last row. */
const table = (start: number, length: number) =>
  Array.from({ length: length * width }, (_, cell) => {
    const position = start + Math.floor(cell / width);
    return position < rows ? entry(position, cell % width) : Number.NaN;
  });

const tableEnd = (page: Page) => page.locator('.control-problem');

/** Shares of the variance at 0…⌊n/2⌋ turns, term by term. */
function shares(start: number, length: number): number[] {
  const power = Array.from({ length: Math.floor(length / 2) + 1 }, () => 0);
  for (let channel = 0; channel < width; channel++) {
    const own = Array.from({ length }, (_, p) => entry(start + p, channel));
    for (let k = 1; k < power.length; k++) {
      let [re, im] = [0, 0];
      own.forEach((value, p) => {
        re += value * Math.cos((2 * Math.PI * ((k * p) % length)) / length);
        im += value * Math.sin((2 * Math.PI * ((k * p) % length)) / length);
      });
      power[k] = (power[k] ?? 0) + (re * re + im * im) * (2 * k === length ? 1 : 2);
    }
  }
  const all = power.reduce((a, b) => a + b);
  return power.map((each) => each / all);
}

test('the learned table of a real BERT', async ({ page }) => {
  await test.step('the preset brings its sizes; a damaged table is not used, and is asked for again', async () => {
    await page.route('**/tables/minilm-positions.npy', async (route) => {
      const damaged = Buffer.from(file);
      damaged[7000] = (damaged[7000] ?? 0) ^ 1;
      await route.fulfill({ body: damaged });
    });
    await load(page, 'encoding=learned&length=16');
    const untrained = (await readAll(page, 'positions')).data;
    await control(page, 'table').selectOption('minilm');
    await expect(tableEnd(page)).toContainText('the dimension must be 384; it is 64');
    await control(page, 'preset').selectOption('0');
    expect(await spec(page)).toMatchObject({ dim: 384, heads: 12, params: { table: 'minilm' } });
    await expect(page.locator('.notice')).toContainText('arrived damaged');
    expect((await readAll(page, 'positions')).data).toEqual(untrained);

    await page.unroute('**/tables/minilm-positions.npy');
    await control(page, 'start').locator('.number').fill('1');
    await page.keyboard.press('Enter');
    await settle(page);
    expect((await readAll(page, 'positions')).data).toEqual(table(1, 16));
    await expect(page.locator('.notice')).toHaveCount(0);
  });

  await test.step('the plate holds the numbers of the file, and behind row 511 there are none', async () => {
    await visit(page, `${link}&length=64&mask=causal`);
    expect((await readAll(page, 'positions')).data).toEqual(table(0, 64));
    await expect(tableEnd(page)).not.toContainText('ends at');

    await visit(page, `${link}&length=64&start=480&mask=causal`);
    expect((await readAll(page, 'positions')).data).toEqual(table(480, 64));
    await expect(tableEnd(page)).toContainText('ends at 512 rows. Positions 512…543 have no row');
    const { data } = await readAll(page, 'weights');
    // The last query with a row still sees only keys with rows.
    const row = (query: number) => data.slice(64 * query, 64 * (query + 1));
    expect(Math.abs(row(31).reduce((a, b) => a + b) - 1)).toBeLessThan(1e-5);
    expect(row(32).slice(0, 33).every(Number.isNaN)).toBe(true);
  });

  await test.step('the spectrum lens finds its periods, each about a third of the one before', async () => {
    // Of twelve heads one is computed.
    await visit(
      page,
      'encoding=learned&table=minilm&dim=384&heads=12&length=511&start=1&lens=spectrum',
    );
    await expect(page.locator('.lens-spectrum .lens-result')).toContainText(
      '≥ 511 · 170 · 51.1 · 17.0 · 5.68',
      { timeout: 90_000 },
    );

    await visit(page, `${link}&length=64&start=460&lens=spectrum`);
    const figure = page.locator('[data-spectrum]');
    // Of 64 positions 52 have a row.
    await expect(figure).toHaveAttribute('data-spectrum', /^\[52,/, { timeout: 90_000 });
    const [count, ...found]: number[] = JSON.parse(
      (await figure.getAttribute('data-spectrum')) ?? '[]',
    );
    expect(count).toBe(52);
    const wanted = shares(460, 52);
    expect(found).toHaveLength(wanted.length);
    found.forEach((share, k) => expect(Math.abs(share - (wanted[k] ?? 9))).toBeLessThan(2e-6));
  });
});
