/** What every story needs: the page opened and ready, its numbers, its pixels, and no error on the way. */
import {
  type BrowserContext,
  test as base,
  type ConsoleMessage,
  expect,
  type Locator,
  type Page,
  type ViewportSize,
  type WebError,
} from '@playwright/test';
import type { DeviceReport } from '../src/script.ts';
import type { Spec } from '../src/state/spec.ts';
import { openAgain } from './again.ts';

export type { Page, Spec };
export { expect };

export type MapName = 'positions' | 'similarity' | 'attention';
export const mapNames: readonly MapName[] = ['positions', 'similarity', 'attention'];

/** Milliseconds. Playwright else looks at every frame, and has each drawn for it. */
const polling = 20;

export type Colour = readonly number[];
/** Row and column, counted from 0. */
export type Cell = readonly [row: number, column: number];

export interface Quantity {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Options {
  /** What the browser may say on the console while this story goes on. */
  allowed: readonly RegExp[];
  /** Whether the first sight of the page was dismissed before. */
  introduced: boolean;
  /** For a story about what the browser prefers: nobody chose language or theme before it. */
  preferred: boolean;
  /** For a story that leaves traces no other may see: in storage, on the network, in every new page. */
  ownContext: boolean;
  noFaults: void;
}

/**
 * The pages that stories leave to the next of the same options, by these: loading is then half as
 * dear. The one longest unused goes first.
 */
const kept = new Map<string, Page>();

/** A story or two of other options in between cost no page its place. */
const mostKept = 3;

/** The options of the contexts that were made here. */
const optionsOf = new WeakMap<BrowserContext, { options: string; preferred: boolean }>();

/** A test that fails on any uncaught error and on any error or warning on the console. */
export const test = base.extend<Options>({
  allowed: [[], { option: true }],
  introduced: [true, { option: true }],
  preferred: [false, { option: true }],
  ownContext: [false, { option: true }],
  context: async (
    {
      browser,
      introduced,
      preferred,
      ownContext,
      viewport,
      locale,
      colorScheme,
      hasTouch,
      isMobile,
      serviceWorkers,
      contextOptions,
    },
    give,
  ) => {
    const options = JSON.stringify({
      ownContext,
      introduced,
      preferred,
      locale,
      colorScheme,
      hasTouch,
      isMobile,
      serviceWorkers,
      contextOptions,
    });
    const left = ownContext ? undefined : kept.get(options);
    kept.delete(options);
    const page = left && !left.isClosed() ? left : null;
    if (page) await asNew(page, viewport);
    // It takes viewport, language and the like from the options of the story.
    const context = page?.context() ?? (await browser.newContext());
    if (!page) {
      if (introduced) await context.addInitScript(rememberIntroduced);
      optionsOf.set(context, { options, preferred });
      await context.newPage();
    }
    await give(context);
    const [first] = context.pages();
    if (ownContext || !first) {
      await context.close();
      return;
    }
    kept.set(options, first);
    for (const [longest, unused] of kept) {
      if (kept.size <= mostKept) break;
      kept.delete(longest);
      await unused.context().close();
    }
  },
  page: async ({ context }, give) => {
    const [page] = context.pages();
    if (!page) throw new Error('page: none');
    await give(page);
  },
  noFaults: [
    async ({ context, allowed }, use) => {
      const { faults, stop } = watch(context);
      await use();
      stop();
      const unexpected = faults.filter((fault) => !allowed.some((pattern) => pattern.test(fault)));
      expect(unexpected, 'errors and warnings on the page').toEqual([]);
    },
    { auto: true },
  ],
});

/** Takes from a page what the story before did around it; what it did in it is left to `open`. */
async function asNew(page: Page, viewport: ViewportSize | null): Promise<void> {
  for (const other of page.context().pages()) if (other !== page) await other.close();
  await page.unrouteAll();
  await page.context().clearPermissions();
  await page.mouse.move(0, 0);
  await fit(page, viewport);
}

/** Has the window of that size: the browser lays it out anew also where it has. */
export async function fit(page: Page, to: ViewportSize | null): Promise<void> {
  const { width, height } = page.viewportSize() ?? {};
  if (to && (to.width !== width || to.height !== height)) await page.setViewportSize(to);
}

/** As dismissing the first sight does, in every page and frame that may store anything. */
function rememberIntroduced(): void {
  try {
    localStorage.setItem('whereabouts.introduced', 'yes');
  } catch {
    // A frame without an origin.
  }
}

/** What Playwright writes where playwright.config.ts keeps the service worker out. */
const blocked = 'Service Worker registration blocked by Playwright';

function watch(context: BrowserContext): { faults: readonly string[]; stop: () => void } {
  const faults: string[] = [];
  const uncaught = (error: WebError) => faults.push(`uncaught: ${String(error.error())}`);
  const said = (message: ConsoleMessage) => {
    const type = message.type();
    if (message.text() === blocked) return;
    if (type === 'error' || type === 'warning') faults.push(`${type}: ${message.text()}`);
  };
  context.on('weberror', uncaught);
  context.on('console', said);
  return {
    faults,
    stop() {
      context.off('weberror', uncaught);
      context.off('console', said);
    },
  };
}

/**
 * Shows the page with a query, as one just loaded that has followed this link; whether it is loaded
 * for it is left to `openAgain`. For what loading itself does there is `load`.
 */
export async function open(page: Page, query = ''): Promise<void> {
  const made = optionsOf.get(page.context());
  if (!made) throw new Error('open: not a page of these stories');
  await openAgain(page, query, made);
  expect((await device(page)).backend).toBe('webgpu');
}

/** Loads the page with a query and waits for its first picture, on WebGPU unless told otherwise. */
export async function load(page: Page, query = '', backend: 'webgpu' | 'other' = 'webgpu') {
  // Nothing of the page before goes on meanwhile, such as its full screen.
  await page.goto('about:blank');
  await page.goto(query === '' ? '/' : `/?${query}`);
  await ready(page);
  const report = await device(page);
  if (backend === 'webgpu') {
    expect(report.backend).toBe('webgpu');
    expect(report.adapter).not.toBe('');
  } else {
    expect(report.backend).not.toBe('webgpu');
  }
}

/**
 * The same for a link that is followed in the open page, as Back follows one: nothing is loaded again.
 * What no link says stays: language, theme and the cell that is pointed at.
 */
export async function visit(page: Page, query: string): Promise<void> {
  await page.evaluate(async (search) => {
    history.pushState(null, '', `?${search}`);
    dispatchEvent(new PopStateEvent('popstate'));
    await window.whereabouts.apply({});
  }, query);
  await screenFrames(page);
}

/** Waits until the first picture is painted and the fonts can move nothing any more. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => 'whereabouts' in window, null, { timeout: 90_000, polling });
  await page.evaluate(async () => {
    await window.whereabouts.ready;
    await document.fonts.ready;
  });
  await screenFrames(page);
}

/** Lets the screen show two frames. */
export function screenFrames(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
  );
}

/** Waits until maps, dock and panels lie still: after another size of window they are laid out anew. */
export async function laidOut(page: Page): Promise<void> {
  const boxes = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.surface, .controls, .dock, #lens, #experiment')].map((each) =>
        JSON.stringify(each.getBoundingClientRect()),
      ),
    );
  await screenFrames(page);
  await expect
    .poll(async () => {
      const before = await boxes();
      await screenFrames(page);
      return JSON.stringify(before) === JSON.stringify(await boxes());
    })
    .toBe(true);
}

export async function device(page: Page): Promise<DeviceReport> {
  const report = await page.evaluate(() => window.whereabouts.device());
  if (!report) throw new Error('device: none yet');
  return report;
}

export function spec(page: Page): Promise<Spec> {
  return page.evaluate(() => window.whereabouts.spec());
}

export function apply(page: Page, patch: object): Promise<Spec> {
  return page.evaluate((given) => window.whereabouts.apply(given), patch);
}

/** Waits until what was last asked for is painted. It ends a gesture, as letting go does. */
export async function settle(page: Page): Promise<void> {
  await apply(page, {});
  await screenFrames(page);
}

export function readAll(page: Page, name: string): Promise<Quantity> {
  return page.evaluate(async (quantity) => {
    const { shape, data } = await window.whereabouts.read(quantity);
    return { shape, data: [...data] };
  }, name);
}

/** The error that a script's call ends in, as `NAME: message`; null if it ends in none. */
export function refusal(
  page: Page,
  call: 'apply' | 'read' | 'race',
  argument: unknown,
): Promise<string | null> {
  return page.evaluate(
    async ([name, given]) => {
      try {
        const script = window.whereabouts;
        if (name === 'read') await script.read(String(given));
        else await script[name](given);
        return null;
      } catch (error) {
        return String(error);
      }
    },
    [call, argument] as const,
  );
}

/** Tensors and bytes, once the page has done what it does when it rests. */
export async function memory(page: Page) {
  const found = await page.evaluate(async () => {
    // Not at every frame: to ask for one has it drawn.
    while (!window.whereabouts.memory()?.resting) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return window.whereabouts.memory();
  });
  if (!found) throw new Error('memory: no device');
  return found;
}

/** Opens the picker and takes a scheme from it. */
export async function chooseScheme(page: Page, id: string): Promise<void> {
  await control(page, 'encoding').click();
  await page.locator(`[data-scheme="${id}"]`).click();
  await expect(page.locator('.picker')).toHaveCount(0);
}

export const surface = (page: Page, map: MapName) => page.locator(`[data-map=${map}]`);
export const control = (page: Page, name: string) => page.locator(`[data-control="${name}"]`);
export const slider = (page: Page, name: string) =>
  control(page, name).locator('input[type=range]');
export const numberField = (page: Page, name: string) => control(page, name).locator('.number');

/** The colours at the centres of some cells of a map that is seen whole. */
export function pixels(
  page: Page,
  map: MapName,
  size: Cell,
  cells: readonly Cell[],
): Promise<Colour[]> {
  return pixelsOn(surface(page, map), size, cells);
}

/** The same of any heatmap, by what is around its canvas. */
export function pixelsOn(around: Locator, size: Cell, cells: readonly Cell[]): Promise<Colour[]> {
  return pixelsOf(around.locator('canvas'), size, cells);
}

/** The same of a canvas itself. */
export function pixelsOf(
  painted: Locator,
  [rows, columns]: Cell,
  cells: readonly Cell[],
): Promise<Colour[]> {
  return painted.evaluate(
    (canvas, given) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error('pixels: no canvas');
      const { width, height } = canvas;
      const context = new OffscreenCanvas(width, height).getContext('2d', {
        willReadFrequently: true,
      });
      if (!context) throw new Error('pixels: no 2d context');
      context.drawImage(canvas, 0, 0);
      return given.cells.map(([row, column]) => {
        const x = Math.floor(((column + 0.5) / given.columns) * width);
        const y = Math.floor(((row + 0.5) / given.rows) * height);
        return [...context.getImageData(x, y, 1, 1).data.subarray(0, 3)];
      });
    },
    { rows, columns, cells },
  );
}

/** Every cell of a grid of about `count` × `count` over a map, its corners included. */
export function gridOf([rows, columns]: Cell, count = 9): Cell[] {
  const along = (size: number) => [
    ...new Set(Array.from({ length: count }, (_, i) => Math.round((i * (size - 1)) / (count - 1)))),
  ];
  return along(rows).flatMap((row) => along(columns).map((column) => [row, column] as const));
}

/** The colours of a grid of cells on the three maps, to compare one picture with another. */
export async function picture(page: Page): Promise<Colour[][]> {
  const { length } = await spec(page);
  const [rows = 1, columns = 1] = (await readAll(page, 'positions')).shape;
  const sizes: Record<MapName, Cell> = {
    positions: [rows, columns],
    similarity: [length, length],
    attention: [length, length],
  };
  const painted: Colour[][] = [];
  for (const map of mapNames) {
    painted.push(await pixels(page, map, sizes[map], gridOf(sizes[map])));
  }
  return painted;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export async function boxOf(locator: ReturnType<Page['locator']>): Promise<Box> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('boxOf: not on the page');
  return box;
}

/** The middle of a cell of a map that is seen whole, in CSS pixels of the window. */
export async function placeOfCell(page: Page, map: MapName, [rows, columns]: Cell, cell: Cell) {
  const box = await boxOf(surface(page, map));
  return {
    x: box.x + ((cell[1] + 0.5) / columns) * box.width,
    y: box.y + ((cell[0] + 0.5) / rows) * box.height,
  };
}

/** Opens the drawer of the dock where a control is in there. */
export async function reach(page: Page, name: string): Promise<void> {
  const opens = (await control(page, name).count()) === 0;
  if (opens) await page.locator('.drawer-toggle').click();
  await expect(control(page, name)).toBeVisible();
  // The maps make room for the drawer, and what is in it moves once more.
  if (opens) await laidOut(page);
}

/** Takes the thumb of a slider; `to` moves it along the track, 0…1, in so many steps; `release` lets go. */
export async function grab(page: Page, name: string) {
  await reach(page, name);
  const range = slider(page, name);
  await range.scrollIntoViewIfNeeded();
  const box = await boxOf(range);
  const share = await range.evaluate(
    (input) => input instanceof HTMLInputElement && Number(input.value) / Number(input.max),
  );
  const y = box.y + box.height / 2;
  const thumb = Math.min(16, box.height);
  await page.mouse.move(box.x + thumb / 2 + Number(share) * (box.width - thumb), y);
  await page.mouse.down();
  return {
    to: (place: number, steps = 4) =>
      page.mouse.move(box.x + 0.5 + place * (box.width - 1), y, { steps }),
    release: () => page.mouse.up(),
  };
}
