/** The line of tokens in the Attend room: typed, dragged, duplicated, removed, and chosen from a menu. */
import { axeFaults } from './axe.ts';
import { farthest } from './expected.ts';
import {
  boxOf,
  control,
  expect,
  open,
  type Page,
  readAll,
  screenFrames,
  settle,
  spec,
  test,
  visit,
} from './page.ts';

const query = 'room=attend&length=6&dim=16&heads=2&text=one+two,+three+four+five+six.';

const line = (page: Page) => page.locator('[data-line]');
const token = (page: Page, position: number) => page.locator(`[data-position="${position}"]`);
const said = (page: Page) => page.locator('.line-says');
/** How the tokens fill the positions. */
const filled = (page: Page) => page.locator('.control-problem');
const undo = (page: Page) => page.keyboard.press('Control+z');

/** The tokens as they are read in the line, in order. */
async function words(page: Page): Promise<string[]> {
  const found = await page.locator('.token-of-line').evaluateAll((all) =>
    all
      .map((each) => ({
        place: Number(each.getAttribute('data-position')),
        word: each.querySelector('.token-word')?.textContent ?? '',
      }))
      .toSorted((a, b) => a.place - b.place),
  );
  return found.map(({ word }) => word);
}

/** The rows of X: which vector stands at each position. */
async function vectors(page: Page): Promise<number[][]> {
  await settle(page);
  const { shape, data } = await readAll(page, 'tokens');
  const [rows = 0, columns = 0] = shape;
  return Array.from({ length: rows }, (_, row) => data.slice(row * columns, (row + 1) * columns));
}

test('someone changes the line of tokens: dragged, by keys, typed, and from the menu', async ({
  page,
}) => {
  await open(page, query);
  await test.step('a token is dragged to another place, its vector goes with it, and it is one step', async () => {
    const before = await vectors(page);
    const from = await boxOf(token(page, 4));
    const to = await boxOf(token(page, 1));
    await page.mouse.move(from.x + from.width / 2, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 2, to.y + 10, { steps: 6 });
    // It is there before it is let go.
    await expect.poll(() => words(page)).toEqual(['one', 'five', 'two', 'three', 'four', 'six']);
    await page.mouse.up();
    expect((await spec(page)).text).toBe('one five, two three four six.');
    const after = await vectors(page);
    const order = [0, 4, 1, 2, 3, 5];
    for (const [place, source] of order.entries()) {
      expect(farthest(after[place] ?? [], before[source] ?? [])).toBe(0);
    }
    // The query went with it.
    await expect(token(page, 1)).toHaveClass(/query/);
    await undo(page);
    expect((await spec(page)).text).toBe('one two, three four five six.');
  });

  await test.step('Escape takes a drag back; a finger drags once it rests; what is pasted comes behind the query', async () => {
    const text = (await spec(page)).text;
    const from = await boxOf(token(page, 4));
    const to = await boxOf(token(page, 1));
    await line(page).focus();
    await page.mouse.move(from.x + from.width / 2, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 2, to.y + 10, { steps: 6 });
    await expect.poll(() => words(page)).toEqual(['one', 'five', 'two', 'three', 'four', 'six']);
    await page.keyboard.press('Escape');
    expect((await spec(page)).text).toBe(text);
    await page.mouse.move(from.x, from.y + 10);
    await page.mouse.up();
    expect((await spec(page)).text).toBe(text);
    await expect(token(page, 4)).toHaveClass(/query/);
    await expect(page.locator('[data-dragging=true]')).toHaveCount(0);

    const touch = await page.context().newCDPSession(page);
    const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x, y: from.y + 10 }],
      });
    await finger('touchStart', from.x + from.width / 2);
    await expect(page.locator('[data-dragging=true]')).toHaveCount(1);
    for (const share of [0.3, 0.6, 1]) {
      await finger('touchMove', from.x + share * (to.x + 2 - from.x));
    }
    await finger('touchEnd');
    expect((await spec(page)).text).toBe('one five, two three four six.');
    await expect(token(page, 1)).toHaveClass(/query/);
    await undo(page);
    expect((await spec(page)).text).toBe(text);

    await token(page, 1).click();
    await line(page).evaluate((element) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'and again');
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    });
    const pasted = ['one', 'two', 'and', 'again', 'three', 'four', 'five', 'six'];
    expect(await words(page)).toEqual(pasted);
    expect((await vectors(page)).length).toBe(8);
    await undo(page);
    expect((await spec(page)).text).toBe(text);
  });

  await test.step('by keyboard a token is chosen, moved, duplicated and removed, and the length follows', async () => {
    await line(page).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+End');
    await expect(token(page, 1)).toHaveClass(/query/);
    await expect(token(page, 5)).toHaveClass(/key/);
    await page.keyboard.press('Alt+ArrowRight');
    expect(await words(page)).toEqual(['one', 'three', 'two', 'four', 'five', 'six']);
    await page.keyboard.press('Control+d');
    expect(await words(page)).toEqual(['one', 'three', 'two', 'two', 'four', 'five', 'six']);
    await expect(page.locator('.the-line [role=status]')).toHaveText(
      '“two” was duplicated at position 3.',
    );
    const twice = await vectors(page);
    expect(twice.length).toBe(7);
    // Same word, same vector.
    expect(twice[2]).toEqual(twice[3]);
    await page.keyboard.press('Delete');
    await page.keyboard.press('Delete');
    expect(await words(page)).toEqual(['one', 'three', 'two', 'five', 'six']);
    expect(await spec(page)).toMatchObject({ length: 5, text: 'one three, two five six.' });
    for (let step = 0; step < 4; step++) await undo(page);
    expect(await spec(page)).toMatchObject({ length: 6, text: 'one two, three four five six.' });
  });

  await test.step('the buttons beside a token duplicate and remove it', async () => {
    await token(page, 0).click();
    await page.locator('[data-action=duplicate]').click();
    expect(await spec(page)).toMatchObject({
      length: 7,
      text: 'one one two, three four five six.',
    });
    await page.locator('[data-action=remove]').click();
    expect(await spec(page)).toMatchObject({ length: 6, text: 'one two, three four five six.' });
    await expect(line(page)).toBeFocused();
  });

  await test.step('the arc joins query and key, as wide as the weight between them', async () => {
    await settle(page);
    const { data } = await readAll(page, 'weights');
    const width = () => page.locator('.token-arc path').getAttribute('stroke-width');
    for (const [row, column] of [
      [4, 1],
      [5, 3],
    ] as const) {
      await token(page, row).click();
      await token(page, column).click({ modifiers: ['Shift'] });
      const weight = data[row * 6 + column] ?? Number.NaN;
      await expect
        .poll(async () => Math.abs(Number(await width()) - 1.2 - 4 * Math.sqrt(weight)))
        .toBeLessThan(1e-4);
      const ends = await page.locator('.token-arc path').evaluate((path) => {
        if (!(path instanceof SVGPathElement)) throw new Error('arc: no path');
        const left = path.getScreenCTM()?.e ?? Number.NaN;
        return [0, path.getTotalLength()].map((along) => left + path.getPointAtLength(along).x);
      });
      for (const [end, place] of [row, column].entries()) {
        const { x, width: wide } = await boxOf(token(page, place));
        expect(Math.abs((ends[end] ?? Number.NaN) - x - wide / 2)).toBeLessThan(1);
      }
    }
    // A key that the mask hides: the arc is dotted.
    await token(page, 1).click();
    await token(page, 4).click({ modifiers: ['Shift'] });
    await expect(page.locator('.token-arc path')).toHaveClass(/unseen/);
  });

  await test.step('the text is typed over the line; empty, one token and far too many are labelled', async () => {
    await line(page).focus();
    await page.keyboard.press('Enter');
    const field = control(page, 'line-text');
    await expect(field).toBeFocused();
    await page.keyboard.press('End');
    await page.keyboard.insertText(' seven');
    expect(await spec(page)).toMatchObject({
      length: 7,
      text: 'one two, three four five six. seven',
    });
    await page.keyboard.press('Enter');
    await expect(line(page)).toBeFocused();
    await undo(page);
    expect(await spec(page)).toMatchObject({ length: 6, text: 'one two, three four five six.' });

    await page.locator('.line-tools button').click();
    await field.fill('');
    await expect(filled(page)).toContainText('The text has no tokens; its position is empty.');
    await field.fill('alone');
    await settle(page);
    expect((await readAll(page, 'weights')).data).toEqual([1, 1]);
    await expect(filled(page)).toContainText('Tokens in the text: 1, one per position.');
    await field.fill('far too many '.repeat(1400));
    await expect(filled(page)).toContainText('at least 4,096 tokens; the first 512 are shown.', {
      timeout: 40_000,
    });
    await page.keyboard.press('Escape');
    // Only what is seen of a long line is in the document.
    await screenFrames(page);
    const drawn = await page.locator('.token-of-line').count();
    expect(drawn).toBeGreaterThan(10);
    expect(drawn).toBeLessThan(100);
    await line(page).focus();
    await page.keyboard.press('End');
    await expect(token(page, 511)).toHaveClass(/query/);
    await expect(token(page, 511)).toBeInViewport();
  });

  await test.step('characters never break: families and flags move whole, and bytes stay together', async () => {
    const family = '👨‍👩‍👧‍👦';
    const text = encodeURIComponent(`${family}🇨🇳位a`);
    await visit(page, `room=attend&tokens=characters&length=4&dim=16&heads=2&text=${text}`);
    await line(page).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('Alt+ArrowRight');
    expect((await spec(page)).text).toBe(`🇨🇳位${family}a`);
    await page.evaluate(() =>
      window.whereabouts.apply({ tokens: 'bytes', text: 'a位b', length: 5, mask: 'none' }),
    );
    await screenFrames(page);
    const from = await boxOf(token(page, 0));
    const inside = await boxOf(token(page, 2));
    await page.mouse.move(from.x + from.width / 2, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(inside.x + inside.width - 1, inside.y + 10, { steps: 8 });
    await expect(said(page)).toContainText('The bytes of one character stay together');
    await page.mouse.up();
    expect((await spec(page)).text).toBe('a位b');
    await token(page, 2).click();
    await page.keyboard.press('Alt+ArrowLeft');
    expect((await spec(page)).text).toBe('位ab');
    expect(await words(page)).toEqual(['e4', 'bd', '8d', '61', '62']);
    await page.keyboard.press('Delete');
    expect(await spec(page)).toMatchObject({ text: 'ab', length: 2 });
  });

  await test.step('the line is accessible, as tokens and as a text', async () => {
    await visit(page, query);
    await token(page, 3).click();
    const check = async () => {
      expect(await axeFaults(page, '.the-line')).toEqual([]);
    };
    await check();
    await page.keyboard.press('Enter');
    await check();
  });

  await test.step('a text from the menu comes with what position means there, its mask and its scheme', async () => {
    await visit(page, 'room=attend');
    const menu = control(page, 'texts');
    await menu.selectOption('service');
    await expect(said(page)).toContainText('Position is the turn');
    expect(await spec(page)).toMatchObject({ mask: 'causal', encoding: 'sinusoidal' });
    await menu.selectOption('image');
    await expect(said(page)).toContainText('Position is row and column');
    await settle(page);
    expect(await spec(page)).toMatchObject({ encoding: 'mae-2d', length: 24, mask: 'none' });
    const rows = await vectors(page);
    expect(rows.length).toBe(24);
    // “sky” is one vector, wherever it is.
    expect(rows[0]).toEqual(rows[6]);
    const places = await readAll(page, 'positions');
    const at = (row: number) => places.data.slice(row * 64, (row + 1) * 64);
    // One row further down: the half that counts columns is the same.
    const halves = [0, 32].map((half) =>
      farthest(at(0).slice(half, half + 32), at(6).slice(half, half + 32)),
    );
    expect(halves.toSorted((a, b) => a - b)[0]).toBe(0);
    expect(Math.max(...halves)).toBeGreaterThan(0.5);
    await page.locator('[data-control=lang]').selectOption('中文');
    await menu.selectOption('contract');
    await expect(said(page)).toContainText('位置是条款的次序');
    expect(await spec(page)).toMatchObject({ encoding: 'sinusoidal', mask: 'none' });
  });
});
