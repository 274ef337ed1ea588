/** Sending a link: the address holds all of what is shown; the browser and the page go back in it. */
import {
  chooseScheme,
  control,
  expect,
  numberField,
  open,
  picture,
  readAll,
  ready,
  settle,
  slider,
  spec,
  test,
} from './page.ts';

test('the address brings back what is shown', async ({ page }) => {
  await open(page);
  await chooseScheme(page, 'rope');
  await control(page, 'pairing').selectOption('half');
  await control(page, 'mask').selectOption('none');
  await control(page, 'tokens').selectOption('characters');
  await page.locator('#text').fill('Wo bin ich? 我在哪儿 & “so” 100 % +1');
  await numberField(page, 'length').fill('24');
  await numberField(page, 'base').fill('123.5');
  await page.getByRole('button', { name: 'Next head' }).click();
  await settle(page);
  const before = { spec: await spec(page), picture: await picture(page) };
  await page.reload();
  await ready(page);
  expect(await spec(page)).toEqual(before.spec);
  expect(await picture(page)).toEqual(before.picture);
  await expect(page.locator('.notice')).toHaveCount(0);
});

test('the browser goes back and forward', async ({ page }) => {
  await open(page, 'length=16');
  const specs = [await spec(page)];
  for (const encoding of ['alibi', 'none', 'rope']) {
    await chooseScheme(page, encoding);
    await settle(page);
    specs.push(await spec(page));
  }
  for (const back of [2, 1, 0]) {
    await page.goBack();
    await expect.poll(() => spec(page)).toEqual(specs[back]);
  }
  const { data } = await readAll(page, 'positions');
  expect(data[1]).toBe(1);
  await page.goForward();
  await expect.poll(() => spec(page)).toEqual(specs[1]);
});

test('Share copies the address', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'length=16&encoding=alibi');
  await numberField(page, 'seed').fill('99');
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.locator('.notice')).toHaveText(/The link is copied/);
  expect(page.url()).toContain('seed=99');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test('a hundred steps are undone and done again', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page, 'length=8&dim=8&heads=1');
  const first = await spec(page);
  await slider(page, 'seed').focus();
  for (let step = 0; step < 100; step++) await page.keyboard.press('ArrowRight');
  expect((await spec(page)).seed).toBe(107);
  for (let step = 0; step < 100; step++) await page.keyboard.press('Control+z');
  expect(await spec(page)).toEqual(first);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  for (let step = 0; step < 10; step++) await page.keyboard.press('Control+Shift+z');
  expect((await spec(page)).seed).toBe(17);
  await settle(page);
  await expect(page).toHaveURL(/seed=17/);
});
