/** What is tapped, as a finger finds it: on a telephone, in the open page. */
import { putOn, sizeOf } from '../scripts/states.mjs';
import { expect, type Page, visit } from './page.ts';

/** The targets below a size, as `name: width × height`. */
function tooSmall(page: Page, within: string, least: number): Promise<string[]> {
  return page.evaluate(
    ([selector, size]) => {
      const targets = 'button, select, input, textarea, summary, a[href]';
      return (
        [...document.querySelectorAll<HTMLElement>(`${selector} :is(${targets})`)]
          .filter(
            (target) => target.checkVisibility() && !target.closest('.visually-hidden, .skip'),
          )
          // A link in a sentence is as high as its line; a box with its label is tapped by the label.
          .filter((target) => getComputedStyle(target).display !== 'inline')
          .map((target) => target.closest<HTMLElement>('label:has([type=checkbox])') ?? target)
          .map((target) => ({ target, box: target.getBoundingClientRect() }))
          .filter(({ box }) => Math.min(box.width, box.height) < size - 0.5)
          .map(({ target, box }) => {
            const name = target.getAttribute('aria-label') ?? target.textContent.slice(0, 30);
            return `${target.className || target.id} ${name}: ${box.width} × ${box.height}`;
          })
      );
    },
    [within, least] as const,
  );
}

/** What of a state is tapped: as it is, or at another step of the same lessons. */
interface Tapped {
  readonly query?: string;
  /** Whether the drawer of the dock is opened, in which all is 44 pixels high. */
  readonly drawer: boolean;
}

/** By the names of states. */
const tapped: Readonly<Record<string, readonly Tapped[]>> = {
  encode: [{ drawer: true }],
  'lens-distance': [{ drawer: true }],
  attend: [{ drawer: true }],
  compare: [{ drawer: true }],
  model: [{ drawer: true }],
  lessons: [{ drawer: false }],
  'lesson-choice': [
    { query: 'room=lessons&lesson=order&step=2', drawer: true },
    { query: 'room=lessons&lesson=order', drawer: false },
    { query: 'room=lessons&lesson=counting', drawer: false },
  ],
  race: [{ drawer: false }],
};

export const isTapped = (state: string) => state in tapped;

/** Whether all is large enough for a finger: 24 pixels everywhere, 44 in the dock. */
export async function expectLargeEnough(page: Page, state: string): Promise<void> {
  await putOn(page, { size: sizeOf('390x844'), lang: 'en', theme: 'light' });
  const devtools = await page.context().newCDPSession(page);
  const touched = (enabled: boolean) =>
    devtools.send('Emulation.setTouchEmulationEnabled', { enabled });
  await touched(true);
  expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
  for (const { query, drawer } of tapped[state] ?? []) {
    const name = query ?? state;
    if (query !== undefined) {
      await visit(page, query);
      await expect(page.locator('.lesson-ask')).toBeVisible();
    }
    if (drawer) {
      const toggle = page.locator('.controls .drawer-toggle');
      await expect(toggle).toBeVisible();
      await toggle.click();
      await expect(toggle).toHaveAttribute('aria-expanded', 'true');
      expect.soft(await tooSmall(page, '.controls', 44), name).toEqual([]);
    }
    expect.soft(await tooSmall(page, 'body', 24), name).toEqual([]);
  }
  await touched(false);
  await devtools.detach();
}
