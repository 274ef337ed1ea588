/** The content security policy is never run into: nobody probes for what it forbids. */
import { expect, load, type Page, settle, test } from './page.ts';

// The driver says so when WebGL reads pixels; it is its advice to developers.
test.use({ allowed: [/GPU stall due to ReadPixels/], ownContext: true });

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
async function watch(page: Page): Promise<void> {
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

test('no room runs into the content security policy', async ({ page }) => {
  // The trained encoder takes a software adapter long.
  test.slow();
  await watch(page);
  for (const gpu of ['auto', 'off'] as const) {
    await test.step(`no room runs into the content security policy, gpu=${gpu}`, async () => {
      const small = 'length=8&dim=8&heads=1&text=dog';
      await load(page, `gpu=${gpu}&${small}`, gpu === 'auto' ? 'webgpu' : 'other');
      for (const room of ['attend', 'compare', 'model', 'encode']) {
        await page.locator(`[data-room=${room}]`).click();
        await settle(page);
      }
      expect(await page.evaluate(() => window.tried)).toEqual([]);
    });
  }
});
