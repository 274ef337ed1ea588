/** Opening the page: three maps are painted, in the colours of the numbers that the GPU has. */
import { expectPicture } from './colours.ts';
import { farthest, sinusoid } from './expected.ts';
import {
  device,
  expect,
  load,
  type MapName,
  mapNames,
  type Page,
  readAll,
  settle,
  spec,
  test,
  visit,
} from './page.ts';

/** Those that are followed in the page as it is then. */
const pictures: readonly (readonly [query: string, maps: readonly MapName[]])[] = [
  ['encoding=rope&length=48&start=1000&head=2', mapNames],
  ['encoding=alibi&length=32&heads=8', mapNames],
  ['encoding=learned&length=32&similarity=dot', mapNames],
  ['encoding=none&length=32&mask=none', ['attention']],
];

async function expectRowsOfOne(page: Page): Promise<void> {
  const { heads, length, mask } = await spec(page);
  expect(mask).toBe('causal');
  const { shape, data } = await readAll(page, 'weights');
  expect(shape).toEqual([heads, length, length]);
  const rows = Array.from({ length: heads * length }, (_, row) =>
    data.slice(row * length, (row + 1) * length),
  );
  const sums = rows.map((weights) => weights.reduce((sum, weight) => sum + weight, 0));
  const ones = sums.map(() => 1);
  expect(farthest(sums, ones)).toBeLessThan(1e-5);
  const future = rows.flatMap((weights, row) => weights.slice((row % length) + 1));
  expect(future.filter((weight) => weight !== 0)).toEqual([]);
}

test('three maps are painted in the colours of their numbers, and the numbers are right', async ({
  page,
}) => {
  await test.step('the bare address paints each cell in the colour of its number', async () => {
    await load(page);
    await expectPicture(page, 'paper', mapNames);
  });
  for (const [query, maps] of pictures) {
    await test.step(`?${query} paints each cell in the colour of its number`, async () => {
      await visit(page, query);
      await expectPicture(page, 'paper', maps);
    });
    if (!/rope|alibi/.test(query)) continue;
    await test.step(`?${query}: rows of attention sum to one, and the future has none of it`, () =>
      expectRowsOfOne(page));
  }
  await test.step('?theme=dark&length=32 paints each cell in the colour of its number', async () => {
    await visit(page, 'length=32');
    await page.locator('[data-control=theme]').selectOption('dark');
    await settle(page);
    await expectPicture(page, 'night', mapNames);
  });

  await test.step('the position vectors are those of the formula', async () => {
    for (const start of [1_000_000, 0]) {
      await visit(page, `length=64&dim=64&start=${start}`);
      const { shape, data } = await readAll(page, 'positions');
      expect(shape).toEqual([64, 64]);
      const expected = data.map((_, i) => sinusoid(start + Math.floor(i / 64), i % 64, 64));
      // The goal, at every position below 2²⁰.
      expect(farthest(data, expected)).toBeLessThanOrEqual(1e-6);
    }
  });

  await test.step('sinusoidal: rows of attention sum to one, and the future has none of it', () =>
    expectRowsOfOne(page));

  await test.step('nothing is painted where a scheme adds nothing, and the page says so', async () => {
    await visit(page, 'encoding=none');
    await expect(page.locator('.map-positions .map-empty')).toContainText('Nothing is added');
    await expect(page.locator('[data-map=positions]')).toHaveCount(0);
  });

  await test.step('the badge says which rows were held against float64, in either language', async () => {
    await visit(page, 'length=24&dim=32');
    const badge = page.locator('.device');
    await expect(badge).toHaveAttribute('title', /Attention: 24 of 24 rows compared with float64/);
    await expect(badge).toContainText('Position map: 24 of 24 rows');
    await expect(badge).toContainText('Similarity: 24 of 24 rows');
    await page.locator('[data-control=lang]').selectOption('中文');
    await expect(badge).toHaveAttribute('title', /注意力：24 行中的 24 行已与 float64 核对/);
  });
});

test.describe('with a shader that is wrong', () => {
  test.use({ ownContext: true });
  test('the badge shows its error', async ({ page }) => {
    // One per cent too much in the sum that weights are divided by.
    await page.addInitScript(() => {
      // An empty page has no GPU.
      if (!isSecureContext) return;
      // Called with the device as `this` below.
      // oxlint-disable-next-line typescript/unbound-method
      const create = GPUDevice.prototype.createShaderModule;
      GPUDevice.prototype.createShaderModule = function wrong(descriptor) {
        const code = descriptor.code.replace('weight = shareOf(logit, largest) / total', (line) =>
          line.replace('total', '(1.01 * total)'),
        );
        return create.call(this, { ...descriptor, code });
      };
    });
    await load(page, 'length=24&dim=32');
    await expect(page.locator('.device')).toHaveAttribute(
      'title',
      /Attention: 24 of 24 rows compared with float64, largest error 9\.9 × 10⁻³/,
    );
    const { maxError } = await device(page);
    // The first weight of all is 1 and came out as 1 / 1.01.
    expect(maxError).toBeCloseTo(1 - 1 / 1.01, 5);
  });
});
