/**
 * Someone takes a lesson: predicts, sees what the page computes, plays, goes on another day. And every
 * lesson there is walked to its end, by what its steps say of themselves.
 */
import { axeFaults } from './axe.ts';
import {
  expect,
  load,
  open,
  type Page,
  screenFrames,
  settle,
  spec,
  surface,
  test,
  visit,
} from './page.ts';

const heading = (page: Page) => page.locator('.lesson-text h2');
const result = (page: Page) => page.locator('.lesson-result [data-right]');
const place = (page: Page) => page.evaluate(() => window.whereabouts.lesson());
/** Goes there as a script does, which waits until all is there. */
const goTo = (page: Page, id: string, step: number) =>
  page.evaluate(([lesson, number]) => window.whereabouts.lesson(lesson, number), [
    id,
    step,
  ] as const);
const next = (page: Page) => page.locator('[data-turn=next]');

async function noFault(page: Page) {
  expect(await axeFaults(page)).toEqual([]);
}

/** Another language, in place. */
async function speak(page: Page, locale: 'en' | 'zh-CN') {
  await page.locator('select[data-control=lang]').selectOption(locale);
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
}

/** What is asked, in that language. */
async function expectSpoken(page: Page, locale: 'en' | 'zh-CN') {
  const ask = expect(page.locator('.lesson-ask'));
  await (locale === 'en' ? ask.not : ask).toHaveText(/\p{Script=Han}/u);
}

/** What a query that is merged into the address brings, as Back would. */
async function follow(page: Page, more: string) {
  await page.evaluate((reach) => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of new URLSearchParams(reach)) query.set(name, value);
    history.pushState(null, '', `?${query.toString()}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, more);
}

/** Does what the step asks for, whichever lesson it is of. */
async function act(page: Page) {
  const kind = await page.locator('[data-doing]').getAttribute('data-doing');
  switch (kind) {
    case 'choose':
      await page.locator('[data-option]').last().click();
      break;
    case 'number':
      await page.locator('[data-number]').fill('0.5');
      break;
    case 'cell': {
      const map = await page.locator('[data-pick]').getAttribute('data-pick');
      await page.locator(`[data-map=${map}], [data-stage-map=${map}]`).click();
      break;
    }
    case 'colour':
      await page.locator('[data-colour]').press('ArrowRight');
      break;
    case 'curve':
      await page.locator('[data-curve]').press('ArrowUp');
      break;
    case 'try': {
      const reach = await page.locator('[data-reach]').getAttribute('data-reach');
      await follow(page, reach ?? '');
      await expect(page.locator('[data-reached=true]')).toBeVisible();
      break;
    }
    default: {
      for (const idea of await page.locator('[data-idea]').all()) {
        await idea.click();
        await settle(page);
      }
    }
  }
  if (kind === 'play') return;
  const show = page.locator('[data-show]');
  if (kind !== 'try') await show.click();
  // An expectation would describe the whole page each time that it is not there yet.
  await result(page).waitFor({ timeout: 150_000 });
}

test('a question is answered', async ({ page }) => {
  await open(page, 'room=lessons&lesson=order&lang=en');
  await test.step('a wrong guess is told apart from a right one, with the page’s own number', async () => {
    await expect(heading(page)).toHaveText('Who bites whom?');
    expect(await place(page)).toEqual({ id: 'order', step: 1, steps: 8 });
    const show = page.getByRole('button', { name: 'Show the answer' });
    await expect(show).toBeDisabled();
    await page.getByRole('button', { name: /^Another vector/ }).click();
    await show.click();
    await expect(result(page)).toHaveAttribute('data-right', 'false');
    await expect(result(page)).toContainText(/moved by more than \d\.?\d* × 10⁻[⁷⁸]: rounding/);
    await page.getByRole('button', { name: 'Start this step over' }).click();
    await page.getByRole('button', { name: /^Exactly the same/ }).click();
    await show.click();
    await expect(result(page)).toHaveAttribute('data-right', 'true');
    await noFault(page);

    // The same in Chinese, answered already; and with the numbers of another sentence.
    await speak(page, 'zh-CN');
    await expect(heading(page)).toHaveText('谁咬谁？');
    await expect.poll(async () => (await spec(page)).text).toBe('狗 咬 人');
  });
  await test.step('what would give the answer away is covered, and the truth is read from what is under it', async () => {
    await speak(page, 'en');
    await goTo(page, 'counting', 1);
    const veil = surface(page, 'similarity').locator('.veil');
    await expect(veil).toBeVisible();
    await expect(page.locator('.map-similarity .profile canvas')).toBeHidden();
    await page.locator('[data-number]').fill('0,1x');
    await expect(page.getByRole('alert')).toHaveText('That is not a number.');
    await expect(page.locator('[data-show]')).toBeDisabled();
    await page.locator('[data-number]').fill('0.1');
    await page.keyboard.press('Enter');
    await expect(veil).toHaveCount(0);
    const read = await page.evaluate(async () => {
      const { data } = await window.whereabouts.read('similarity');
      return data[3 * 40 + 30] ?? Number.NaN;
    });
    const shown = page.locator('[data-truth]');
    expect(Number(await shown.getAttribute('data-truth'))).toBeCloseTo(read, 6);
    const gap = Number(await page.locator('[data-gap]').getAttribute('data-gap'));
    expect(gap).toBeCloseTo(Math.abs(read - 0.1), 6);
  });
  await test.step('a colour is picked on the scale of the map, and the true one stands beside it', async () => {
    await goTo(page, 'weights', 5);
    const strip = page.getByRole('slider', { name: /Pick the colour of row 0, column 0/ });
    await expect(strip).toHaveAttribute('aria-valuetext', /^No colour picked yet/);
    await expect(page.locator('[data-show]')).toBeDisabled();
    await strip.press('ArrowRight');
    // Weights are on a square-root scale: 51 of 100 steps are 0.51².
    await expect(strip).toHaveAttribute('aria-valuetext', 'the colour of 0.26');
    await noFault(page);
    await page.locator('[data-show]').click();
    await expect(result(page)).toContainText('The darkest there is: 1.00. Yours stands for 0.26.');
    await expect(page.locator('[data-gap]')).toHaveText('0.74');
    await expect(page.locator('.lesson-swatch .ramp')).toHaveCount(2);
  });
});

test('lessons are found and gone through', async ({ page }) => {
  await test.step('a lesson or a step that there is not is said, and nothing is lost', async () => {
    await load(page, 'room=lessons&lesson=nope&step=2&length=9&lang=en');
    await expect(page.getByRole('status').filter({ hasText: 'no lesson “nope”' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Lessons', level: 1 })).toBeVisible();
    expect((await spec(page)).length).toBe(9);
    await page.locator('.notice button').click();
    await visit(page, 'room=lessons&lesson=order&step=50');
    await expect(heading(page)).toHaveText('Now you');
    await expect(page.locator('.notice')).toHaveText(
      /“step” cannot be 50 \(allowed: 1…8\); 8 is used/,
    );
  });
  await test.step('a lesson is gone through by keys, by the wheel and by Back, and each change stays with its step', async () => {
    await visit(page, 'length=12');
    await page.locator('[data-room=lessons]').click();
    await expect(page.getByRole('heading', { name: 'Lessons', level: 1 })).toBeVisible();
    await page.getByRole('link', { name: 'Counting', exact: true }).click();
    await expect(heading(page)).toHaveText('Just number the words');
    await page.keyboard.press('ArrowRight');
    await expect(heading(page)).toHaveText('Larger and larger');
    await page.keyboard.press('PageDown');
    await expect(heading(page)).toHaveText('Binary');
    await page.locator('.lesson-text').hover();
    await page.mouse.wheel(0, 120);
    await expect(heading(page)).toHaveText('How like 0?');
    // A finger that scrolls on where the text has ended turns the page too; before that it scrolls.
    const swipe = (by: number) =>
      page.locator('.lesson-text').evaluate((target, dy) => {
        const touch = (y: number) => new Touch({ identifier: 1, target, clientX: 90, clientY: y });
        const [first, last] = [touch(300), touch(300 + dy)];
        target.dispatchEvent(new TouchEvent('touchstart', { touches: [first] }));
        target.dispatchEvent(new TouchEvent('touchend', { changedTouches: [last] }));
      }, by);
    await swipe(-150);
    await expect(heading(page)).toHaveText('Gray code');
    await swipe(150);
    await expect(heading(page)).toHaveText('How like 0?');
    await page.keyboard.press('ArrowLeft');
    await expect(heading(page)).toHaveText('Binary');

    // A slider has its own arrow keys; what it changes is the step's.
    const length = page.locator('[data-control=length] input[type=range]');
    await length.focus();
    await page.keyboard.press('ArrowLeft');
    await settle(page);
    expect((await spec(page)).length).toBe(63);
    await next(page).click();
    expect((await spec(page)).length).toBe(64);
    await page.goBack();
    await expect(heading(page)).toHaveText('Binary');
    expect((await spec(page)).length).toBe(63);
    await expect(page).toHaveURL(/length=63&.*room=lessons&lesson=counting&step=3/);

    // Another day: where it was left, with what was changed there; and from the contents.
    await page.reload();
    await expect(heading(page)).toHaveText('Binary');
    expect((await spec(page)).length).toBe(63);
    await page.locator('[data-room=lessons]').click();
    await page.getByRole('link', { name: 'Go on where you were: Counting, step 3' }).click();
    await expect(heading(page)).toHaveText('Binary');
    expect((await spec(page)).length).toBe(64);

    // Another room shows what the step showed, and the lesson is over.
    await page.locator('[data-room=encode]').click();
    expect((await spec(page)).encoding).toBe('binary');
    await expect(page).not.toHaveURL(/lesson|step/);
  });
  await test.step('an idea of the concept map opens the state that shows it, and Back returns', async () => {
    await visit(page, 'room=lessons');
    await expect(page.locator('[data-concept]')).toHaveCount(7);
    for (const [idea, stage] of [
      ['word-vector', 'tokens'],
      ['language-model', 'logits'],
    ]) {
      await page.locator(`[data-concept=${idea}]`).click();
      await expect(page.locator(`[data-stage-map=${stage}]`)).toBeVisible();
      await settle(page);
      await page.goBack();
      await expect(page.locator('[data-concept]')).toHaveCount(7);
    }
  });
  await test.step('a step is written for whoever reads it, and a script finds its way', async () => {
    await visit(page, 'room=lessons');
    await speak(page, 'zh-CN');
    await noFault(page);
    const all = await page.evaluate(() => window.whereabouts.lessons());
    expect(all[0]).toEqual({ id: 'order', title: '没有位置，为什么看不见词序' });
    expect(await place(page)).toBeNull();
    const at = await goTo(page, 'order', 3);
    expect(at).toEqual({ id: 'order', step: 3, steps: 8 });
    expect((await spec(page)).text).toBe('老 猫 追 小 猫');
    await expect(page).toHaveURL('/?lang=zh-CN&room=lessons&lesson=order&step=3');
    const refused = await page.evaluate(async () => {
      const calls = [
        ['nope', 1],
        ['order', 9],
        ['order', 1.5],
      ] as const;
      return Promise.all(
        calls.map(([id, step]) => window.whereabouts.lesson(id, step).catch(String)),
      );
    });
    expect(refused[0]).toMatch(/^RangeError: lesson: no "nope"; there are .*order/);
    expect(refused.slice(1)).toEqual([
      'RangeError: lesson: step 9 is not in 1…8',
      'RangeError: lesson: step 1.5 is not in 1…8',
    ]);
  });
});

test.describe('without the file of a lesson', () => {
  test.use({ allowed: [/Failed to load resource/] });

  test('it is said, and asked for again, from a link and from the contents', async ({ page }) => {
    const file = /assets\/scenes\.lesson-/;
    await page.route(file, (route) => route.abort());
    await load(page, 'room=lessons&lesson=scenes&step=2&lang=en');
    const missing = page.getByRole('heading', { name: 'This lesson could not be loaded' });
    await expect(missing).toBeVisible();
    await expect(page).toHaveURL(/lesson=scenes&step=2/);
    await expect(page.locator('.notice')).toHaveCount(0);
    // What is said stays the same all the while: only the request tells that it was made and refused.
    const refused = page.waitForEvent('requestfailed', (request) => file.test(request.url()));
    await page.getByRole('button', { name: 'Try again' }).click();
    await refused;
    await expect(missing).toBeVisible();
    await page.unroute(file);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.locator('[data-doing]')).toBeVisible();
    expect(await place(page)).toMatchObject({ id: 'scenes', step: 2 });
  });
});

/** So many stories walk the lessons, each every so many of them: those of the trained encoder meet in one. */
const walks = 2;

for (let walk = 0; walk < walks; walk++) {
  test(`every lesson is walked to its end, half of it in each language: ${walk + 1} of ${walks}`, async ({
    page,
  }) => {
    test.setTimeout(400_000);
    await open(page, 'room=lessons');
    // There is less to draw, and all that is acted on has its place.
    await page.setViewportSize({ width: 800, height: 500 });
    const all = await page.evaluate(() => window.whereabouts.lessons());
    expect(all.length).toBeGreaterThan(walks);
    let locale: 'en' | 'zh-CN' = 'en';
    for (const { id } of all.filter((_, i) => i % walks === walk)) {
      await test.step(id, async () => {
        const start = await goTo(page, id, 1);
        const steps = start?.steps ?? 0;
        const half = Math.ceil(steps / 2);
        for (let step = 1; step <= steps; step++) {
          expect(await place(page)).toEqual({ id, step, steps });
          await act(page);
          await expectSpoken(page, locale);
          if (step === half) {
            // Acted in one language, gone on with in the other.
            locale = locale === 'en' ? 'zh-CN' : 'en';
            await speak(page, locale);
            await expectSpoken(page, locale);
          }
          await expect(page.locator('.notice')).toHaveCount(0);
          if (step < steps) await page.keyboard.press('PageDown');
          await screenFrames(page);
        }
        await expect(page.locator('[data-doing=play]')).toBeVisible();
      });
    }
  });
}
