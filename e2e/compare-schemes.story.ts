/** Comparing: several schemes under the same tokens and weights, one crosshair, differences, a link. */
import { lookupTable, palettes } from '../src/fields/colour.ts';
import { placeOf, unitOf } from '../src/fields/scale.ts';
import { farthest, numberIn } from './expected.ts';
import {
  apply,
  boxOf,
  control,
  expect,
  gridOf,
  memory,
  open,
  type Page,
  pixelsOn,
  readAll,
  screenFrames,
  settle,
  spec,
  test,
  visit,
} from './page.ts';

const column = (page: Page, place: number) => page.locator('.compare-column').nth(place);
const mapOf = (page: Page, place: number, map: 'similarity' | 'attention') =>
  column(page, place).locator(`[data-map=${map}]`);
const numbersOf = (page: Page, row: number) =>
  page.locator('.compare-numbers tbody tr').nth(row).locator('td');

/** The map of a scheme by itself, as the GPU has it. */
async function mapAlone(page: Page, encoding: string, map: 'similarity' | 'weights') {
  const before = await spec(page);
  await apply(page, { encoding });
  const { data } = await readAll(page, map);
  await apply(page, { encoding: before.encoding, params: before.params });
  return data;
}

test('someone compares schemes under the same tokens: their numbers, one crosshair, one slider each', async ({
  page,
}) => {
  await open(page, 'length=12&dim=32&heads=4');
  await test.step('schemes are added, browsed, put first and taken away, and all of it is in the link', async () => {
    await page.locator('[data-room=compare]').click();
    await expect(page.locator('.compare-column')).toHaveCount(2);
    await page.locator('.compare-add').click();
    await expect(page.locator('.compare-column')).toHaveCount(3);
    await page.locator('[data-column="2"]').selectOption('t5');
    await column(page, 2).getByRole('button', { name: 'Next scheme' }).click();
    await expect(page.locator('[data-column="2"]')).not.toHaveValue('t5');
    await column(page, 1)
      .getByRole('button', { name: /^Put .* first$/ })
      .click();
    expect((await spec(page)).encoding).toBe('rope');
    await expect(page.locator('[data-column="1"]')).toHaveValue('sinusoidal');
    const address = page.url();
    expect(address).toContain('room=compare');
    expect(address).toContain('compare=sinusoidal');
    await visit(page, 'length=16&dim=32&heads=4');
    await visit(page, new URL(address).search.slice(1));
    await expect(page.locator('.compare-column')).toHaveCount(3);
    await column(page, 2)
      .getByRole('button', { name: /^Remove/ })
      .click();
    await expect(page.locator('.compare-column')).toHaveCount(2);
  });

  await test.step('two schemes stand side by side, each with its own numbers', async () => {
    await visit(page, 'room=compare&compare=alibi&length=16&dim=32&heads=4');
    const first = await mapAlone(page, 'sinusoidal', 'weights');
    const second = await mapAlone(page, 'alibi', 'weights');
    await mapOf(page, 0, 'attention').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    const at = await page.evaluate(() => window.whereabouts.spec().length);
    expect(at).toBe(16);
    // The cursor is on a cell that both tables name; its numbers are those of the schemes alone.
    await expect(numbersOf(page, 1).nth(2)).not.toHaveText('–');
    const shown = async (row: number) =>
      numberIn((await numbersOf(page, row).nth(2).textContent()) ?? '');
    const cellNamed = () =>
      page.evaluate(() => {
        const caption = document.querySelector('.compare-numbers caption')?.textContent ?? '';
        return [...caption.matchAll(/ (\d+)(?= →|$)/g)].map(([, number]) => Number(number));
      });
    // The answer for the key pressed last comes after that for the one before: both name their cell.
    const apart = async (scheme: number, alone: readonly number[]) => {
      const [row = 0, key = 0] = await cellNamed();
      return Math.abs((await shown(scheme)) - (alone[16 * row + key] ?? Number.NaN));
    };
    await expect.poll(() => apart(0, first)).toBeLessThan(5e-6);
    await expect.poll(() => apart(1, second)).toBeLessThan(5e-6);
  });

  await test.step('the difference from the first is painted in the colours of its numbers', async () => {
    await visit(page, 'room=compare&compare=rope&length=20&dim=32&heads=4');
    const first = await mapAlone(page, 'sinusoidal', 'weights');
    const second = await mapAlone(page, 'rope', 'weights');
    await page.getByRole('button', { name: 'difference from the first' }).click();
    await settle(page);
    const apart = second.slice(0, 400).map((value, cell) => value - (first[cell] ?? Number.NaN));
    const most = Math.max(...apart.map(Math.abs));
    const cells = gridOf([20, 20], 10);
    const scale = { kind: 'diverging', domain: { kind: 'measured' }, curve: 'linear' } as const;
    const table = lookupTable(palettes.paper.diverging);
    const wanted = cells.flatMap(([row, key]) => {
      const colour = table[placeOf(unitOf(scale, most, apart[20 * row + key] ?? 0))] ?? 0;
      return [colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255];
    });
    const painted = (await pixelsOn(mapOf(page, 1, 'attention'), [20, 20], cells)).flat();
    // A value beside the edge of a colour's entry may take the next one.
    expect(farthest(painted, wanted)).toBeLessThanOrEqual(3);
    expect(new Set(painted).size).toBeGreaterThan(6);
  });

  await test.step('one crosshair goes over all of them', async () => {
    await visit(page, 'room=compare&compare=rope;alibi&length=16&dim=32&heads=4');
    const box = await boxOf(mapOf(page, 2, 'similarity'));
    await page.mouse.move(box.x + (3.5 / 16) * box.width, box.y + (10.5 / 16) * box.height);
    await screenFrames(page);
    await expect(page.locator('.compare-numbers caption')).toContainText(/10 → .* 3$/);
    for (const place of [0, 1, 2]) {
      for (const map of ['similarity', 'attention'] as const) {
        const mark = await boxOf(mapOf(page, place, map).locator('.cross-cell'));
        const around = await boxOf(mapOf(page, place, map));
        expect((mark.x + mark.width / 2 - around.x) / around.width).toBeCloseTo(3.5 / 16, 1);
        expect((mark.y + mark.height / 2 - around.y) / around.height).toBeCloseTo(10.5 / 16, 1);
      }
    }
  });

  await test.step('a slider says which scheme it belongs to, and moves that one alone', async () => {
    await visit(page, 'room=compare&compare=rope&length=16&dim=32&heads=4');
    const own = control(page, 'base');
    const second = control(page, '1.base');
    await expect(own).toContainText('Sinusoidal');
    await expect(second).toContainText('Rotary (RoPE)');
    const before = await pixelsOn(mapOf(page, 1, 'similarity'), [16, 16], gridOf([16, 16], 6));
    const first = await pixelsOn(mapOf(page, 0, 'similarity'), [16, 16], gridOf([16, 16], 6));
    const track = await boxOf(second.locator('input[type=range]'));
    await page.mouse.move(track.x + track.width / 2, track.y + track.height / 2);
    await page.mouse.down();
    for (const share of [0.4, 0.3, 0.2]) {
      await page.mouse.move(track.x + share * track.width, track.y + track.height / 2);
    }
    await page.mouse.up();
    await settle(page);
    const base = Number((await spec(page)).compare.match(/^rope\(base=([\d.]+)\)$/)?.[1]);
    expect(base).toBeGreaterThan(1);
    expect(base).toBeLessThan(1000);
    expect((await spec(page)).params).toMatchObject({ base: 10_000 });
    expect(page.url()).toContain('compare=rope');
    const cells = gridOf([16, 16], 6);
    expect(await pixelsOn(mapOf(page, 1, 'similarity'), [16, 16], cells)).not.toEqual(before);
    expect(await pixelsOn(mapOf(page, 0, 'similarity'), [16, 16], cells)).toEqual(first);
    // One step, however far it was dragged.
    await page.getByRole('button', { name: 'Undo' }).click();
    expect((await spec(page)).compare).toBe('rope');

    // What is typed and not allowed is refused with the name of both.
    await second.locator('.number').fill('0');
    await second.locator('.number').press('Enter');
    await expect(second.getByRole('alert')).toContainText('Base · Rotary (RoPE)');
    // The others of both are in the drawer or the dock.
    await page.locator('.drawer-toggle').click();
    await expect(control(page, '1.pairing')).toHaveCount(1);
    await control(page, '1.pairing').selectOption('half');
    expect((await spec(page)).compare).toBe('rope(pairing=half)');
  });

  await test.step('the badge says what was compared with float64, scheme by scheme', async () => {
    await visit(page, 'room=compare&compare=rope;alibi&length=12&dim=16&heads=2');
    await memory(page);
    const badge = page.locator('.device');
    const lines = ((await badge.getAttribute('title')) ?? '').split('\n').slice(1);
    const compared = (map: string) => expect.stringMatching(`^${map}: 12 of 12 rows compared`);
    const maps = ['Position map', 'Similarity', 'Attention'].map(compared);
    expect(lines.slice(0, 8)).toEqual(['Sinusoidal:', ...maps, 'Rotary (RoPE):', ...maps]);
    expect(lines[8]).toBe('ALiBi:');
    expect(lines.slice(10)).toEqual(maps.slice(1));
    // Elsewhere nothing stands beside the scheme, and nothing is said of it.
    await page.locator('[data-room=encode]').click();
    await memory(page);
    expect(await badge.getAttribute('title')).not.toContain('RoPE');
  });

  await test.step('leaving the room leaves no tensor of it behind', async () => {
    await visit(page, 'length=16&dim=32&heads=4');
    const { tensors: before } = await memory(page);
    await page.locator('[data-room=compare]').click();
    await expect(page.locator('.compare-column')).toHaveCount(2);
    await settle(page);
    expect((await memory(page)).tensors).toBeGreaterThan(before);
    await page.locator('[data-room=encode]').click();
    await settle(page);
    expect((await memory(page)).tensors).toBe(before);
  });

  await test.step('a scheme that these sizes do not allow says why, and the others stay', async () => {
    await visit(page, 'room=compare&compare=rope&length=12&dim=36&heads=4');
    await expect(column(page, 1)).toContainText('even');
    await expect(mapOf(page, 0, 'attention')).toBeVisible();
  });

  await test.step('a scheme made for a causal mask says what it shows without one', async () => {
    await visit(page, 'room=compare&compare=forgetting&length=8&dim=16');
    const line = page.locator('.compare-head p');
    await expect(line).toContainText('Same tokens');
    await apply(page, { mask: 'none' });
    await expect(line).toContainText('Forgetting (FoX): Without a causal mask');
  });

  // In a large window curves stand beside the maps, and numbers in the cells.
  await page.setViewportSize({ width: 1920, height: 1080 });
  await test.step('the curve of each scheme is the mean of its diagonals', async () => {
    await visit(page, 'room=compare&compare=rope;alibi&length=16&dim=32&heads=4');
    const alone: (readonly number[])[] = [];
    for (const scheme of ['sinusoidal', 'rope', 'alibi']) {
      alone.push(await mapAlone(page, scheme, 'weights'));
    }
    await expect(page.locator('.compare-curves:not(.stale) [data-curves=attention]')).toBeVisible();
    for (const [place, data] of alone.entries()) {
      const means = Array.from({ length: 31 }, (_, at) => {
        const cells = data
          .slice(0, 256)
          .filter((__, cell) => (cell % 16) - Math.floor(cell / 16) === at - 15);
        return cells.reduce((sum, value) => sum + value, 0) / cells.length;
      });
      const path = page.locator(`[data-curves=attention] .mean.place-${place}`);
      const heights = [...((await path.getAttribute('d')) ?? '').matchAll(/,([\d.]+)/g)].map(
        ([, y]) => Number(y),
      );
      expect(heights).toHaveLength(31);
      // A key after its query is masked: the last height is that of 0. One more gives the scale.
      const [zero = 0, top = 0] = [heights[30], heights[15]];
      const perPixel = (means[15] ?? 0) / (zero - top);
      const drawn = heights.map((y) => (zero - y) * perPixel);
      // d3 writes three decimals of a pixel.
      expect(farthest(drawn, means), `scheme ${place}`).toBeLessThan(0.01 * perPixel + 1e-5);
    }
    // What ALiBi adds is no similarity: it has a figure of its own.
    await expect(page.locator('[data-curves=similarity] .mean')).toHaveCount(2);
    await expect(page.locator('[data-curves=added] .mean.place-2')).toHaveCount(1);
  });

  await test.step('offsets brushed in a curve are marked in every map', async () => {
    await visit(page, 'room=compare&compare=rope&length=16&dim=32&heads=4');
    const brushed = async (map: 'similarity' | 'attention') => {
      const overlay = await boxOf(page.locator(`[data-curves=${map}] .brush .overlay`));
      await page.mouse.move(overlay.x + 0.3 * overlay.width, overlay.y + overlay.height / 2);
      await page.mouse.down();
      await page.mouse.move(overlay.x + 0.4 * overlay.width, overlay.y + overlay.height / 2);
      await page.mouse.up();
    };
    const marked = page.locator('.surface .band[d]');
    await expect(page.locator('[data-curves=attention] .mean')).toHaveCount(2);
    await brushed('similarity');
    await expect(marked).toHaveCount(4);
    // One band at a time: a brush elsewhere takes its place.
    await brushed('attention');
    await expect(marked).toHaveCount(4);
    await expect(page.locator('[data-curves=attention] .selection')).toBeVisible();
    await expect(page.locator('[data-curves=similarity] .selection')).toBeHidden();
    await page.locator('[data-room=encode]').click();
    await expect(marked).toHaveCount(0);
  });

  await test.step('cells that are large enough have their numbers in them, differences as well', async () => {
    await visit(page, 'room=compare&compare=rope&length=8&dim=16&heads=2');
    const [first, second] = [
      await mapAlone(page, 'sinusoidal', 'weights'),
      await mapAlone(page, 'rope', 'weights'),
    ].map((data) => data.slice(0, 64));
    const expectNumbers = async (place: number, wanted: readonly number[]) => {
      const texts = mapOf(page, place, 'attention').locator('.cell-numbers text');
      await expect(texts).toHaveCount(64);
      // What is written was read of the picture that is there; three digits of it.
      await expect
        .poll(async () => farthest((await texts.allTextContents()).map(numberIn), wanted))
        .toBeLessThan(0.0051);
    };
    if (!first || !second) throw new Error('weights: none');
    await expectNumbers(0, first);
    await expectNumbers(1, second);
    await page.getByRole('button', { name: 'difference from the first' }).click();
    await expectNumbers(
      1,
      second.map((value, cell) => value - (first[cell] ?? Number.NaN)),
    );
  });
});
