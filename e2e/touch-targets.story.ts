/** What is tapped is large enough for a finger: 24 pixels everywhere, 44 in the dock. */
import { expect, open, type Page, test, visit } from './page.ts';

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

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

test('what is tapped is large enough for a finger', async ({ page }) => {
  await open(page, 'length=12&dim=32');
  const drawer = page.locator('.controls .drawer-toggle');
  for (const [query, there] of [
    ['', '#plate'],
    ['lens=distance', '#lens .mean[d]'],
    ['room=attend', '.attend-plate .marginal'],
    ['room=compare&compare=rope', '.compare-room'],
    ['room=model', '[data-change=attention][data-value]'],
    ['room=lessons&lesson=order&step=2', '.lesson-ask'],
  ] as const) {
    await test.step(`?${query} is large enough for a finger`, async () => {
      await visit(page, `${query}&length=12&dim=32`);
      await expect(page.locator(there).first()).toBeVisible();
      await expect(drawer).toBeVisible();
      if ((await drawer.getAttribute('aria-expanded')) === 'false') await drawer.tap();
      await expect(drawer).toHaveAttribute('aria-expanded', 'true');
      expect(await tooSmall(page, 'body', 24)).toEqual([]);
      expect(await tooSmall(page, '.controls', 44)).toEqual([]);
    });
  }

  await test.step('the contents of the lessons, and what is answered in one, are large enough for a finger', async () => {
    for (const [query, there] of [
      ['room=lessons', '[data-concept]'],
      ['room=lessons&lesson=order', '.lesson-ask'],
      ['room=lessons&lesson=counting', '.lesson-ask'],
    ] as const) {
      await visit(page, query);
      await expect(page.locator(there).first()).toBeVisible();
      expect(await tooSmall(page, 'body', 24), query).toEqual([]);
    }
  });

  await test.step('what is set in the race is large enough for a finger', async () => {
    await visit(page, 'room=race');
    await expect(page.locator('[data-race=start]')).toBeVisible();
    expect(await tooSmall(page, 'body', 24)).toEqual([]);
  });
});
