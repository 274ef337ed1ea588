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
import { keepsToPolicy, walkRooms, watchPolicy } from './policy.ts';

// The driver says so when WebGL reads pixels; it is its advice to developers.
test.use({ allowed: [/GPU stall due to ReadPixels/], ownContext: true });

/** What there is of WebGPU in the page that is loaded next, as `prepared` reads it there. */
type Way = 'all' | 'missing' | 'no adapter' | 'no device';

/** Runs in every page before anything else. */
function prepared(): void {
  // An empty page has neither.
  if (!isSecureContext) return;
  const way = sessionStorage.getItem('way');
  if (way === 'missing') Reflect.deleteProperty(Navigator.prototype, 'gpu');
  if (way === 'no adapter') GPU.prototype.requestAdapter = () => Promise.resolve(null);
  if (way === 'no device') {
    GPUAdapter.prototype.requestDevice = () => Promise.reject(new Error('no device today'));
  }
}

const ways: readonly (readonly [how: string, fallback: string, reason: RegExp, way: Way])[] = [
  ['missing in the browser', 'unsupported', /no WebGPU/, 'missing'],
  ['without an adapter', 'no-adapter', /no usable GPU/, 'no adapter'],
  ['not to be opened', 'failed', /could not be opened/, 'no device'],
  ['switched off in the link', 'off', /switched off in the link/, 'all'],
];

// Where a position is far, float32 alone would not do.
const far = { start: 100_000 };
const patches = [
  { encoding: 'sinusoidal', ...far },
  { encoding: 'rope', ...far },
  { encoding: 'alibi', start: 0 },
];
const names = ['positions', 'similarity', 'weights', 'output'];

async function numbers(page: Page) {
  const all: (readonly number[])[] = [];
  for (const patch of patches) {
    await apply(page, patch);
    for (const name of names) all.push((await readAll(page, name)).data);
  }
  return all;
}

test('without WebGPU the page says why, paints, and computes the same beside itself', async ({
  page,
}) => {
  // The trained encoder takes a software adapter long.
  test.slow();
  await page.addInitScript(prepared);
  await watchPolicy(page);
  const size = 'length=16&dim=16&heads=2';
  await load(page, `lang=en&${size}`);
  const gpu = await numbers(page);

  for (const [how, fallback, reason, way] of ways) {
    await test.step(`WebGPU ${how}: the page says so and paints`, async () => {
      await page.evaluate((chosen) => sessionStorage.setItem('way', chosen), way);
      await load(page, fallback === 'off' ? `${size}&gpu=off` : size, 'other');
      expect(await device(page)).toMatchObject({ fallback });
      await expect(page.locator('.notice')).toContainText(reason);
      await expect(page.locator('.notice')).toBeVisible();
      for (const map of await picture(page)) {
        expect(new Set(map.map(String)).size).toBeGreaterThan(3);
      }
    });
  }

  await test.step('the numbers are the same as on WebGPU', async () => {
    const other = await numbers(page);
    gpu.forEach((wanted, i) => {
      const name = names[i % names.length];
      const tolerance = name === 'positions' ? 2e-6 : 2e-5;
      const scheme = patches[Math.floor(i / names.length)]?.encoding;
      expect(farthest(other[i] ?? [], wanted), `${scheme} ${name}`).toBeLessThan(tolerance);
    });
  });

  await test.step('a long line is computed beside the page, and can be stopped', async () => {
    const length = numberField(page, 'length');
    const says = page.locator('.computing');
    const before = await readAll(page, 'weights');
    await length.fill('1024');
    await length.press('Enter');
    // Whatever takes seconds there, the page goes on: it paints and hears the click at once.
    await expect(says).toContainText('Computing…');
    await says.getByRole('button').click();
    await expect(says).toHaveText('');
    await expect(length).toHaveValue('16');
    // What is shown can still be asked about, and the next line is computed whole.
    expect(await readAll(page, 'weights')).toEqual(before);
    await apply(page, { length: 8 });
    expect((await readAll(page, 'weights')).shape).toEqual([2, 8, 8]);
  });

  await test.step('no room runs into the content security policy, gpu=off', async () => {
    await apply(page, { text: 'dog' });
    await walkRooms(page);
    await keepsToPolicy(page);
  });
});
