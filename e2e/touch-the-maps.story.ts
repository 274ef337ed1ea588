/** Fingers: a vertical swipe is the page's wherever it begins, a tap points and holds, two zoom. */
import type { CDPSession, Locator } from '@playwright/test';
import {
  boxOf,
  expect,
  open,
  type Page,
  readAll,
  screenFrames,
  slider,
  spec,
  surface,
  test,
  visit,
} from './page.ts';

test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

const query = 'length=16&dim=32&heads=2';

type Finger = readonly [x: number, y: number];

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** What puts fingers on the glass of a page. */
function sessionOf(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, session);
  return session;
}

/** Fingers on the glass: each frame is where they all are; then they are lifted. */
async function swipe(page: Page, frames: readonly (readonly Finger[])[]): Promise<void> {
  const session = await sessionOf(page);
  const dispatch = (type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: readonly Finger[]) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: fingers.map(([x, y], id) => ({ x, y, id })),
    });
  for (const [i, fingers] of frames.entries()) {
    await dispatch(i === 0 ? 'touchStart' : 'touchMove', fingers);
    await screenFrames(page);
  }
  await dispatch('touchEnd', []);
  await screenFrames(page);
}

/** A straight way in steps. */
function way([fromX, fromY]: Finger, [toX, toY]: Finger, steps = 4): Finger[] {
  return Array.from({ length: steps + 1 }, (_, i) => [
    fromX + ((toX - fromX) * i) / steps,
    fromY + ((toY - fromY) * i) / steps,
  ]);
}

const one = (fingers: readonly Finger[]) => fingers.map((finger) => [finger]);

/** The middle of what is there, in the upper half of the window. */
async function middleOf(target: Locator): Promise<Finger> {
  await target.evaluate((element) => {
    const box = element.getBoundingClientRect();
    scrollBy({ top: box.top + box.height / 2 - innerHeight / 2, behavior: 'instant' });
  });
  const box = await boxOf(target);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/**
 * How far the page has gone, and whatever scrolls on it; and all that a finger could have changed: the
 * crosshair, what is held and seen, the numbers.
 */
function lookOf(page: Page) {
  return page.evaluate(() => {
    const all = (selector: string) => [...document.querySelectorAll(selector)];
    const scrolled = all('html, body *').reduce((sum, { scrollTop }) => sum + scrollTop, 0);
    const look = {
      spec: window.whereabouts.spec(),
      crosses: all('.cross-cell, .here-cell, .precision-cells line').map((cell) => cell.outerHTML),
      held: all('.held').length,
      values: all('input[type=range], [role=slider]').map((each) =>
        each instanceof HTMLInputElement ? each.value : each.getAttribute('aria-valuenow'),
      ),
      band: all('.band').map((each) => each.outerHTML),
    };
    // Up or down, wherever the page can still go.
    const end = document.documentElement.scrollHeight - innerHeight;
    return { scrolled, look, isUpper: scrolled < end / 2 };
  });
}

const scrolled = async (page: Page) => (await lookOf(page)).scrolled;

/** A swipe upwards from the middle of each: the page goes along, and nothing else changes. */
async function expectOnlyScrolling(page: Page, targets: Locator): Promise<void> {
  // Wherever all of it is in sight there would be nothing to scroll.
  await page.evaluate(() => {
    document.body.style.paddingBottom = '100vh';
  });
  await expect(targets.first()).toBeAttached();
  const count = await targets.count();
  for (let i = 0; i < count; i++) {
    const target = targets.nth(i);
    if (!(await target.isVisible())) continue;
    const name = await target.evaluate((element) => element.outerHTML.slice(0, 120));
    const [x, y] = await middleOf(target);
    const before = await lookOf(page);
    await swipe(page, one(way([x, y], [x + 6, y + (before.isUpper ? -160 : 160)], 2)));
    await expect.poll(() => scrolled(page), name).not.toBe(before.scrolled);
    expect((await lookOf(page)).look, name).toEqual(before.look);
  }
}

const spoken = (page: Page) => page.locator('#plate [aria-live=polite]');

test('one finger scrolls, moves a slider and points at a cell; two zoom', async ({ page }) => {
  await open(page, query);

  await test.step('a vertical swipe over a map or a slider scrolls the page and does nothing else', async () => {
    await expectOnlyScrolling(page, page.locator('.surface'));
    await expectOnlyScrolling(page, page.locator('input[type=range]'));
  });

  await test.step('the same in the Attend and the Compare room', async () => {
    await visit(page, `${query}&room=attend`);
    await expect(page.locator('.marginal')).toHaveCount(2);
    await expectOnlyScrolling(page, page.locator('[data-stage-map], .marginal, .how-elements'));
    await visit(page, `${query}&room=compare&compare=rope`);
    await expectOnlyScrolling(page, page.locator('.surface'));
  });

  await test.step('the same over the figures of the lenses', async () => {
    for (const [lens, figures] of [
      ['clocks', '.clock-board canvas'],
      ['wavelengths', '.waves'],
      ['distance', '.lens-figure svg'],
      ['shift', '.shift-board, #lens input[type=range]'],
      ['collisions', '.lens-figure svg'],
      ['precision', '.precision-cells >> nth=0'],
      ['trajectory', '.trajectory-panel > div'],
    ] as const) {
      await visit(page, `${query}&lens=${lens}`);
      const all = page.locator(figures);
      await expect(all.first()).toBeVisible();
      await expectOnlyScrolling(page, all);
    }
  });

  await page.evaluate(() => document.body.removeAttribute('style'));
  await test.step('a finger moves a slider sideways, and by a tap', async () => {
    await visit(page, query);
    const range = slider(page, 'length');
    const [x, y] = await middleOf(range);
    await swipe(page, one(way([x, y], [x + 60, y + 4])));
    await expect.poll(async () => (await spec(page)).length).toBeGreaterThan(64);
    const { width } = await boxOf(range);
    await range.tap({ position: { x: width / 2, y: 12 } });
    await expect.poll(async () => (await spec(page)).length).toBe(64);
  });

  await test.step('a tap points at a cell and holds it; the same again lets it go', async () => {
    await visit(page, query);
    await page.locator('[data-map-tab=attention]').tap();
    const map = surface(page, 'attention');
    await middleOf(map);
    const { width } = await boxOf(map);
    const at = (row: number, column: number) => ({
      position: { x: ((column + 0.5) / 16) * width, y: ((row + 0.5) / 16) * width },
    });
    const { data } = await readAll(page, 'weights');
    await map.tap(at(11, 4));
    await expect(spoken(page)).toContainText('row 11 ');
    await expect(spoken(page)).toContainText((data[11 * 16 + 4] ?? 0).toFixed(3));
    await expect(page.locator('.page')).toHaveClass(/held/);
    await map.tap(at(6, 3));
    await expect(spoken(page)).toContainText('row 6 ');
    await expect(page.locator('.page')).toHaveClass(/held/);
    await map.tap(at(6, 3));
    await expect(page.locator('.page')).not.toHaveClass(/held/);
  });

  await test.step('the same in the Compare room, in the map of any scheme', async () => {
    await visit(page, `${query}&room=compare&compare=rope`);
    await page.locator('[data-map-tab=attention]').tap();
    const map = page.locator('.compare-column').nth(1).locator('[data-map=attention]');
    const { width } = await boxOf(map);
    const at = { position: { x: (4.5 / 16) * width, y: (11.5 / 16) * width } };
    const here = page.locator('.compare-numbers caption');
    await map.tap(at);
    await expect(page.locator('.page')).toHaveClass(/held/);
    await expect(here).toContainText(/11 → .* 4$/);
    await map.tap(at);
    await expect(page.locator('.page')).not.toHaveClass(/held/);
  });

  await test.step('two fingers zoom a map and move it', async () => {
    await visit(page, query);
    await page.locator('[data-map-tab=attention]').tap();
    const map = surface(page, 'attention');
    const [x, y] = await middleOf(map);
    const cell = map.locator('.cross-cell');
    const size = async () => Number(await cell.getAttribute('width'));
    const before = await size();
    const from = await scrolled(page);
    await swipe(
      page,
      way([x - 20, y], [x - 60, y - 10]).map((left) => [left, [2 * x - left[0], 2 * y - left[1]]]),
    );
    await expect.poll(size).toBeGreaterThan(2.5 * before);
    expect(await page.locator('.page.held').count()).toBe(0);
    // Both go the same way: the part that is seen moves, and the page does not.
    const zoomed = await size();
    const place = async () => Number(await cell.getAttribute('y'));
    const stood = await place();
    await swipe(
      page,
      way([x - 40, y], [x - 40, y - 50]).map((left) => [left, [left[0] + 80, left[1]]]),
    );
    await expect.poll(place).toBeLessThan(stood - 30);
    expect(await size()).toBeCloseTo(zoomed, 1);
    expect(await scrolled(page)).toBe(from);
  });
});
