/**
 * Someone looks at what the order of the words is to a trained encoder: with its positions, without
 * them, with those of the article, and for two sentences of their own.
 */
import { likenessOf } from '../src/explain/likeness.ts';
import golden from '../src/golden/use_lite.json' with { type: 'json' };
import { apply, control, expect, load, type Page, readAll, spec, test, visit } from './page.ts';

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

test.setTimeout(400_000);
test.use({ ownContext: true });

test('what the order of words is to the trained encoder, opened once', async ({ page }) => {
  await test.step('positions are all that tells two orders of the same words apart', async () => {
    await load(page, 'room=model&lang=en&text=dog+bites+man');
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
    await control(page, 'lang').locator('visible=true').selectOption('zh-CN');
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
});
