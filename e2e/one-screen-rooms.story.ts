/** Cause and effect on one screen in Attend and Compare: maps, sliders and what is open beside them. */
import { type Box, boxOf, expect, laidOut, open, type Page, test } from './page.ts';

interface Screen {
  readonly size: string;
  readonly theme?: 'projector';
  /** The map is a square of at least this side. */
  readonly least: number;
}

interface Measured {
  readonly width: number;
  readonly height: number;
  /** How far the page and its room scroll, sideways and down. */
  readonly page: readonly [number, number];
  readonly room: readonly [number, number];
  /** All that a selector finds. */
  readonly boxes: Readonly<Record<string, readonly Box[]>>;
}

/** Measures everything at once: on a busy machine each question to the page takes its time. */
function measure(page: Page, selectors: readonly string[]): Promise<Measured> {
  return page.evaluate((wanted) => {
    const room = document.querySelector('.room');
    if (!room) throw new Error('room: none');
    const { scrollWidth, scrollHeight } = document.documentElement;
    const boxesOf = (selector: string) =>
      [...document.querySelectorAll(selector)].map((each) => {
        const { x, y, width, height } = each.getBoundingClientRect();
        return { x, y, width, height };
      });
    return {
      width: innerWidth,
      height: innerHeight,
      page: [scrollWidth - innerWidth, scrollHeight - innerHeight] as const,
      room: [room.scrollWidth - room.clientWidth, room.scrollHeight - room.clientHeight] as const,
      boxes: Object.fromEntries(wanted.map((each) => [each, boxesOf(each)])),
    };
  }, selectors);
}

const bottom = ({ y, height }: Box) => y + height;
const right = ({ x, width }: Box) => x + width;

/** Shows a screen, and measures when its maps and its dock lie where they should. */
async function measuredOn(
  page: Page,
  { size, theme }: Screen,
  maps: string,
  others: readonly string[],
  name: string,
): Promise<Measured & { readonly maps: readonly Box[]; readonly dock: Box }> {
  const [width = 0, height = 0] = size.split('x').map(Number);
  await page.setViewportSize({ width, height });
  const shown = page.locator('html');
  if ((await shown.getAttribute('data-theme')) !== (theme ?? 'paper')) {
    await page.locator('[data-control=theme]').selectOption(theme ?? 'light');
    await expect(shown).toHaveAttribute('data-theme', theme ?? 'paper');
  }
  await laidOut(page);
  let found = await measure(page, [maps, '.controls', ...others]);
  await expect
    .poll(
      async () => {
        found = await measure(page, [maps, '.controls', ...others]);
        const dock = found.boxes['.controls']?.[0];
        const lowest = Math.max(...(found.boxes[maps] ?? []).map(bottom));
        return dock !== undefined && bottom(dock) <= height + 0.5 && lowest < dock.y;
      },
      { message: `${name}: maps above the dock, the dock in the window`, timeout: 15_000 },
    )
    .toBe(true);
  const [dock] = found.boxes['.controls'] ?? [];
  if (!dock) throw new Error('dock: none');
  return { ...found, maps: found.boxes[maps] ?? [], dock };
}

/** What holds on every screen, of the maps and of the sliders of these names. */
function expectOneScreen(
  { width, height, page, room, boxes, maps }: Awaited<ReturnType<typeof measuredOn>>,
  sliders: readonly string[],
  name: string,
): void {
  expect(Math.max(...page), `${name}: nothing of the page to scroll`).toBeLessThanOrEqual(0);
  expect(room[0], `${name}: nothing sideways in the room`).toBeLessThanOrEqual(0);
  // A phone shows the rest of a room below its maps.
  if (width > 640) expect(room[1], `${name}: nothing to scroll in it`).toBeLessThanOrEqual(0);
  for (const each of sliders) {
    const [slider] = boxes[each] ?? [];
    if (!slider) throw new Error(`${name}: no ${each}`);
    expect(slider.x, `${name}: ${each}`).toBeGreaterThanOrEqual(0);
    expect(right(slider), `${name}: ${each}`).toBeLessThanOrEqual(width);
    expect(bottom(slider), `${name}: ${each}`).toBeLessThanOrEqual(height);
    expect(slider.width, `${name}: ${each} is wide enough to be dragged`).toBeGreaterThanOrEqual(
      110,
    );
  }
  for (const map of maps) {
    expect([map.width, map.height], `${name}: squares of one size`).toEqual([
      maps[0]?.width,
      maps[0]?.width,
    ]);
    expect(map.x, `${name}: a map in the window`).toBeGreaterThanOrEqual(0);
    expect(right(map), `${name}: a map in the window`).toBeLessThanOrEqual(width);
  }
}

const inDock = (name: string) => `.controls [data-control="${name}"]`;
const sliders = ['length', 'dim', 'base'].map(inDock);

const attend: readonly Screen[] = [
  { size: '1280x620', least: 215 },
  { size: '1366x657', least: 250 },
  { size: '1440x789', least: 360 },
  { size: '1440x900', least: 450 },
  { size: '1920x1080', least: 630 },
  { size: '1920x1080', theme: 'projector', least: 440 },
  { size: '2560x1440', least: 880 },
  { size: '820x1180', least: 340 },
  { size: '390x844', least: 220 },
];

const gain = '#experiment [data-control=gain]';

async function expectAttend(page: Page, screen: Screen, tried: boolean): Promise<void> {
  const name = `${screen.size} ${screen.theme ?? ''} ${tried ? 'with an experiment' : ''}`;
  const panelIs = tried ? '#experiment' : '#how';
  const others = [...sliders, panelIs, '.heads', gain];
  const found = await measuredOn(page, screen, '[data-stage-map]', others, name);
  expectOneScreen(found, sliders, name);
  const { width, dock, boxes, maps } = found;
  const phone = width < 640;
  expect(maps[0]?.width, `${name}: as large as the screen allows`).toBeGreaterThanOrEqual(
    phone && tried ? 140 : screen.least,
  );
  // On a phone how a number came about and the heads are below the map.
  for (const each of phone ? (tried ? [panelIs] : []) : [panelIs, '.heads']) {
    const [panel] = boxes[each] ?? [];
    if (!panel) throw new Error(`${name}: no ${each}`);
    expect(right(panel), `${name}: ${each} in the window`).toBeLessThanOrEqual(width);
    expect(bottom(panel), `${name}: ${each} above the dock`).toBeLessThanOrEqual(dock.y + 0.5);
    expect(panel.width * panel.height, `${name}: ${each} can be read`).toBeGreaterThan(20_000);
  }
  if (tried) {
    // What is moved, beside what it moves.
    const [slider] = boxes[gain] ?? [];
    expect(slider && bottom(slider), `${name}: the gain above the dock`).toBeLessThan(dock.y);
  }
}

const compare: readonly Screen[] = [
  { size: '1280x620', least: 220 },
  { size: '1366x657', least: 255 },
  { size: '1440x789', least: 285 },
  { size: '1440x900', least: 285 },
  { size: '1920x1080', least: 400 },
  { size: '1920x1080', theme: 'projector', least: 360 },
  { size: '2560x1440', least: 530 },
  { size: '820x1180', least: 300 },
  { size: '390x844', least: 160 },
];

async function expectCompare(page: Page, screen: Screen): Promise<void> {
  const name = `${screen.size} ${screen.theme ?? ''}`;
  const both = [...sliders, inDock('1.base')];
  const found = await measuredOn(
    page,
    screen,
    '.compare-column .surface',
    [...both, '.compare-numbers'],
    name,
  );
  expectOneScreen(found, both, name);
  const { width, dock, boxes, maps } = found;
  expect(maps.length, `${name}: two maps of each scheme, on a phone one`).toBe(width < 640 ? 2 : 4);
  expect(maps[0]?.width, `${name}: as large as the screen allows`).toBeGreaterThanOrEqual(
    screen.least,
  );
  // Maps in one row stand equally far apart, those of one scheme and of two.
  const row = maps
    .filter(({ y }) => Math.abs(y - (maps[0]?.y ?? 0)) < 1)
    .toSorted((one, other) => one.x - other.x);
  const gaps = row.slice(1).map((map, i) => map.x - right(row[i] ?? map));
  for (const gap of gaps) {
    expect(gap, `${name}: a gap`).toBeGreaterThanOrEqual(16);
    expect(gap, `${name}: equal gaps`).toBeCloseTo(gaps[0] ?? 0, 0);
  }
  const [numbers] = boxes['.compare-numbers'] ?? [];
  if (!numbers) throw new Error(`${name}: no numbers`);
  expect(bottom(numbers), `${name}: the numbers above the dock`).toBeLessThan(dock.y);
  expect(right(numbers), `${name}: the numbers in the window`).toBeLessThanOrEqual(width);
}

for (const lang of ['en', 'zh-CN']) {
  test(`Attend: the map, its sliders and an experiment are in sight together, in ${lang}`, async ({
    page,
  }) => {
    await open(page, `room=attend&lang=${lang}&length=12&dim=16&heads=2`);
    for (const screen of attend) await expectAttend(page, screen, false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('[data-experiment=fuse]').click();
    for (const screen of attend) await expectAttend(page, screen, true);
  });

  test(`Compare: maps, numbers and the sliders of both schemes are in sight together, in ${lang}`, async ({
    page,
  }) => {
    await open(page, `room=compare&compare=rope&lang=${lang}&length=12&dim=16&heads=2`);
    await expect(page.locator('.compare-numbers')).toBeVisible();
    for (const screen of compare) await expectCompare(page, screen);
  });
}

test('Attend: nothing moves while a slider is dragged, in the dock or in an experiment', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1366, height: 657 });
  await open(page, 'room=attend&length=24&dim=32&experiment=fuse');
  const parts = [
    '.line-head',
    '[data-line]',
    '.stages',
    '[data-stage-map]',
    '#experiment',
    '.dock',
  ];
  const before = (await measure(page, parts)).boxes;
  for (const slider of [inDock('base'), gain]) {
    const track = await boxOf(page.locator(slider).locator('input[type=range]'));
    await page.mouse.move(track.x + track.width / 2, track.y + track.height / 2);
    await page.mouse.down();
    for (const share of [0.1, 0.6, 0.9]) {
      await page.mouse.move(track.x + share * track.width, track.y + track.height / 2);
      expect((await measure(page, parts)).boxes, `${slider} at ${share}`).toEqual(before);
    }
    await page.mouse.up();
  }
});
