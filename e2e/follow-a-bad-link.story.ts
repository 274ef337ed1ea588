/** Following a bad link: the page paints what it can, and says what it could not take. */
import { expectColours } from './colours.ts';
import { boxOf, expect, laidOut, load, type Page, settle, spec, test, visit } from './page.ts';

const long = 'a'.repeat(1_900);

type Link = readonly [query: string, named: string | null];

/** What a page that is loaded meets all at once: a query that tfjs could not have read, names of objects. */
const loaded: readonly Link[] = [
  ['length=7.5&theme=pink&hide=everything', 'theme'],
  ['text=%E4%F', 'text'],
  ['&&==&=1&%00=2', ''],
  ['__proto__=1', '__proto__'],
  ['constructor[prototype]=x', 'constructor'],
];

/** One field of each kind, each scheme's own reasons, and texts; src/state/url.test.ts has all the others. */
const followed: readonly Link[] = [
  ['length=-3', 'length'],
  ['length=12&length=20', 'length'],
  ['dim=1e9&length=8', 'dim'],
  ['heads=3&dim=64', 'heads'],
  ['dim=7&encoding=rope', 'dim'],
  ['encoding=rope&rotaryDim=7', 'rotaryDim'],
  ['encoding=magic', 'encoding'],
  ['encoding=alibi&form=sideways', 'form'],
  ['encoding=alibi&base=100', 'base'],
  ['start=1048575&length=64', 'start'],
  ['mask=maybe', 'mask'],
  ['colour=red', 'colour'],
  ['lang=tlh', 'lang'],
  ['compare=magic;rope', 'compare'],
  ...loaded.slice(1),
  ['room=cellar', 'room'],
  ['encoding=custom&formula=sin(p', 'formula'],
  ['encoding=m-rope&sections=1,2,3', 'sections'],
  [`text=${long}&length=16`, null],
  [
    'text=%F0%9F%8C%B2%F0%9F%91%A9%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7&tokens=characters',
    null,
  ],
  ['text=%D9%85%D8%B1%D8%AD%D8%A8%D8%A7+%D8%A8%D8%A7%D9%84%D8%B9%D8%A7%D9%84%D9%85', null],
  ['text=+++++', null],
  ['text=', null],
];

/** Sizes that go together, a notice where something could not be taken, and maps in their colours. */
async function expectAnswered(page: Page, [query, named]: Link): Promise<void> {
  const { dim, heads } = await spec(page);
  expect(dim % heads, query).toBe(0);
  const notices = page.locator('.notice');
  if (named === null) await expect(notices, query).toHaveCount(0);
  else await expect(notices.filter({ hasText: named }).first(), query).toBeVisible();
  for (const map of ['similarity', 'attention'] as const) await expectColours(page, map);
}

async function dismissNotices(page: Page): Promise<void> {
  const close = page.locator('.notice button:last-of-type');
  await close.evaluateAll((buttons) => {
    for (const button of buttons) if (button instanceof HTMLElement) button.click();
  });
  await expect(page.locator('.notice')).toHaveCount(0);
}

test('a bad link has its notice, and the page paints what it can', async ({ page }) => {
  await load(page, loaded.map(([query]) => query).join('&'));
  for (const [query, named] of loaded) {
    await test.step(`?${query} has a notice about “${named}”`, async () => {
      await expectAnswered(page, ['loaded', named]);
    });
  }

  await test.step('a bad link that is followed in the open page has its notice, and paints what it can', async () => {
    for (const link of followed) {
      // Small, where that is not what it is about.
      await visit(page, link[0].includes('length=') ? link[0] : `${link[0]}&length=12`);
      await expectAnswered(page, link);
      await dismissNotices(page);
    }
  });

  await test.step('a text of 100,000 characters is answered', async () => {
    await visit(page, 'length=32');
    await page.locator('#text').fill('one more word '.repeat(7_143).slice(0, 100_000));
    await page.locator('#text').blur();
    await settle(page);
    expect((await spec(page)).text.length).toBe(100_000);
    await expect(page.locator('.notice')).toContainText('too long for a link');
    expect(page.url().length).toBeLessThan(2_100);
    await expect(page.locator('.control-problem')).toContainText('at least 4,096 tokens');
    await dismissNotices(page);
  });

  for (const [width, height] of [
    [1366, 657],
    [390, 844],
  ] as const) {
    await test.step(`at ${width} × ${height} a notice covers no map and no control that it may speak of`, async () => {
      await page.setViewportSize({ width, height });
      await visit(page, 'length=12.5&dim=1e9&heads=0&seed=-1&mask=maybe');
      await expect(page.locator('.notice')).toHaveCount(5);
      await laidOut(page);
      const notices = await boxOf(page.locator('.notices'));
      const covered = await page
        .locator(
          '.surface, .map-head, [data-control=length], [data-control=dim], [data-control=mask]',
        )
        .evaluateAll(
          (all, box) =>
            all
              .filter((each) => {
                const { left, right, top, bottom } = each.getBoundingClientRect();
                return (
                  right > box.x &&
                  left < box.x + box.width &&
                  bottom > box.y &&
                  top < box.y + box.height
                );
              })
              .map((each) => each.outerHTML.slice(0, 80)),
          notices,
        );
      expect(covered).toEqual([]);
      await dismissNotices(page);
    });
  }
});
