/**
 * The trained encoder on a person's sentence: its pieces, surgery on its positions, its heads, and what
 * the order of the words is to it, with its positions, without them, and with those of the article. To
 * open it is dear: one page goes through all of it.
 */
import { likenessOf } from '../src/explain/likeness.ts';
import golden from '../src/golden/use_lite.json' with { type: 'json' };
import { axeFaults } from './axe.ts';
import { dress } from './inPlace.ts';
import {
  apply,
  control,
  expect,
  load,
  memory,
  type Page,
  readAll,
  settle,
  spec,
  test,
  visit,
} from './page.ts';
import { keepsToPolicy, walkRooms, watchPolicy } from './policy.ts';

const fox = 'The quick brown fox jumps over the lazy dog.';
const heads = 4;

// A software GPU takes long over the first pass of each shape.
test.setTimeout(400_000);
test.use({ ownContext: true });

/** The weights of all heads of both layers, and the sentence vector, as the pass has them. */
async function passOf(page: Page) {
  const { layer } = await spec(page);
  const weights: number[] = [];
  for (const each of [1, 2]) {
    await apply(page, { layer: each });
    weights.push(...(await readAll(page, 'weights')).data);
  }
  await apply(page, { layer });
  return { weights, sentence: (await readAll(page, 'sentence')).data };
}

const apart = (a: readonly number[], b: readonly number[]) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);

const changed = async (page: Page, name: 'attention' | 'cosine' | 'vector') => {
  const number = page.locator(`.changes:not(.old) [data-change=${name}]`);
  return Number(await number.getAttribute('data-value'));
};

/** Mean weight at key − query = −2…+2 of the heads of layer 1, of the float64 recipe. */
const byOffset = [
  [0.2, 0.22, 0.24, 0.07, 0.03],
  [0.01, 0.08, 0.7, 0.22, 0.01],
  [0, 0.03, 0.45, 0.45, 0.1],
  [0.03, 0.32, 0.62, 0.03, 0],
];

type State = 'trained' | 'off' | 'now';

const tolerance = golden.tolerance.cosine;
const { pairs } = golden;
const [dog] = pairs;
if (!dog) throw new Error('golden: no pairs');

const cell = (page: Page, pair: string, state: State) =>
  page.locator(`[data-pair="${pair}"] [data-state=${state}]`);

/** A number that the page has worked out, once it is there. */
async function numberOf(page: Page, pair: string, state: State, name = 'data-cosine') {
  const found = cell(page, pair, state);
  await found.scrollIntoViewIfNeeded({ timeout: 150_000 });
  await expect(found).toHaveAttribute(name, /\d/, { timeout: 150_000 });
  return Number(await found.getAttribute(name));
}

async function holds(page: Page, state: State, kind: 'sin' | 'off' | 'circ') {
  for (const pair of pairs) {
    const found = await numberOf(page, pair.a, state);
    expect(Math.abs(found - pair[kind])).toBeLessThanOrEqual(tolerance);
  }
}

test('the trained encoder on one’s own sentences, and what the order of their words is to it', async ({
  page,
}) => {
  await watchPolicy(page);

  await test.step('with positions off the page says how far attention and sentence vector have moved', async () => {
    await load(page, 'room=model&text=dog+bites+man');
    await control(page, 'sentence').fill('the cat chased the mouse');
    await settle(page);
    await expect(page.locator('.pieces .piece')).toHaveText([
      '▁the',
      '▁cat',
      '▁chase',
      'd',
      '▁the',
      '▁mouse',
    ]);
    expect(
      await page
        .locator('[data-piece]')
        .evaluateAll((all) => all.map((each) => Number(each.getAttribute('data-piece')))),
    ).toEqual((await readAll(page, 'pieces')).data);
    await expect(page.locator('[data-change=attention]')).toHaveAttribute('data-value', '0');
    const before = await passOf(page);

    await page.locator('[data-operation=off]').click();
    await settle(page);
    const after = await passOf(page);
    const largest = apart(before.weights, after.weights);
    expect(largest).toBeGreaterThan(0.1);
    await expect.poll(() => changed(page, 'attention')).toBeCloseTo(largest, 5);
    expect(await changed(page, 'vector')).toBeCloseTo(apart(before.sentence, after.sentence), 5);
    const cosine = before.sentence.reduce((sum, x, i) => sum + x * (after.sentence[i] ?? 0), 0);
    expect(await changed(page, 'cosine')).toBeCloseTo(cosine, 5);
    await expect(page.locator('[data-heat=timing]')).toContainText('Nothing is added');
    // Each picture of what runs through the encoder says what it shows, the one vector too.
    const most = Math.max(...after.sentence);
    await expect(page.locator('[data-heat=sentence]')).toContainText(
      `512 numbers. The largest is ${most.toFixed(3)}, in channel ${after.sentence.indexOf(most)}, and the smallest −0.`,
    );

    // Under the crosshair: now, before, and between the two.
    const { row, column } = { row: 2, column: 1 };
    const square = page.locator('[data-square=change] [data-map]');
    const box = await square.boundingBox();
    const length = Math.sqrt(after.weights.length / (2 * heads));
    const along = (at: number, size = 0) => ((at + 0.5) / length) * size;
    await square.hover({ position: { x: along(column, box?.width), y: along(row, box?.height) } });
    const read = page.locator('.cell-read');
    const at = row * length + column;
    await expect
      .poll(async () => Number(await read.getAttribute('data-weight')))
      .toBeCloseTo(after.weights[at] ?? 0, 5);
    expect(Number(await read.getAttribute('data-delta'))).toBeCloseTo(
      (after.weights[at] ?? 0) - (before.weights[at] ?? 0),
      5,
    );
    await expect(square).toHaveAccessibleDescription(/^\d+ rows and \d+ columns\. In row 2 \(/);
    // And how it came about, from the row of logits of the trained layer.
    await read.getByRole('button', { name: /weight 0\.\d+$/ }).click();
    const how = page.getByRole('dialog', { name: 'How this number came about' });
    await how.locator('[data-how=code]').click();
    await expect(how.locator('pre')).toContainText(`value = powers[${column}] / powers.sum()`);
    await how.locator('[data-how=formula]').click();
    await how.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('what the vocabulary does not have and what is too long is said, with numbers', async () => {
    await visit(page, 'room=model&text=%F0%92%80%80%F0%92%80%81');
    await expect(page.locator('.pieces-says')).toContainText('Nothing here is in the vocabulary');
    await control(page, 'sentence').fill('dog '.repeat(200).trim());
    await settle(page);
    await expect(page.locator('.pieces-says')).toHaveText(
      'The text has 200 tokens; the encoder takes the first 128.',
    );
    await control(page, 'sentence').fill('');
    await expect(page.locator('.notice')).toContainText('There is nothing to encode');
    await expect(page.locator('.sentence .old')).toHaveCount(1);
  });

  await test.step('by keyboard through the heads of layer 1: mean weight by offset, and their shares', async () => {
    await visit(page, `room=model&text=${encodeURIComponent(fox)}`);
    const means = () =>
      page
        .locator('.offsets:not(.old) [data-offset]')
        .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('data-mean'))));
    const { shape, data } = await readAll(page, 'weights');
    const length = shape[1] ?? 0;
    const own = byOffset.map((_, head) =>
      [-2, -1, 0, 1, 2].map((offset) => {
        const cells = data
          .slice(head * length ** 2, (head + 1) * length ** 2)
          .filter((_cell, at) => (at % length) - Math.floor(at / length) === offset);
        return cells.reduce((a, b) => a + b) / cells.length;
      }),
    );
    await page.locator('.model-head[aria-pressed=true]').focus();
    for (const [head, wanted] of byOffset.entries()) {
      if (head > 0) await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await settle(page);
      expect((await spec(page)).head).toBe(head + 1);
      // The table has two digits, of which the last may be rounded either way.
      await expect.poll(async () => apart(await means(), own[head] ?? [])).toBeLessThan(1e-5);
      expect(apart(own[head] ?? [], wanted)).toBeLessThan(0.0101);
    }
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await settle(page);
    expect(await spec(page)).toMatchObject({ layer: 2, head: 4 });
    // Most positional first: the third, fourth and second head of layer 1 are found, none of layer 2.
    const found = (await page.locator('.heads-found').getAttribute('data-found'))?.split(' ') ?? [];
    expect(found.slice(0, 3).toSorted()).toEqual(['1', '2', '3']);
    expect(found.every((place) => Number(place) < heads)).toBe(true);

    // What is about to be computed is paler.
    await memory(page);
    expect(await axeFaults(page, '.model-room')).toEqual([]);
    await page.locator('[data-control=lang]').selectOption('中文');
    await expect(page.locator('[data-square=change] h2')).toHaveText('Δ 注意力 减去训练时的值');
  });

  await test.step('no room runs into the content security policy, gpu=auto', async () => {
    await walkRooms(page);
    await keepsToPolicy(page);
  });

  await test.step('positions are all that tells two orders of the same words apart', async () => {
    await dress(page, { lang: 'en' });
    await visit(page, 'room=model&text=dog+bites+man');
    await holds(page, 'now', 'sin');
    await holds(page, 'trained', 'sin');
    await holds(page, 'off', 'off');
    await expect(cell(page, dog.a, 'off')).toHaveText('1.00000order-blind');
    await expect(cell(page, dog.a, 'trained')).toHaveText('0.85200');
    expect(await numberOf(page, dog.a, 'off', 'data-difference')).toBeLessThanOrEqual(tolerance);
    await expect(page.locator('.pairs-table tfoot')).toContainText('14 of 14');

    // On a small laptop as well, what is done to the positions stays in sight over the pairs.
    await page.setViewportSize({ width: 1366, height: 657 });
    await cell(page, dog.a, 'now').scrollIntoViewIfNeeded();
    for (const seen of [page.locator('[data-operation=off]'), cell(page, dog.a, 'now')]) {
      await expect(seen).toBeInViewport({ ratio: 1 });
    }

    // The same two vectors, as a script has them.
    const first = await readAll(page, 'sentence');
    await apply(page, { text: dog.b });
    const second = await readAll(page, 'sentence');
    const { cosine } = likenessOf(Float32Array.from(first.data), Float32Array.from(second.data));
    expect(Math.abs(cosine - (await numberOf(page, dog.a, 'trained')))).toBeLessThanOrEqual(
      tolerance,
    );
  });

  await test.step('a pair of one’s own is typed, kept in the link, and held to the same tokens', async () => {
    await visit(page, 'room=model&text=dog+bites+man&pair=dogs+chase+cats%7C');
    const second = page.getByRole('textbox', { name: 'The same words in another order' });
    await second.focus();
    await page.keyboard.type('cats chase dogs');
    const trained = await numberOf(page, 'own', 'trained');
    expect(trained).toBeLessThan(0.999);
    await expect(cell(page, 'own', 'off')).toContainText('order-blind');
    await expect(page).toHaveURL(/pair=dogs\+chase\+cats%7Ccats\+chase\+dogs/);

    await page.keyboard.type(' now');
    await expect(page.locator('.pairs-note')).toContainText('do not have the same tokens');
    await expect(page.locator('.pairs-note')).toContainText('Only the second has: ▁now');
    expect(await numberOf(page, 'own', 'off')).toBeLessThan(1 - tolerance);
    await expect(cell(page, 'own', 'off')).not.toContainText('order-blind');
    expect((await spec(page)).text).toBe('dog bites man');
  });

  await test.step('the article’s circle and its one sine are run on the trained encoder', async () => {
    await dress(page, { lang: 'zh-CN' });
    await visit(page, 'lens=article&length=8&dim=8&heads=1');
    const sine = page.getByRole('link', { name: '用单一正弦覆盖训练好的表' });
    await expect(sine).toHaveAttribute('href', /encoding=one-sine&.*model=use-lite&.*room=model/);
    await page.getByRole('link', { name: '训练好的编码器里的圆周编码' }).click();
    await holds(page, 'now', 'circ');
    await expect(page.locator('.pairs .lens-result')).toContainText('圆周编码');

    // One sine moves the vectors by more than float32 would, and by far less than what was trained.
    await apply(page, { encoding: 'one-sine' });
    await expect(page.locator('.pairs .lens-result')).toContainText('单一正弦', {
      timeout: 150_000,
    });
    expect(await numberOf(page, dog.a, 'now')).toBeGreaterThan(0.999);
  });

  await test.step('embedded it is the maps, the heads and the streams, and a link hides what it names', async () => {
    await load(page, 'room=model&text=dog+bites+man&embed=1&hide=streams');
    await expect(page.locator('[data-square=change]')).toBeVisible();
    await expect(page.locator('.model-heads')).toBeVisible();
    for (const gone of ['.model-what', '[data-operation]', '[data-heat]', '.lens.pairs', '.own']) {
      await expect(page.locator(gone)).toHaveCount(0);
    }
  });
});
