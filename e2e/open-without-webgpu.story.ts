/** Opening the page where there is no WebGPU: it says so, and shows the same numbers. */
import { farthest } from './expected.ts';
import {
  apply,
  device,
  expect,
  load,
  numberField,
  type Page,
  picture,
  readAll,
  test,
} from './page.ts';

// The driver says so when WebGL reads pixels; it is its advice to developers.
test.use({ allowed: [/GPU stall due to ReadPixels/], ownContext: true });

const ways: readonly (readonly [string, string, RegExp, (page: Page) => Promise<unknown>])[] = [
  ['switched off in the link', 'off', /switched off in the link/, async () => {}],
  [
    'missing in the browser',
    'unsupported',
    /no WebGPU/,
    (page) => page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu')),
  ],
  [
    'without an adapter',
    'no-adapter',
    /no usable GPU/,
    (page) =>
      page.addInitScript(() => {
        // An empty page has none.
        if (isSecureContext) GPU.prototype.requestAdapter = () => Promise.resolve(null);
      }),
  ],
  [
    'not to be opened',
    'failed',
    /could not be opened/,
    (page) =>
      page.addInitScript(() => {
        // An empty page has none.
        if (!isSecureContext) return;
        GPUAdapter.prototype.requestDevice = () => Promise.reject(new Error('no device today'));
      }),
  ],
];

for (const [how, fallback, reason, prepare] of ways) {
  test(`WebGPU ${how}: the page says so and paints`, async ({ page }) => {
    await prepare(page);
    await load(page, fallback === 'off' ? 'length=16&gpu=off' : 'length=16', 'other');
    expect(await device(page)).toMatchObject({ fallback });
    await expect(page.locator('.notice')).toContainText(reason);
    await expect(page.locator('.notice')).toBeVisible();
    for (const map of await picture(page)) expect(new Set(map.map(String)).size).toBeGreaterThan(3);
  });
}

test('a long line is computed beside the page, and can be stopped', async ({ page }) => {
  await load(page, 'lang=en&gpu=off&room=attend&length=24', 'other');
  const length = numberField(page, 'length');
  const says = page.locator('.computing');
  const before = await readAll(page, 'weights');
  await length.fill('1024');
  await length.press('Enter');
  // Whatever takes seconds there, the page goes on: it paints and hears the click at once.
  await expect(says).toContainText('Computing…');
  await says.getByRole('button').click();
  await expect(says).toHaveText('');
  await expect(length).toHaveValue('24');
  // What is shown can still be asked about, and the next line is computed whole.
  expect(await readAll(page, 'weights')).toEqual(before);
  await apply(page, { length: 32 });
  expect((await readAll(page, 'weights')).shape).toEqual([4, 32, 32]);
});

test('the numbers are the same as on WebGPU', async ({ page }) => {
  // Where a position is far, float32 alone would not do.
  const far = { start: 100_000 };
  const patches = [
    { encoding: 'sinusoidal', ...far },
    { encoding: 'rope', ...far },
    { encoding: 'alibi', start: 0 },
  ];
  const names = ['positions', 'similarity', 'weights', 'output'];
  const read = async () => {
    const all: (readonly number[])[] = [];
    for (const patch of patches) {
      await apply(page, patch);
      for (const name of names) all.push((await readAll(page, name)).data);
    }
    return all;
  };
  await load(page, 'length=32&dim=32');
  const gpu = await read();
  await load(page, 'length=32&dim=32&gpu=off', 'other');
  const other = await read();
  gpu.forEach((numbers, i) => {
    const name = names[i % names.length];
    const tolerance = name === 'positions' ? 2e-6 : 2e-5;
    const scheme = patches[Math.floor(i / names.length)]?.encoding;
    expect(farthest(other[i] ?? [], numbers), `${scheme} ${name}`).toBeLessThan(tolerance);
  });
});
