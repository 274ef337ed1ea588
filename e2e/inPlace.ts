/** What a story goes on with in the open page, as a reader does: nothing is loaded for it. */
import { expect, memory, type Page, screenFrames, visit } from './page.ts';

/** Another language or theme. */
export async function dress(page: Page, looks: Readonly<{ lang?: string; theme?: string }>) {
  for (const [name, value] of Object.entries(looks)) {
    await page.locator(`.top-actions [data-control=${name}]`).selectOption(value);
  }
  const { lang } = looks;
  if (lang !== undefined) await expect(page.locator('html')).toHaveAttribute('lang', lang);
}

/** Follows a link, and waits until lenses say nothing any more of what was there before. */
export async function goTo(page: Page, query: string): Promise<void> {
  await visit(page, query);
  await memory(page);
  await screenFrames(page);
}
