/** A picture that takes long: what was typed stays, the page says what it does, and it can be stopped. */
import {
  apply,
  expect,
  load,
  numberField,
  type Page,
  picture,
  reach,
  screenFrames,
  settle,
  spec,
  surface,
  test,
  visit,
} from './page.ts';

test.use({ ownContext: true });

const says = (page: Page) => page.locator('.computing');
const stop = (page: Page) => says(page).getByRole('button');

/** Types a length and leaves the field. */
async function typeLength(page: Page, length: number) {
  await numberField(page, 'length').fill(String(length));
  await numberField(page, 'length').press('Enter');
}

const opacity = (page: Page) =>
  surface(page, 'attention')
    .locator('canvas')
    .evaluate((canvas) => Number(getComputedStyle(canvas).opacity));

test('pictures that take long', async ({ page, context }) => {
  await test.step('a typed length stays while it is computed; stopping goes back to what is shown', async () => {
    await load(page, 'lang=en&dim=256&heads=1');
    const before = await picture(page);
    const box = await surface(page, 'attention').boundingBox();
    const { runs = 0 } = await page.evaluate(() => window.whereabouts.stats());
    await typeLength(page, 4096);
    await expect(numberField(page, 'length')).toHaveValue('4,096');
    await expect(says(page)).toContainText('Computing…');
    await expect(numberField(page, 'length')).toHaveValue('4,096');
    expect(await opacity(page)).toBeLessThan(0.5);
    expect(await surface(page, 'attention').boundingBox()).toEqual(box);
    await stop(page).click();
    await expect(says(page)).toHaveText('');
    await expect(numberField(page, 'length')).toHaveValue('40');
    expect((await spec(page)).length).toBe(40);
    expect(new URL(page.url()).searchParams.get('length')).toBeNull();
    expect(await opacity(page)).toBe(1);
    expect(await picture(page)).toEqual(before);
    // Nothing was computed for it, and the next length is computed whole.
    expect((await page.evaluate(() => window.whereabouts.stats())).runs).toBe(runs + 1);
    await typeLength(page, 41);
    await expect.poll(() => page.evaluate(() => window.whereabouts.stats().runs)).toBe(runs + 2);
    await expect(says(page)).toHaveText('');
    expect((await picture(page)).length).toBe(3);
  });

  await test.step('a text of 100,000 accents or line breaks is taken like any other', async () => {
    await visit(page, 'length=8&dim=8&heads=1');
    for (const room of ['encode', 'attend']) {
      await page.locator(`[data-room=${room}]`).click();
      for (const unit of ['\u0301', '\n']) {
        for (const tokens of ['words', 'characters']) {
          await apply(page, { text: `a${unit.repeat(99_999)}`, tokens });
          await screenFrames(page);
        }
      }
    }
    expect((await spec(page)).text).toHaveLength(100_000);
    // The field shows the beginning, and typing keeps the rest.
    await page.locator('[data-room=encode]').click();
    await apply(page, { text: `one two ${'\n'.repeat(99_000)}three`, tokens: 'words' });
    await reach(page, 'text');
    const field = page.locator('#text');
    await expect(field).toHaveAccessibleDescription(/beginning of the text/);
    await field.press('ControlOrMeta+Home');
    await field.pressSequentially('no ');
    expect((await spec(page)).text.slice(0, 11)).toBe('no one two ');
    expect((await spec(page)).text.slice(-6)).toBe('\nthree');
  });

  await test.step('a link that takes minutes keeps no other page waiting, and says so in both languages', async () => {
    await visit(page, 'length=8&dim=8&heads=1');
    const slow = await context.newPage();
    await slow.goto('/?lang=zh-CN&room=attend&length=4096&heads=16&dim=512');
    await expect(says(slow)).toContainText('正在计算', { timeout: 90_000 });
    await page.bringToFront();
    await typeLength(page, 64);
    await settle(page);
    await expect(numberField(page, 'length')).toHaveValue('64');
    await expect(says(slow)).toContainText('正在计算');
    await stop(slow).click();
    await expect(says(slow)).toContainText('已停止');
    await expect(stop(slow)).toHaveText('计算');
    // A smaller one is computed without being asked for again.
    await slow.bringToFront();
    await typeLength(slow, 32);
    await expect(says(slow)).toHaveText('', { timeout: 30_000 });
    await slow.evaluate(() => window.whereabouts.ready);
  });
});
