/** Playing with the page: nothing piles up (`npm run measure` plays for long). And hiding what is on it. */
import { apply, expect, load, memory, open, type Page, test } from './page.ts';

/** The same numbers in 0…1 for each run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The state that is counted in, before and after: the same in all that is on the page. */
const first = {
  encoding: 'sinusoidal',
  length: 40,
  dim: 64,
  heads: 4,
  head: 1,
  seed: 7,
  mask: 'causal',
  similarity: 'cosine',
  text: 'x',
};

const nodes = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length);

async function standing(page: Page) {
  await apply(page, first);
  return { memory: await memory(page), nodes: await nodes(page) };
}

test('40 changes leave no tensor, no node and a bounded pool behind', async ({ page }) => {
  await open(page);
  // Each encoding once, so that what is made only once is made before the count.
  for (const encoding of ['none', 'learned', 'rope', 'alibi']) await apply(page, { encoding });
  const before = await standing(page);
  const random = seeded(7);
  const pick = <T>(...choices: readonly T[]) => choices[Math.floor(random() * choices.length)];
  const changes = Array.from({ length: 40 }, () => {
    const heads = pick(1, 2, 4, 8) ?? 1;
    return {
      encoding: pick('none', 'sinusoidal', 'rope', 'alibi', 'learned', 'circular', 'one-sine'),
      length: 8 + Math.floor(random() * 57),
      dim: heads * (pick(2, 4, 8, 16) ?? 2),
      heads,
      head: 1 + Math.floor(random() * heads),
      seed: Math.floor(random() * 1000),
      mask: pick('none', 'causal'),
      similarity: pick('dot', 'cosine'),
      text: pick('one', 'two words', 'a few more words than that'),
    };
  });
  const refused = await page.evaluate(async (patches) => {
    const messages: string[] = [];
    for (const patch of patches) {
      await window.whereabouts.apply(patch).catch((error: unknown) => messages.push(String(error)));
    }
    return messages;
  }, changes);
  // Some schemes refuse some sizes; nothing else may go wrong.
  expect(refused.filter((message) => !message.startsWith('RangeError'))).toEqual([]);
  expect(refused.length).toBeLessThan(12);
  const after = await standing(page);
  console.log(`before ${JSON.stringify(before)}, after ${JSON.stringify(after)}`);
  expect(after.memory.tensors).toBe(before.memory.tensors);
  expect(after.memory.bytesPooled).toBeLessThanOrEqual(64 * 2 ** 20);
  expect(after.nodes).toBe(before.nodes);
});

const hidden = 'hide=length,seed,formula,rooms,presets,base,encoding,text';

test('a page without most of its controls goes through all schemes', async ({ context }) => {
  // Beside the page of the other stories, which would else have to be loaded again after it.
  const page = await context.newPage();
  await load(page, `${hidden}&length=8&dim=32&heads=2`);

  await test.step('hidden controls are not there', async () => {
    for (const name of ['length', 'seed', 'presets', 'base', 'encoding', 'text']) {
      await expect(page.locator(`[data-control=${name}]`), name).toHaveCount(0);
    }
    await expect(page.locator('.formula, .rooms')).toHaveCount(0);
    await expect(page.locator('[data-control=dim]')).toBeVisible();
  });

  await test.step('going through all schemes again leaves no tensor and no bytes behind', async () => {
    const around = () =>
      page.evaluate(async () => {
        const ids = window.whereabouts.encodings().map(({ id }) => id);
        const refused: string[] = [];
        for (const encoding of ids) {
          await window.whereabouts
            .apply({ encoding })
            .catch((error: unknown) => refused.push(`${encoding}: ${String(error)}`));
        }
        await window.whereabouts.apply({ encoding: 'sinusoidal' });
        return { schemes: ids.length, refused };
      });
    // Once, so that what is made only once is made before the count.
    const once = await around();
    expect(once.schemes).toBeGreaterThanOrEqual(26);
    expect(once.refused).toEqual([]);
    const before = await memory(page);
    expect((await around()).refused).toEqual([]);
    const after = await memory(page);
    console.log(
      `${once.schemes} schemes: before ${JSON.stringify(before)}, after ${JSON.stringify(after)}`,
    );
    expect(after.tensors).toBe(before.tensors);
    expect(after.bytesAllocated).toBeLessThanOrEqual(before.bytesAllocated + 2 ** 12);
  });
  await page.close();
});
