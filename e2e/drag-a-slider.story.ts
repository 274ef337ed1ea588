/** Dragging sliders, typing numbers, stepping by keys: the values change and nothing else moves. */
import {
  apply,
  control,
  expect,
  grab,
  numberField,
  open,
  type Page,
  reach,
  settle,
  slider,
  spec,
  test,
  visit,
} from './page.ts';

const valueOf = async (page: Page, name: string) => {
  const { params, ...fields } = await spec(page);
  return Object.entries({ ...fields, ...params }).find(([key]) => key === name)?.[1];
};

/** Where everything around a slider lies. */
const places = (page: Page) =>
  page.locator('#plate, [data-map], .controls').evaluateAll((all) =>
    all.map((each) => {
      const { x, y, width, height } = each.getBoundingClientRect();
      return { x, y, width, height };
    }),
  );

interface Ends {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** The maps have another shape for these. */
const shaping: readonly Ends[] = [
  { name: 'dim', low: 2, high: 1024 },
  { name: 'heads', low: 1, high: 16 },
];

const others: readonly Ends[] = [
  { name: 'base', low: 1.01, high: 1e8 },
  { name: 'start', low: 0, high: 2 ** 20 - 16 },
  { name: 'seed', low: 0, high: 2 ** 32 - 1 },
];

/** Drags a slider from one end to the other; `look` is told where it is, and that it was let go. */
async function dragToEnds(page: Page, { name, low, high }: Ends, look: Look) {
  await reach(page, name);
  await look(`${name} before`);
  const thumb = await grab(page, name);
  for (const place of [0, 0.3, 0.77, 1]) {
    await thumb.to(place, 1);
    await look(`${name} at ${place}`);
    if (place === 0) await expect.poll(() => valueOf(page, name)).toBe(low);
  }
  await expect.poll(() => valueOf(page, name)).toBe(high);
  await thumb.release();
  await settle(page);
  await look(`${name} let go`);
  expect(await valueOf(page, name)).toBe(high);
  await expect(page.locator('.formula math').first()).toBeVisible();
  await expect(page.locator('.temml-error')).toHaveCount(0);
}

type Look = (when: string) => Promise<void>;

test('someone drags sliders, types numbers, steps by keys, and sees what follows of it', async ({
  page,
}) => {
  // One of its pictures is of sixteen million cells: seconds on a software GPU, as is each length on the way.
  test.slow();
  await open(page, 'length=16&dim=16');
  await test.step('a drag is one step back, wherever the pointer is let go', async () => {
    const thumb = await grab(page, 'base');
    await thumb.to(0.2);
    await thumb.to(0.9);
    await page.mouse.move(700, 40);
    await thumb.release();
    await expect(page).toHaveURL(/base=/);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await valueOf(page, 'base')).toBe(10_000);
    await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  });

  await test.step('every slider can be dragged to both ends', async () => {
    for (const each of shaping) {
      await test.step(each.name, async () => {
        await visit(page, `length=16&dim=16&heads=${each.name === 'heads' ? 4 : 1}`);
        await dragToEnds(page, each, async () => {});
      });
    }
    await test.step('nothing on the page moves while a slider is dragged', async () => {
      await visit(page, 'length=16&dim=16&heads=1');
      for (const each of others) {
        await test.step(each.name, async () => {
          let before: unknown[] = [];
          await dragToEnds(page, each, async (when) => {
            const now = await places(page);
            expect(now).toHaveLength(5);
            if (before.length === 0) before = now;
            expect(now, when).toEqual(before);
          });
        });
      }
    });
  });

  await test.step('the length can be dragged to 4,096 and back to 1', async () => {
    await visit(page, 'length=16&dim=2&heads=1');
    const thumb = await grab(page, 'length');
    await thumb.to(1, 1);
    expect(await valueOf(page, 'length')).toBe(4096);
    await thumb.release();
    await settle(page);
    await expect(page.locator('.map-attention .axis')).toContainText('1000');
    const back = await grab(page, 'length');
    await back.to(0, 1);
    await back.release();
    await settle(page);
    expect(await valueOf(page, 'length')).toBe(1);
  });

  await test.step('a number is typed, taken back by Escape, or refused in a sentence, and nothing is lost', async () => {
    await visit(page, 'length=16&dim=16');
    await test.step('Escape takes back what is typed', async () => {
      await numberField(page, 'length').fill('99');
      await numberField(page, 'length').press('Escape');
      await expect(numberField(page, 'length')).toHaveValue('16');
      await numberField(page, 'length').blur();
      expect(await valueOf(page, 'length')).toBe(16);
    });
    await test.step('what is not allowed is refused', async () => {
      const before = await spec(page);
      for (const [name, text, allowed] of [
        ['length', '5000', '1…4096'],
        ['length', '0', '1…4096'],
        ['length', '7.5', '1…4096'],
        ['dim', 'twelve', '2…1024'],
        ['start', '−1', '0…1048575'],
        ['seed', '', '0…4294967295'],
        ['base', '1e400', '1.01…100000000'],
      ] as const) {
        await reach(page, name);
        const field = numberField(page, name);
        const shown = await field.inputValue();
        await field.fill(text);
        await field.press('Enter');
        const said = control(page, name).getByRole('alert');
        await expect(said, `${name} ${text}`).toContainText(allowed);
        await expect(field).toHaveValue(shown);
        expect(await spec(page)).toEqual(before);
      }
    });
    await test.step('the sentences cover nothing that can be clicked', async () => {
      for (const name of ['length', 'base', 'seed']) {
        await expect(control(page, name).getByRole('alert')).toBeVisible();
      }
      // `trial` checks that each could be clicked, and clicks none.
      for (const name of ['Zoom in', 'Table', 'Share']) {
        await page.getByRole('button', { name }).click({ trial: true, timeout: 3_000 });
      }
      await page.locator('#text').click({ trial: true, timeout: 3_000 });
    });
    await test.step('what is allowed is taken', async () => {
      for (const [name, text, value] of [
        ['length', '12', 12],
        ['base', '500.5', 500.5],
        ['start', '1,000', 1000],
        ['seed', '4294967295', 4294967295],
      ] as const) {
        await reach(page, name);
        await numberField(page, name).fill(text);
        await numberField(page, name).press('Enter');
        await settle(page);
        expect(await valueOf(page, name), name).toBe(value);
        await expect(control(page, name).locator('.refused')).toHaveCount(0);
      }
    });
  });

  await test.step('arrow keys step by one, or to the next value there is; a button goes back to the default', async () => {
    await visit(page, 'length=16&dim=16&heads=4&base=77');
    for (const [name, key, value] of [
      ['length', 'ArrowRight', 17],
      ['length', 'ArrowLeft', 16],
      ['length', 'PageUp', 26],
      ['start', 'ArrowUp', 1],
      ['seed', 'ArrowDown', 6],
      ['dim', 'ArrowRight', 20],
      ['heads', 'ArrowRight', 5],
    ] as const) {
      await reach(page, name);
      await slider(page, name).focus();
      await page.keyboard.press(key);
      expect(await valueOf(page, name), `${name} ${key}`).toBe(value);
    }
    await control(page, 'base').getByRole('button', { name: 'Reset Base' }).click();
    expect(await valueOf(page, 'base')).toBe(10_000);
    await control(page, 'length').getByRole('button', { name: 'Reset Length' }).click();
    expect(await valueOf(page, 'length')).toBe(40);
    await expect(
      control(page, 'length').getByRole('button', { name: 'Reset Length' }),
    ).toBeHidden();
  });

  await test.step('sliders follow the encoding', async () => {
    await visit(page, 'length=16&dim=16');
    await apply(page, { encoding: 'rope' });
    await expect(slider(page, 'base')).toBeVisible();
    await apply(page, { encoding: 'alibi' });
    await expect(slider(page, 'base')).toHaveCount(0);
    await apply(page, { encoding: 'sinusoidal' });
    await expect(slider(page, 'base')).toBeVisible();
  });

  await test.step('what gives way is said, and the length follows the text until it is set', async () => {
    await visit(page, 'dim=32');
    const notice = page.locator('.notice');
    // The start that was dragged beyond its end gave way as well.
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await numberField(page, 'heads').fill('5');
    await numberField(page, 'heads').press('Enter');
    await expect(notice).toContainText('from 5 to 4');
    await numberField(page, 'dim').fill('66');
    await numberField(page, 'dim').press('Enter');
    await expect(notice).toHaveCount(1);
    await expect(notice).toContainText('from 4 to 3');
    await page.locator('#text').fill('the cat that chased the mouse ate the cheese');
    await settle(page);
    expect((await spec(page)).length).toBe(9);
    await expect(page.locator('.repeats')).toHaveCount(0);
    await numberField(page, 'length').fill('20');
    await numberField(page, 'length').press('Enter');
    await expect(page.locator('.repeats')).toHaveText('repeats every 9');
    await page.locator('#text').fill('dog bites man');
    await settle(page);
    expect((await spec(page)).length).toBe(20);
    await page.getByRole('button', { name: /^Reset Length/ }).click();
    expect((await spec(page)).length).toBe(3);
  });
});
