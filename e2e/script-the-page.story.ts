/** Scripting the page, from a notebook; embed.story.ts does it from the page that embeds it. */
import { apply, expect, open, readAll, refusal, spec, test, visit } from './page.ts';

const query = 'length=12&dim=16&heads=2';

const [n, d, h, dHead] = [12, 16, 2, 8];
const square = [h, n, n];
const shapes: Readonly<Record<string, readonly number[]>> = {
  similarity: [n, n],
  tokens: [n, d],
  query: [h, n, dHead],
  key: [h, n, dHead],
  value: [h, n, dHead],
  logits: square,
  bias: square,
  weights: square,
  output: [n, d],
  ...Object.fromEntries(['wq', 'wk', 'wv', 'wo'].map((name) => [name, [d, d]])),
};
const own: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  sinusoidal: { positions: [n, d] },
  rope: { positions: [n, dHead], angles: [n, dHead / 2], frequencies: [dHead / 2] },
  alibi: { positions: [h, 2 * n - 1] },
};

test('a notebook scripts the page', async ({ page }) => {
  await open(page, query);

  await test.step('a patch that is not allowed is refused with the field, the value and the range', async () => {
    const before = await spec(page);
    const refusals: readonly (readonly [patch: unknown, message: RegExp])[] = [
      [{ length: 5000 }, /^RangeError: length: 5000 is not in 1…4096/],
      [{ length: 2.5 }, /^RangeError: length: 2\.5 is not a whole number in 1…4096/],
      [{ length: '12' }, /^RangeError: length: "12" is not a number in 1…4096/],
      [
        { encoding: 'magic' },
        /^RangeError: encoding: "magic" is not one of sinusoidal, .*rope, .*xpos/,
      ],
      [{ heads: 3 }, /^RangeError: heads: 3 does not divide dim 16/],
      [{ head: 3 }, /^RangeError: head: 3 is not in 1…2/],
      [{ params: { base: 0 } }, /^RangeError: base: 0 is not in 1\.01…100000000/],
      [{ params: { gamma: 1 } }, /^RangeError: gamma: 1 is not expected/],
      [{ colour: 'red' }, /^RangeError: colour: "red" is not expected/],
      [{ start: 1_048_575 }, /^RangeError: start: 1048575 is not in 0…1048564/],
      [null, /^RangeError: patch: null is not an object/],
      [[1, 2], /^RangeError: patch: a list is not an object/],
    ];
    for (const [patch, message] of refusals) {
      expect(await refusal(page, 'apply', patch)).toMatch(message);
    }
    expect(await spec(page)).toEqual(before);
  });

  await test.step('a race is trained step by step, and refuses what it cannot be', async () => {
    const state = await page.evaluate(async () => {
      const config = { racers: 'rope;none', task: 'shift', dim: 16, heads: 2, length: 4, steps: 9 };
      const race = await window.whereabouts.race(config);
      await race.step(2);
      const after = race.state();
      race.stop();
      return after;
    });
    expect(state).toMatchObject({ status: 'paused', step: 2, steps: 9, backend: 'cpu' });
    expect(state.racers.map(({ encoding, step }) => [encoding, step])).toEqual([
      ['rope', 2],
      ['none', 2],
    ]);
    for (const { loss, byLength, byPosition } of state.racers) {
      expect(loss).toBeGreaterThan(0);
      expect(byLength.map(({ length }) => length)).toEqual([4, 8, 16, 32]);
      expect(byPosition).toHaveLength(4);
    }
    expect(await refusal(page, 'race', { depth: 9 })).toMatch(
      /^RangeError: depth: 9 is not in 1…4/,
    );
    expect(await refusal(page, 'race', { racers: 'magic' })).toMatch(
      /^RangeError: racers: "magic"/,
    );
  });

  await test.step('another encoding starts with its own defaults', async () => {
    expect((await apply(page, { params: { base: 50 } })).params).toMatchObject({ base: 50 });
    expect((await apply(page, { encoding: 'rope' })).params).toMatchObject({ base: 10_000 });
    expect((await apply(page, { encoding: 'alibi', params: { form: 'row' } })).params).toEqual({
      form: 'row',
    });
    expect(await spec(page)).toMatchObject({
      encoding: 'alibi',
      length: 12,
      params: { form: 'row' },
    });
  });

  for (const [encoding, particular] of Object.entries(own)) {
    await test.step(`every quantity of ${encoding} can be read, in its shape`, async () => {
      await visit(page, `${query}&encoding=${encoding}`);
      for (const [name, shape] of Object.entries({ ...shapes, ...particular })) {
        const quantity = await readAll(page, name);
        expect(quantity.shape, name).toEqual(shape);
        expect(quantity.data.length, name).toBe(shape.reduce((size, side) => size * side, 1));
        expect(quantity.data.some(Number.isNaN), name).toBe(false);
      }
      const { data } = await readAll(page, 'logits');
      const future = data.filter((_, i) => i % n > Math.floor(i / n) % n);
      expect(new Set(future)).toEqual(new Set([Number.NEGATIVE_INFINITY]));
    });
  }

  await test.step('a quantity that there is not is refused by name', async () => {
    await visit(page, query);
    expect(await refusal(page, 'read', 'angles')).toBe(
      'RangeError: read: sinusoidal has no "angles"',
    );
    expect(await refusal(page, 'read', 'encoding.slopes')).toMatch(
      /^RangeError: .*encoding\.slopes/,
    );
    expect(await refusal(page, 'read', 'encoding.constructor')).toMatch(/^RangeError: /);
    expect(await refusal(page, 'read', 'magic')).toMatch(
      /^RangeError: read: no "magic".*positions/,
    );
    expect(await refusal(page, 'read', '__proto__')).toMatch(/^RangeError: /);
  });

  await test.step('the encodings are listed with their parameters', async () => {
    const listed = await page.evaluate(() => window.whereabouts.encodings());
    expect(listed.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'none',
        'circular',
        'one-sine',
        'sinusoidal',
        'learned',
        'rope',
        'alibi',
      ]),
    );
    for (const { id, family, name, params } of listed) {
      expect(family, id).toMatch(/^(?:none|additive|rotary|bias|contextual)$/);
      expect(Object.keys(name), id).toEqual(['en', 'zh-CN']);
      for (const param of Object.values(params)) expect(param.default, id).toBeDefined();
    }
  });

  await test.step('the newest of many patches wins, and all of them are answered', async () => {
    await visit(page, query);
    const lengths = await page.evaluate(async () => {
      const asked = [9, 10, 11, 13, 14, 15].map((length) => window.whereabouts.apply({ length }));
      return (await Promise.all(asked)).map(({ length }) => length);
    });
    expect(lengths).toEqual([9, 10, 11, 13, 14, 15]);
    expect((await readAll(page, 'positions')).shape).toEqual([15, 16]);
  });
});
