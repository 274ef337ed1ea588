/** Installed, the page has its icons and is handed files; where it opens is in work-offline.story.ts. */
import { npy, waves } from './files.ts';
import { expect, load, test } from './page.ts';

test.use({ allowed: [/Failed to load resource/], ownContext: true });

interface Manifest {
  readonly start_url: string;
  readonly display: string;
  readonly icons: readonly {
    readonly src: string;
    readonly sizes: string;
    readonly purpose: string;
  }[];
  readonly file_handlers: readonly { readonly accept: Record<string, readonly string[]> }[];
}

test('installed it has its icons and is handed files', async ({ page }) => {
  // The weights of the trained encoder are not needed here, and 28 MB.
  await page.route('**/model/**', (route) => route.abort());
  await page.addInitScript(() => {
    Object.defineProperty(window, 'launchQueue', {
      value: { setConsumer: (consumer: unknown) => Object.assign(window, { consumer }) },
    });
  });
  await load(page, 'lang=en&length=9');
  const table = npy(waves([20, 24], 0.7));

  await test.step('its manifest has a start, icons of their sizes, and the files it opens', async () => {
    const address = await page.locator('link[rel=manifest]').getAttribute('href');
    const manifest = await page.evaluate(
      async (at) => (await (await fetch(at ?? '')).json()) as Manifest,
      address,
    );
    expect(manifest).toMatchObject({
      name: 'Whereabouts',
      start_url: './#last',
      display: 'standalone',
      icons: [{ purpose: 'any' }, { purpose: 'any' }, { purpose: 'maskable' }],
    });
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
    // A story's pages are private ones, in which nothing is installed; a browser without windows says
    // nothing at all.
    const why = installabilityErrors.map(({ errorId }) => errorId);
    expect(why.filter((id) => id !== 'in-incognito')).toEqual([]);
  });

  await test.step('a file that is opened with it is shown in the Model room', async () => {
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

  await test.step('a file that is dropped on any room is opened too; of a damaged GGUF it says why not', async () => {
    await page.locator('[data-room=encode]').click();
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
    await drop('other.npy', table);
    await expect(page.locator('.own-facts')).toContainText('other.npy F32 20 × 24');
    await drop('model.gguf', Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(64)]));
    await expect(page.locator('.own')).toContainText('version 0 of the GGUF format');
    await expect(page.locator('.own-facts')).toContainText('other.npy F32 20 × 24');
  });
});
