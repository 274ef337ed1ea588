/** Sliders and maps on one screen: at each size of window, in both languages, with a lens open too. */
import {
  boxOf,
  control,
  expect,
  laidOut,
  mapNames,
  open,
  type Page,
  surface,
  test,
} from './page.ts';

interface Screen {
  readonly size: string;
  readonly theme?: 'projector';
  /** The maps are squares of at least this side, without a lens and with one. */
  readonly least: readonly [number, number];
}

const screens: readonly Screen[] = [
  { size: '1280x620', least: [235, 210] },
  { size: '1366x657', least: [270, 240] },
  { size: '1440x789', least: [360, 260] },
  { size: '1440x900', least: [360, 260] },
  { size: '1920x1080', least: [520, 380] },
  { size: '1920x1080', theme: 'projector', least: [440, 330] },
  { size: '2560x1440', least: [700, 500] },
  { size: '820x1180', least: [260, 240] },
  { size: '390x844', least: [280, 150] },
];

async function show(
  page: Page,
  { size, theme }: Screen,
): Promise<{ width: number; height: number }> {
  const [width = 0, height = 0] = size.split('x').map(Number);
  await page.setViewportSize({ width, height });
  await page.locator('[data-control=theme]').selectOption(theme ?? 'light');
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme ?? 'paper');
  await laidOut(page);
  return { width, height };
}

/** The maps that are on the page: on a phone the chosen one. */
async function mapsSeen(page: Page) {
  const seen = [];
  for (const map of mapNames) {
    if ((await surface(page, map).count()) > 0) seen.push(await boxOf(surface(page, map)));
  }
  return seen;
}

/** How far a row of maps stands apart, from one to the next. */
function gapsOf(
  maps: readonly { readonly x: number; readonly y: number; readonly width: number }[],
) {
  return maps
    .slice(1)
    .map((map, i) => ({ map, before: maps[i] }))
    .filter(({ map, before }) => before?.y === map.y)
    .map(({ map, before }) => map.x - (before?.x ?? 0) - map.width);
}

async function expectOneScreen(page: Page, screen: Screen, lens: boolean): Promise<void> {
  const name = `${screen.size} ${screen.theme ?? ''} ${lens ? 'with a lens' : ''}`;
  const { width, height } = await show(page, screen);
  await expect
    .poll(
      async () => {
        const dock = await boxOf(page.locator('.controls'));
        const maps = await mapsSeen(page);
        const lowest = Math.max(...maps.map(({ y, height: high }) => y + high));
        return dock.y + dock.height <= height + 0.5 && lowest < dock.y;
      },
      { message: `${name}: maps above the dock, the dock in the window` },
    )
    .toBe(true);
  const sides = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const room = document.querySelector('.room');
    return {
      scrollWidth,
      scrollHeight,
      room: room ? room.scrollHeight - room.clientHeight : Number.NaN,
    };
  });
  expect(sides.scrollWidth, `${name}: nothing sideways`).toBeLessThanOrEqual(width);
  expect(sides.scrollHeight, `${name}: nothing to scroll`).toBeLessThanOrEqual(height);
  expect(sides.room, `${name}: nothing to scroll in the room`).toBeLessThanOrEqual(0);
  for (const each of ['length', 'dim', 'base']) {
    const box = await boxOf(control(page, each));
    expect(box.x, `${name}: ${each}`).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width, `${name}: ${each}`).toBeLessThanOrEqual(width);
    expect(box.y + box.height, `${name}: ${each}`).toBeLessThanOrEqual(height);
    expect(box.width, `${name}: ${each} is wide enough to be dragged`).toBeGreaterThanOrEqual(110);
  }
  const maps = await mapsSeen(page);
  expect(maps.length).toBe(width < 640 ? 1 : 3);
  const side = maps[0]?.width ?? 0;
  for (const map of maps) {
    expect(map.width, `${name}: squares of one size`).toBe(side);
    expect(map.height, `${name}: squares of one size`).toBe(side);
    expect(map.x + map.width, `${name}: a map in the window`).toBeLessThanOrEqual(width);
  }
  expect(side, `${name}: as large as the screen allows`).toBeGreaterThanOrEqual(
    screen.least[lens ? 1 : 0],
  );
  const gaps = gapsOf(maps);
  for (const gap of gaps) expect(gap, `${name}: gaps`).toBeCloseTo(gaps[0] ?? 0, 0);
  if (lens) {
    const panel = await boxOf(page.locator('#lens'));
    const dock = await boxOf(page.locator('.controls'));
    expect(panel.x + panel.width, `${name}: the lens in the window`).toBeLessThanOrEqual(width);
    expect(panel.y + panel.height, `${name}: the lens above the dock`).toBeLessThanOrEqual(
      dock.y + 0.5,
    );
    expect(panel.width * panel.height, `${name}: the lens can be read`).toBeGreaterThan(50_000);
  }
}

for (const lang of ['en', 'zh-CN']) {
  test(`maps, sliders and a lens are in sight together at every size, in ${lang}`, async ({
    page,
  }) => {
    await open(page, `lang=${lang}&length=24&dim=32`);
    for (const screen of screens) await expectOneScreen(page, screen, false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('[data-lens=wavelengths]').click();
    for (const screen of screens) await expectOneScreen(page, screen, true);
  });
}

test('the drawer covers nothing: the maps make room for it', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 657 });
  await open(page, 'length=24&dim=32');
  await page.locator('.drawer-toggle').click();
  await expect(control(page, 'seed')).toBeVisible();
  const drawer = await boxOf(page.locator('.drawer'));
  await expect
    .poll(async () => Math.max(...(await mapsSeen(page)).map(({ y, height }) => y + height)))
    .toBeLessThan(drawer.y);
  for (const map of await mapsSeen(page)) expect(map.width).toBeGreaterThan(120);
  await page.locator('.drawer-toggle').click();
  await expect(control(page, 'seed')).toHaveCount(0);
});

test('on a phone the other maps are a tap away', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, 'length=24&dim=32');
  await expect(surface(page, 'positions')).toBeVisible();
  for (const map of ['similarity', 'attention', 'positions'] as const) {
    await page.locator(`[data-map-tab=${map}]`).click();
    await expect(surface(page, map)).toBeVisible();
    await expect(page.locator('[data-map]')).toHaveCount(1);
  }
});

test('the label of the crosshair’s row stands at its row, in every arrangement', async ({
  page,
}) => {
  await open(page, 'length=24&dim=32');
  for (const screen of screens) {
    await show(page, screen);
    // The label in bold and the horizontal line of the first map are of one row.
    await expect
      .poll(
        async () => {
          const label = await boxOf(page.locator('.plate .tokens .here').first());
          const line = await boxOf(page.locator('.plate .cross-line').first());
          return Math.abs(label.y + label.height / 2 - line.y - line.height / 2);
        },
        { message: screen.size },
      )
      .toBeLessThan(4);
  }
});
