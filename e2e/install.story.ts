/** Installed, the page has its icons, opens where it was left, and is handed files. */
import { npy, waves } from './files.ts';
import { apply, expect, load, type Page, ready, spec, test } from './page.ts';

test.use({ ownContext: true });

interface Manifest {
  readonly start_url: string;
  readonly display: string;
  readonly icons: readonly { readonly src: string; readonly sizes: string }[];
  readonly file_handlers: readonly { readonly accept: Record<string, readonly string[]> }[];
}

test('its manifest has a start, icons of their sizes, and the files it opens', async ({ page }) => {
  await load(page, 'length=9');
  const address = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await page.evaluate(
    async (at) => (await (await fetch(at ?? '')).json()) as Manifest,
    address,
  );
  expect(manifest).toMatchObject({ start_url: './#last', display: 'standalone' });
  expect(manifest.file_handlers.flatMap(({ accept }) => Object.values(accept).flat())).toEqual([
    '.npy',
    '.safetensors',
    '.gguf',
  ]);
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(['192x192', '512x512', '512x512']);
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (icon) => {
      const image = new Image();
      image.src = icon;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    expect(size).toBe(sizes);
  }
  // What a browser itself finds wrong with it, and why it would not install it.
  const devtools = await page.context().newCDPSession(page);
  const { errors } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // A story's pages are private ones, in which nothing is installed.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
});

test.describe('without a network', () => {
  // The browser names each request that finds none.
  test.use({ serviceWorkers: 'allow', allowed: [/ERR_INTERNET_DISCONNECTED/] });

  test('it opens at its last state', async ({ page }) => {
    await page.goto('/#last');
    await ready(page);
    expect(await spec(page)).toMatchObject({ encoding: 'sinusoidal', length: 40 });
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await apply(page, { encoding: 'rope', length: 14, params: { base: 500 } });
    await expect(page).toHaveURL(/base=500/);
    await page.goto('about:blank');

    await page.context().setOffline(true);
    await page.goto('/#last');
    await ready(page);
    expect(await spec(page)).toMatchObject({ encoding: 'rope', length: 14, params: { base: 500 } });
    // A link opens as it says.
    await page.goto('/?length=8');
    await ready(page);
    expect(await spec(page)).toMatchObject({ encoding: 'sinusoidal', length: 8 });
  });
});

test.describe('a file', () => {
  test.use({ allowed: [/Failed to load resource/] });

  /** The weights of the trained encoder are not needed here, and 28 MB. */
  const withoutEncoder = (page: Page) => page.route('**/model/**', (route) => route.abort());
  const table = npy(waves([20, 24], 0.7));

  test('that is opened with it is shown in the Model room', async ({ page }) => {
    await withoutEncoder(page);
    await page.addInitScript(() => {
      Object.defineProperty(window, 'launchQueue', {
        value: { setConsumer: (consumer: unknown) => Object.assign(window, { consumer }) },
      });
    });
    await load(page, 'lang=en&length=9');
    await page.waitForFunction(() => 'consumer' in window);
    await page.evaluate(
      (bytes) => {
        const file = new File([Uint8Array.from(bytes)], 'mine.npy');
        const { consumer } = window as unknown as {
          consumer: (launched: { files: readonly object[] }) => void;
        };
        consumer({ files: [{ getFile: async () => file }] });
      },
      [...table],
    );
    await expect(page.locator('.own-facts')).toContainText('mine.npy F32 20 × 24');
    await expect(page).toHaveURL(/room=model/);
  });

  test('that is dropped on any room is opened too; of a damaged GGUF it says why not', async ({
    page,
  }) => {
    await withoutEncoder(page);
    await load(page, 'lang=en&length=9');
    await expect(page.locator('link[rel=canonical]')).toHaveCount(1);
    const drop = async (name: string, bytes: Buffer) => {
      const dataTransfer = await page.evaluateHandle(
        ([called, content]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(content)], called));
          return transfer;
        },
        [name, [...bytes]] as const,
      );
      await page.locator('#plate, .own').first().dispatchEvent('drop', { dataTransfer });
    };
    await drop('mine.npy', table);
    await expect(page.locator('.own-facts')).toContainText('mine.npy F32 20 × 24');
    await drop('model.gguf', Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(64)]));
    await expect(page.locator('.own')).toContainText('version 0 of the GGUF format');
    await expect(page.locator('.own-facts')).toContainText('mine.npy F32 20 × 24');
  });
});
