/** Sending a link: the address holds all of what is shown; the browser and the page go back in it. */
import {
  apply,
  control,
  expect,
  load,
  mapNames,
  numberField,
  open,
  type Page,
  picture,
  reach,
  readAll,
  ready,
  settle,
  slider,
  spec,
  surface,
  test,
  visit,
} from './page.ts';

/** The room that is open, as the head line marks it. */
const room = (page: Page) =>
  page.locator('[data-room][aria-current=page]').getAttribute('data-room');

test('each change is a step, for the browser and for the page', async ({ page, context }) => {
  await open(page, 'length=8&dim=8&heads=1');

  await test.step('many steps are undone and done again', async () => {
    const first = await spec(page);
    await reach(page, 'seed');
    await slider(page, 'seed').focus();
    for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight');
    expect((await spec(page)).seed).toBe(13);
    for (let step = 0; step < 6; step++) await page.keyboard.press('Control+z');
    expect(await spec(page)).toEqual(first);
    await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
    for (let step = 0; step < 3; step++) await page.keyboard.press('Control+Shift+z');
    expect((await spec(page)).seed).toBe(10);
    await settle(page);
    await expect(page).toHaveURL(/seed=10/);
  });

  await test.step('the browser goes back and forward', async () => {
    await visit(page, 'length=16');
    const specs = [await spec(page)];
    for (const encoding of ['alibi', 'none', 'rope']) specs.push(await apply(page, { encoding }));
    for (const back of [2, 1, 0]) {
      await page.goBack();
      await expect.poll(() => spec(page)).toEqual(specs[back]);
    }
    const { data } = await readAll(page, 'positions');
    expect(data[1]).toBe(1);
    await page.goForward();
    await expect.poll(() => spec(page)).toEqual(specs[1]);
  });

  await test.step('Share copies the address', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await visit(page, 'length=16&encoding=alibi');
    await reach(page, 'seed');
    await numberField(page, 'seed').fill('99');
    await page.getByRole('button', { name: 'Share' }).click();
    await expect(page.locator('.notice')).toHaveText(/The link is copied/);
    expect(page.url()).toContain('seed=99');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  });

  await test.step('rooms, lenses and the article’s links are steps that Back takes back', async () => {
    await visit(page, 'length=16&lens=article');
    await page.locator('[data-room=attend]').click();
    await page.locator('[data-room=compare]').click();
    await expect(page.locator('.compare-column')).toHaveCount(2);
    await page.goBack();
    await expect.poll(() => room(page)).toBe('attend');
    expect(page.url()).toContain('room=attend');
    expect((await spec(page)).compare).toBe('');
    await page.goForward();
    await expect(page.locator('.compare-column')).toHaveCount(2);
    expect((await spec(page)).compare).toBe('rope');
    await page.goBack();
    await page.goBack();
    await expect.poll(() => room(page)).toBe('encode');
    await page.locator('.errata a').first().click();
    await expect(page.locator('.lens-spectrum')).toBeVisible();
    await page.goBack();
    await expect(page.locator('.lens-article')).toBeVisible();
    expect(page.url()).toContain('lens=article');
    expect(await spec(page)).toMatchObject({ encoding: 'sinusoidal', length: 16 });
  });

  await test.step('an example opens what it is about and says what to look at', async () => {
    await visit(page, 'length=12');
    await control(page, 'presets').selectOption('example.collide');
    await expect(page.locator('.lens-collisions')).toBeVisible();
    const line = page.locator('.example-line');
    await expect(line).toContainText('1,024 − p');
    await line.getByRole('button').click();
    await expect(line).toHaveCount(0);
    await control(page, 'presets').selectOption('example.alibi');
    await expect.poll(() => room(page)).toBe('attend');
    await expect(line).toContainText('only distance counts');
    await page.goBack();
    await expect.poll(() => room(page)).toBe('encode');
    await expect(line).toHaveCount(0);
  });

  await test.step('the key / opens the schemes in every room', async () => {
    await visit(page, 'room=compare&compare=rope&length=12');
    for (const each of ['compare', 'attend', 'encode']) {
      await page.locator(`[data-room=${each}]`).click();
      await expect(page.locator('#plate')).toBeVisible();
      await page.keyboard.press('/');
      await expect(page.locator('.picker')).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.locator('.picker')).toHaveCount(0);
    }
  });

  await test.step('the address brings back what is shown', async () => {
    await visit(page, '');
    await apply(page, { encoding: 'rope' });
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
});

test('what only the Model room has is left behind in it', async ({ page }) => {
  test.slow();
  await open(page, 'model=use-lite&text=dog+bites+man');

  await test.step('the trained encoder beside the plate says so, with one way back', async () => {
    await expect(page.locator('.other-model')).toContainText('USE Lite');
    await page.locator('.other-model button').click();
    await settle(page);
    await expect(page.locator('.other-model')).toHaveCount(0);
    expect(await spec(page)).toMatchObject({ model: 'seeded', dim: 64, text: 'dog bites man' });
  });

  await test.step('the Model room leaves the other rooms their model, and takes the text along', async () => {
    await visit(page, 'length=24&dim=32');
    const before = await spec(page);
    await page.locator('[data-room=model]').click();
    await control(page, 'sentence').fill('dog bites man');
    await settle(page);
    expect(await spec(page)).toMatchObject({ model: 'use-lite', dim: 256 });
    await page.locator('[data-room=encode]').click();
    await settle(page);
    expect(await spec(page)).toEqual({ ...before, text: 'dog bites man' });
    for (const name of ['length', 'dim', 'heads']) {
      await expect(slider(page, name)).toBeVisible();
    }
  });
});

test('an embed is as its link says', async ({ context }) => {
  // Beside the page of the other stories, which would else have to be loaded again after it.
  const page = await context.newPage();
  await load(page, 'embed=1&lens=clocks&length=12&hide=headMaps');

  await test.step('an embed names its scheme and shows the lens or the experiment of its link', async () => {
    await expect(page.locator('.embed-name')).toHaveText('Sinusoidal');
    await expect(page.locator('.lens-clocks')).toBeInViewport();
    await expect(page.locator('[data-lens]')).toHaveCount(0);
    await visit(page, 'embed=1&room=attend&experiment=shuffle&length=12&encoding=rope');
    await expect(page.locator('.embed-name')).toContainText('RoPE');
    await expect(page.locator('.experiment-shuffle')).toBeInViewport();
    await page.keyboard.press('/');
    await expect(page.locator('.picker')).toHaveCount(0);
  });

  await test.step('embedded, an experiment is as it was left, and parts that are hidden are not there', async () => {
    await visit(page, 'embed=1&hide=headMaps&room=attend&length=12&experiment=longer&drawn=arcs');
    for (const part of ['.the-line', '[data-arcs="1"]', '.how']) {
      await expect(page.locator(part)).toBeVisible();
    }
    for (const part of [
      '.top',
      '.controls',
      '.stages',
      '.heads',
      '.line-tools button',
      '.lens-tabs',
    ]) {
      await expect(page.locator(part)).toHaveCount(0);
    }
  });

  await test.step('embedded, the page is the plate and nothing else', async () => {
    await visit(page, 'embed=1&length=24');
    for (const map of mapNames) await expect(surface(page, map)).toBeVisible();
    for (const part of ['.top', '.title', '.formula', '.controls', '[data-control=length]']) {
      await expect(page.locator(part)).toHaveCount(0);
    }
  });
  await page.close();
});
