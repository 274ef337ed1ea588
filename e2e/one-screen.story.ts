/**
 * Cause and effect on one screen: maps, sliders and what is open beside them, in each room that has
 * maps, at each size of window, in both languages.
 */
import { languages, putOn, sizeOf } from '../scripts/states.mjs';
import { type Box, boxOf, control, expect, open, type Page, surface, test, visit } from './page.ts';

interface Screen {
  readonly size: string;
  readonly theme?: 'projector';
}

const screens: readonly Screen[] = [
  { size: '1280x620' },
  { size: '1366x657' },
  { size: '1440x789' },
  { size: '1440x900' },
  { size: '1920x1080' },
  { size: '1920x1080', theme: 'projector' },
  { size: '2560x1440' },
  { size: '820x1180' },
  { size: '390x844' },
];

const inDock = (name: string) => `.controls [data-control="${name}"]`;
const sliders = ['length', 'dim', 'base'].map(inDock);
const gain = '#experiment [data-control=gain]';

interface Panel {
  readonly panel: string;
  /** Square pixels that it has at least, so that it can be read. */
  readonly area: number;
  /** Whether a phone shows it below what is seen first. */
  readonly below?: boolean;
}

/** What is in sight together. */
interface View {
  readonly name: string;
  readonly query: string;
  readonly maps: string;
  /** How many maps there are, on a phone and elsewhere. */
  readonly count: readonly [phone: number, others: number];
  /** The maps are squares of at least this side, screen by screen. */
  readonly least: readonly number[];
  readonly sliders: readonly string[];
  /** Above the dock. */
  readonly panels: readonly Panel[];
  /** Whether a phone scrolls the room, and only down, to what stands below the maps. */
  readonly scrolls: boolean;
}

const encode = {
  query: 'length=24&dim=32',
  maps: '.plate [data-map]',
  count: [1, 3],
  sliders,
  scrolls: false,
} as const;
const attend = {
  query: 'room=attend&length=12&dim=16&heads=2',
  maps: '[data-stage-map]',
  count: [1, 1],
  scrolls: true,
} as const;

const views: readonly View[] = [
  {
    ...encode,
    name: 'Encode',
    least: [235, 270, 360, 360, 520, 440, 700, 260, 280],
    panels: [],
  },
  {
    ...encode,
    name: 'Encode with a lens',
    query: `${encode.query}&lens=wavelengths`,
    least: [210, 240, 260, 260, 380, 330, 500, 240, 150],
    panels: [{ panel: '#lens', area: 50_000 }],
  },
  {
    ...attend,
    name: 'Attend',
    least: [215, 250, 360, 450, 630, 440, 880, 340, 220],
    sliders,
    panels: [
      { panel: '#how', area: 20_000, below: true },
      { panel: '.heads', area: 20_000, below: true },
    ],
  },
  {
    ...attend,
    name: 'Attend with an experiment',
    query: `${attend.query}&experiment=fuse`,
    least: [215, 250, 360, 450, 630, 440, 880, 340, 140],
    // What is moved, beside what it moves.
    sliders: [...sliders, gain],
    panels: [
      { panel: '#experiment', area: 20_000 },
      { panel: '.heads', area: 20_000, below: true },
    ],
  },
  {
    name: 'Compare',
    query: 'room=compare&compare=rope&length=12&dim=16&heads=2',
    maps: '.compare-column .surface',
    // Two maps of each scheme, on a phone one.
    count: [2, 4],
    least: [220, 255, 285, 285, 400, 360, 530, 300, 160],
    sliders: [...sliders, inDock('1.base')],
    panels: [{ panel: '.compare-numbers', area: 0 }],
    scrolls: true,
  },
];

interface Measured {
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
      page: [scrollWidth - innerWidth, scrollHeight - innerHeight] as const,
      room: [room.scrollWidth - room.clientWidth, room.scrollHeight - room.clientHeight] as const,
      boxes: Object.fromEntries(wanted.map((each) => [each, boxesOf(each)])),
    };
  }, selectors);
}

const bottom = ({ y, height }: Box) => y + height;
const right = ({ x, width }: Box) => x + width;
const dockIs = '.controls';

/** Measures a view when its maps and its dock lie where they should. */
async function measuredOnce(page: Page, view: View, height: number, name: string) {
  const panels = view.panels.map(({ panel }) => panel);
  const selectors = [view.maps, dockIs, ...view.sliders, ...panels];
  let found = await measure(page, selectors);
  await expect
    .poll(
      async () => {
        found = await measure(page, selectors);
        const dock = found.boxes[dockIs]?.[0];
        const lowest = Math.max(...(found.boxes[view.maps] ?? []).map(bottom));
        return dock !== undefined && bottom(dock) <= height + 0.5 && lowest < dock.y;
      },
      { message: `${name}: maps above the dock, the dock in the window` },
    )
    .toBe(true);
  return found;
}

async function expectOneScreen(page: Page, view: View, screen: number, lang: string) {
  const { size: text, theme = 'light' } = screens[screen] ?? { size: '' };
  const name = `${view.name}, ${text}, ${theme}, ${lang}`;
  const size = sizeOf(text);
  const { width, height } = size;
  const phone = width < 640;
  await putOn(page, { size, lang, theme });
  for (const { panel } of view.panels) await expect(page.locator(panel).first()).toBeVisible();
  const { boxes, ...found } = await measuredOnce(page, view, height, name);
  const only = (selector: string): Box => {
    const [box] = boxes[selector] ?? [];
    if (!box) throw new Error(`${name}: no ${selector}`);
    return box;
  };
  const dock = only(dockIs);

  expect(Math.max(...found.page), `${name}: nothing of the page to scroll`).toBeLessThanOrEqual(0);
  if (view.scrolls) {
    expect(found.room[0], `${name}: nothing sideways in the room`).toBeLessThanOrEqual(0);
  }
  if (!phone || !view.scrolls) {
    expect(found.room[1], `${name}: nothing to scroll in the room`).toBeLessThanOrEqual(0);
  }
  for (const each of view.sliders) {
    const slider = only(each);
    expect(slider.x, `${name}: ${each}`).toBeGreaterThanOrEqual(0);
    expect(right(slider), `${name}: ${each}`).toBeLessThanOrEqual(width);
    const lowest = each === gain ? dock.y : height;
    expect(bottom(slider), `${name}: ${each}`).toBeLessThanOrEqual(lowest);
    expect(slider.width, `${name}: ${each} is wide enough to be dragged`).toBeGreaterThanOrEqual(
      110,
    );
  }
  const maps = boxes[view.maps] ?? [];
  expectMaps(maps, name, {
    width,
    count: view.count[phone ? 0 : 1],
    least: view.least[screen] ?? 0,
  });
  for (const { panel, area, below } of view.panels) {
    if (phone && below) continue;
    const box = only(panel);
    expect(right(box), `${name}: ${panel} in the window`).toBeLessThanOrEqual(width);
    expect(bottom(box), `${name}: ${panel} above the dock`).toBeLessThanOrEqual(dock.y + 0.5);
    expect(box.width * box.height, `${name}: ${panel} can be read`).toBeGreaterThan(area);
  }
}

function expectMaps(
  maps: readonly Box[],
  name: string,
  { width, count, least }: { width: number; count: number; least: number },
): void {
  expect(maps.length, `${name}: maps`).toBe(count);
  const side = maps[0]?.width ?? 0;
  expect(side, `${name}: as large as the screen allows`).toBeGreaterThanOrEqual(least);
  for (const map of maps) {
    expect([map.width, map.height], `${name}: squares of one size`).toEqual([side, side]);
    expect(map.x, `${name}: a map in the window`).toBeGreaterThanOrEqual(0);
    expect(right(map), `${name}: a map in the window`).toBeLessThanOrEqual(width);
  }
  // Maps in one row stand equally far apart, those of one scheme and of two.
  const row = maps
    .filter(({ y }) => Math.abs(y - (maps[0]?.y ?? 0)) < 1)
    .toSorted((one, other) => one.x - other.x);
  const gaps = row.slice(1).map((map, i) => map.x - right(row[i] ?? map));
  for (const gap of gaps) {
    expect(gap, `${name}: a gap`).toBeGreaterThanOrEqual(16);
    expect(gap, `${name}: equal gaps`).toBeCloseTo(gaps[0] ?? 0, 0);
  }
}

/** The label in bold and the horizontal line of the first map are of one row. */
async function expectLabelAtRow(page: Page, size: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const label = await boxOf(page.locator('.plate .tokens .here').first());
        const line = await boxOf(page.locator('.plate .cross-line').first());
        return Math.abs(label.y + label.height / 2 - line.y - line.height / 2);
      },
      { message: size },
    )
    .toBeLessThan(4);
}

const curveParts = [dockIs, '.room', '.compare-column .surface', '.compare-curves svg'];

async function expectCurves(page: Page, width: number, name: string): Promise<void> {
  await expect(page.locator('.compare-curves svg').last()).toBeVisible();
  const { boxes, room: scrolled } = await measure(page, curveParts);
  const [dock, room, maps = [], curves = []] = [
    boxes[dockIs]?.[0],
    boxes['.room']?.[0],
    boxes['.compare-column .surface'],
    boxes['.compare-curves svg'],
  ];
  if (!dock || !room) throw new Error(`${name}: no room`);
  expect(Math.max(...scrolled), `${name}: nothing to scroll`).toBeLessThanOrEqual(0);
  const lowest = Math.max(...[...maps, ...curves].map(bottom));
  expect((lowest - room.y) / room.height, `${name}: used`).toBeGreaterThanOrEqual(0.85);
  expect(lowest, `${name}: above the dock`).toBeLessThanOrEqual(dock.y);
  for (const curve of curves) {
    expect(right(curve), `${name}: in the window`).toBeLessThanOrEqual(width);
    expect(Math.min(curve.width, curve.height), `${name}: legible`).toBeGreaterThan(100);
    // Beside the maps, or below them.
    for (const map of maps) {
      const apart = curve.x >= right(map) || curve.y >= bottom(map);
      expect(apart, `${name}: over no map`).toBe(true);
    }
  }
}

const usual = { lang: 'en', theme: 'light' };
const mapsOf = async (page: Page) => (await measure(page, [encode.maps])).boxes[encode.maps] ?? [];

/**
 * Every size in both languages: only one of the two changes at a time, and each view begins at the size
 * where the one before ends.
 */
const rounds = (turn: number) => {
  const order = turn % 2 === 0 ? [...screens.keys()] : [...screens.keys()].toReversed();
  return order.flatMap((screen, i) =>
    (i % 2 === 0 ? languages : languages.toReversed()).map((lang) => ({ lang, screen })),
  );
};

test('all that belongs together is on one screen', async ({ page }) => {
  await open(page, encode.query);
  for (const [turn, view] of views.entries()) {
    const fact = `${view.name}: all is in sight together at every size, in both languages`;
    await test.step(fact, async () => {
      if (turn > 0) await visit(page, view.query);
      // What a link opens is fetched first.
      for (const { panel } of view.panels) await page.locator(panel).first().waitFor();
      for (const slider of view.sliders) await page.locator(slider).first().waitFor();
      for (const { lang, screen } of rounds(turn)) {
        await expectOneScreen(page, view, screen, lang);
        const { size = '', theme = 'light' } = screens[screen] ?? {};
        if (lang !== 'en') continue;
        if (view.name === 'Encode') {
          await test.step('the label of the crosshair’s row stands at its row, in every arrangement', () =>
            expectLabelAtRow(page, `${size}, ${theme}`));
        }
        if (view.name === 'Compare' && sizeOf(size).width >= 1920) {
          await test.step('Compare: what the maps leave of a large screen is used by curves', () =>
            expectCurves(page, sizeOf(size).width, `rope, ${size}, ${theme}`));
        }
      }
    });
  }
  await test.step('Compare: what the maps leave of a large screen is used by curves', async () => {
    for (const schemes of ['rope;alibi', 'rope;alibi;t5']) {
      await visit(page, `room=compare&compare=${schemes}&length=12&dim=16&heads=2`);
      for (const { size: text, theme = 'light' } of screens) {
        const size = sizeOf(text);
        if (size.width < 1920) continue;
        await putOn(page, { size, lang: 'en', theme });
        await expectCurves(page, size.width, `${schemes}, ${text}, ${theme}`);
      }
    }
  });
  await visit(page, encode.query);
  await test.step('the drawer covers nothing: the maps make room for it', async () => {
    await putOn(page, { ...usual, size: sizeOf('1366x657') });
    await page.locator('.drawer-toggle').click();
    await expect(control(page, 'seed')).toBeVisible();
    // Both move until all is laid out: it is below them, or beside them where the window is wide.
    const covered = async () => {
      const drawer = await boxOf(page.locator('.drawer'));
      const maps = await mapsOf(page);
      return maps.filter((map) => bottom(map) > drawer.y && right(map) > drawer.x).length;
    };
    await expect.poll(covered).toBe(0);
    for (const map of await mapsOf(page)) expect(map.width).toBeGreaterThan(120);
    await page.locator('.drawer-toggle').click();
    await expect(control(page, 'seed')).toHaveCount(0);
  });
  await test.step('on a phone the other maps are a tap away', async () => {
    await putOn(page, { ...usual, size: sizeOf('390x844') });
    await expect(surface(page, 'positions')).toBeVisible();
    for (const map of ['similarity', 'attention', 'positions'] as const) {
      await page.locator(`[data-map-tab=${map}]`).click();
      await expect(surface(page, map)).toBeVisible();
      await expect(page.locator('[data-map]')).toHaveCount(1);
    }
  });
  await test.step('Attend: nothing moves while a slider is dragged, in the dock or in an experiment', async () => {
    await putOn(page, { ...usual, size: sizeOf('1366x657') });
    await visit(page, 'room=attend&length=24&dim=32&experiment=fuse');
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
});
