/** Following a bad link: the page paints what it can, and says what it could not take. */
import { expectColours } from './colours.ts';
import { boxOf, expect, laidOut, load, type Page, settle, spec, test, visit } from './page.ts';

const long = 'a'.repeat(1_900);

/** Parts of a link, each with what its notice names. */
type Link = readonly (readonly [part: string, named: string])[];

/** A query that tfjs could not have read, and names of objects. */
const anywhere: Link = [
  ['text=%E4%F', 'text'],
  ['&&==&=1&%00=2', ''],
  ['__proto__=1', '__proto__'],
  ['constructor[prototype]=x', 'constructor'],
];

/** What a page that is loaded meets all at once. */
const loaded: Link = [['length=7.5&theme=pink&hide=everything', 'theme'], ...anywhere];

/** One field of each kind, and each scheme's own reasons; src/state/url.test.ts has all the others. */
const followed: readonly Link[] = [
  [
    ['length=-3', 'length'],
    ['encoding=magic', 'encoding'],
    ['mask=maybe', 'mask'],
    ['colour=red', 'colour'],
    ['lang=tlh', 'lang'],
    ['compare=magic;rope', 'compare'],
    ['room=cellar', 'room'],
    ...anywhere,
  ],
  [
    ['length=12&length=20', 'length'],
    ['heads=3&dim=64', 'heads'],
    ['encoding=rope&rotaryDim=7', 'rotaryDim'],
  ],
  [['dim=1e9&length=8', 'dim']],
  [
    ['dim=7&encoding=rope', 'dim'],
    ['start=1048575&length=64', 'start'],
  ],
  [
    ['encoding=alibi&form=sideways', 'form'],
    ['base=100', 'base'],
  ],
  [['encoding=custom&formula=sin(p', 'formula']],
  [['encoding=m-rope&sections=1,2,3', 'sections']],
];

/** What is no fault. */
const texts = [
  `text=${long}&length=16`,
  'text=%F0%9F%8C%B2%F0%9F%91%A9%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7&tokens=characters',
  'text=%D9%85%D8%B1%D8%AD%D8%A8%D8%A7+%D8%A8%D8%A7%D9%84%D8%B9%D8%A7%D9%84%D9%85',
  'text=+++++',
  'text=',
];

const queryOf = (link: Link) => link.map(([part]) => part).join('&');

/** Sizes that go together, a notice for each part, none where there is none, and maps in their colours. */
async function expectAnswered(page: Page, link: Link): Promise<void> {
  const { dim, heads } = await spec(page);
  expect(dim % heads, queryOf(link)).toBe(0);
  const notices = page.locator('.notice');
  if (link.length === 0) await expect(notices).toHaveCount(0);
  for (const [part, named] of link) {
    await expect(notices.filter({ hasText: `“${named}` }).first(), part).toBeVisible();
  }
  for (const map of ['similarity', 'attention'] as const) await expectColours(page, map);
}

async function dismissNotices(page: Page): Promise<void> {
  const close = page.locator('.notice button:last-of-type');
  await close.evaluateAll((buttons) => {
    for (const button of buttons) if (button instanceof HTMLElement) button.click();
  });
  await expect(page.locator('.notice')).toHaveCount(0);
}

test('a bad link has its notice, and the page paints what it can', async ({ context }) => {
  // Beside the page of the other stories, which would else have to be loaded again after it.
  const page = await context.newPage();
  await test.step('each part of a bad link that is loaded has its notice', async () => {
    await load(page, queryOf(loaded));
    await expectAnswered(page, loaded);
  });

  await test.step('a bad link that is followed in the open page has its notice, and paints what it can', async () => {
    // Small, where that is not what it is about.
    const follow = (query: string) =>
      visit(page, query.includes('length=') ? query : `${query}&length=12`);
    for (const link of followed) {
      await follow(queryOf(link));
      await expectAnswered(page, link);
      await dismissNotices(page);
    }
    for (const text of texts) {
      await follow(text);
      await expectAnswered(page, []);
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
  await page.close();
});
