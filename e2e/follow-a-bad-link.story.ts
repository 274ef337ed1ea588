/** Following a bad link: the page paints what it can, and says what it could not take. */
import { boxOf, expect, open, picture, settle, spec, test } from './page.ts';

const long = 'a'.repeat(1_900);

const links: readonly (readonly [query: string, named: string | null])[] = [
  ['length=5000', 'length'],
  ['length=-3', 'length'],
  ['length=7.5', 'length'],
  ['length=NaN', 'length'],
  ['length=', 'length'],
  ['length=12&length=20', 'length'],
  ['dim=1e9', 'dim'],
  ['heads=3&dim=64', 'heads'],
  ['head=9', 'head'],
  ['dim=7&encoding=rope', 'dim'],
  ['encoding=rope&rotaryDim=7', 'rotaryDim'],
  ['encoding=magic', 'encoding'],
  ['encoding=alibi&form=sideways', 'form'],
  ['encoding=alibi&base=100', 'base'],
  ['start=1048575&length=64', 'start'],
  ['seed=-1', 'seed'],
  ['mask=maybe', 'mask'],
  ['base=zero', 'base'],
  ['colour=red', 'colour'],
  ['__proto__=1', '__proto__'],
  ['constructor[prototype]=x', 'constructor'],
  ['text=%E4%F', 'text'],
  ['theme=pink', 'theme'],
  ['lang=tlh', 'lang'],
  ['hide=everything', 'hide'],
  ['compare=magic;rope', 'compare'],
  ['gain=9', 'gain'],
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
  ['&&==&=1&%00=2', ''],
];

for (const [query, named] of links) {
  const what = named === null ? 'is taken as it is' : `has a notice about “${named}”`;
  test(`?${query.slice(0, 50)} ${what}`, async ({ page }) => {
    // The nearest length to 5,000 is 4,096: sixteen million cells on a software GPU.
    if (query === 'length=5000') test.setTimeout(180_000);
    await open(page, query);
    const { dim, heads } = await spec(page);
    expect(dim % heads).toBe(0);
    for (const map of (await picture(page)).slice(1)) {
      expect(map.every((colour) => colour.length === 3 && colour.some((part) => part > 0))).toBe(
        true,
      );
    }
    const notices = page.locator('.notice');
    if (named === null) await expect(notices).toHaveCount(0);
    else await expect(notices.first()).toContainText(named);
  });
}

test('a text of 100,000 characters is answered', async ({ page }) => {
  await open(page, 'length=32');
  await page.locator('#text').fill('one more word '.repeat(7_143).slice(0, 100_000));
  await page.locator('#text').blur();
  await settle(page);
  expect((await spec(page)).text.length).toBe(100_000);
  await expect(page.locator('.notice')).toContainText('too long for a link');
  expect(page.url().length).toBeLessThan(2_100);
  await expect(page.locator('.control-problem')).toContainText('at least 4,096 tokens');
});

for (const [width, height] of [
  [1366, 657],
  [390, 844],
] as const) {
  test(`at ${width} × ${height} a notice covers no map and no control that it may speak of`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await open(page, 'length=12.5&dim=1e9&heads=0&seed=-1&mask=maybe');
    await expect(page.locator('.notice')).toHaveCount(5);
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
  });
}
