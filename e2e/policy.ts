/** The content security policy is never run into: nobody probes for what it forbids. */
import { expect, type Page, settle } from './page.ts';

declare global {
  interface Window {
    /** What was tried against the policy. */
    tried?: string[];
  }
}

/**
 * Notes every report of a violation, and every use of WebAssembly: whether a caught one is reported
 * is up to the browser.
 */
export async function watchPolicy(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tried: string[] = [];
    window.tried = tried;
    document.addEventListener('securitypolicyviolation', (event) => {
      tried.push(`${event.effectiveDirective}: ${event.blockedURI} in ${event.sourceFile}`);
    });
    const noted = (name: string) => () => {
      tried.push(`WebAssembly.${name}`);
      throw new Error(`WebAssembly.${name} is against the policy`);
    };
    for (const name of ['Module', 'Instance', 'compile', 'instantiate'] as const) {
      const probe = { apply: noted(name), construct: noted(name) };
      Reflect.set(WebAssembly, name, new Proxy(WebAssembly[name], probe));
    }
  });
}

/** Of the page that is open, since it was loaded. */
export async function keepsToPolicy(page: Page): Promise<void> {
  expect(await page.evaluate(() => window.tried)).toEqual([]);
}

/** Through the rooms whose pictures are computed, and back. */
export async function walkRooms(page: Page): Promise<void> {
  for (const room of ['attend', 'compare', 'model', 'encode']) {
    await page.locator(`[data-room=${room}]`).click();
    await settle(page);
  }
}
