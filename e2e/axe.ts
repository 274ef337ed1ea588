/** What axe finds in the open page. It is handed over once per page that is loaded, and opens no other. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from './page.ts';

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * @param parts  selectors of what is looked at; the whole page, if none is given
 * @returns the rules that are broken, each with the elements that break it
 */
export async function axeFaults(page: Page, ...parts: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async (include) => {
    if (!window.axe) throw new Error('axeFaults: axe is not here');
    const { violations } = await window.axe.run(
      { include: include.length > 0 ? [...include] : ['html'] },
      { resultTypes: ['violations'] },
    );
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, parts);
}
