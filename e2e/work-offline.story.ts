/** After one visit the page opens without a network, and a newer version waits until it is asked for. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { likenessOf } from '../src/explain/likeness.ts';
import {
  apply,
  control,
  expect,
  load,
  type Page,
  readAll,
  ready,
  settle,
  spec,
  test,
  visit,
} from './page.ts';

test.use({ serviceWorkers: 'allow', ownContext: true });

/** Waits until the whole page is kept. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });

/** Whether there is a network, also from the service worker: asks for something nobody keeps. */
const hasNetwork = (page: Page) =>
  page.evaluate(() =>
    fetch('nothing').then(
      () => true,
      () => false,
    ),
  );

/** The sentence vector of the text shown, [512]. */
const vector = async (page: Page) => Float32Array.from((await readAll(page, 'sentence')).data);

async function write(page: Page, text: string): Promise<void> {
  await control(page, 'sentence').fill(text);
  await settle(page);
}

test.describe('without a network', () => {
  // The browser names each request that finds none.
  test.use({ allowed: [/ERR_INTERNET_DISCONNECTED/] });

  test('what one visit has kept opens, computes and goes on', async ({ page }) => {
    // A software adapter takes its time over the room's many sentences.
    test.setTimeout(400_000);
    await page.goto('/#last');
    await ready(page);
    expect(await spec(page)).toMatchObject({ encoding: 'sinusoidal', length: 40 });
    // With the trained encoder, which is kept once it was asked for.
    await visit(page, 'room=model&text=dog+bites+man');
    await kept(page);
    await page.locator('[data-room=encode]').click();

    await test.step('it opens at its last state', async () => {
      const last = { encoding: 'rope', length: 14, params: { base: 500 } };
      await apply(page, { model: 'seeded', ...last });
      await expect(page).toHaveURL(/base=500/);
      await page.goto('about:blank');
      await page.context().setOffline(true);
      await page.goto('/#last');
      await ready(page);
      expect(await hasNetwork(page)).toBe(false);
      expect(await spec(page)).toMatchObject(last);
    });

    await test.step('a link opens as it says and computes on the GPU, in a room and a language it had not shown', async () => {
      await load(page, 'room=compare&lang=zh-CN&compare=alibi&length=8');
      expect(await spec(page)).toMatchObject({ encoding: 'sinusoidal', length: 8 });
      // The link decides on the language, whatever the browser prefers.
      await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
      await expect(page.locator('[data-room=compare]')).toHaveText(/\p{Script=Han}/u);
      expect((await readAll(page, 'weights')).shape).toEqual([4, 8, 8]);
    });

    await test.step('the trained encoder opens, and without positions takes two orders for one', async () => {
      await visit(page, 'room=model&text=dog+bites+man');
      const dog = await vector(page);
      await write(page, 'man bites dog');
      const man = await vector(page);
      expect(Math.abs(likenessOf(dog, man).cosine - 0.852)).toBeLessThan(5e-4);

      await page.locator('[data-operation=off]').click();
      await settle(page);
      const manWithout = await vector(page);
      await write(page, 'dog bites man');
      const dogWithout = await vector(page);
      expect(Math.abs(likenessOf(dogWithout, manWithout).cosine - 1)).toBeLessThan(2e-5);
    });
  });
});

/** The same page from a server of its own, where it can be followed by a newer version. */
async function mirror(original: string) {
  let name = 'older';
  const server = createServer((request, response) => {
    void (async () => {
      const answer = await fetch(new URL(request.url ?? '', original));
      const content = Buffer.from(await answer.arrayBuffer());
      const type = answer.headers.get('content-type') ?? '';
      response.writeHead(answer.status, { 'content-type': type });
      response.end(
        request.url === '/service-worker.js'
          ? String(content).replace(/(?<=^const VERSION = ')[^']*/, name)
          : content,
      );
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    publish: (newer: string) => {
      name = newer;
    },
    stop: () => server.close(),
  };
}

/** The versions that the browser keeps. */
const versions = (page: Page) =>
  page.evaluate(async () => {
    const stores = (await caches.keys()).filter((name) => name.startsWith('whereabouts-page '));
    return stores.map((name) => name.split(' ').at(-1));
  });

test('a newer version waits until it is asked for, and then the older one is gone', async ({
  page,
  baseURL,
}) => {
  const site = await mirror(baseURL ?? '');
  try {
    await page.goto(`${site.address}?lang=en&length=16`);
    await ready(page);
    await kept(page);
    expect(await versions(page)).toEqual(['older']);

    site.publish('newer');
    await page.reload();
    await ready(page);
    const notice = page.locator('.notice', { hasText: 'There is a new version of this page' });
    await expect(notice).toBeVisible();
    expect(await versions(page)).toEqual(['older', 'newer']);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await apply(page, { length: 20 });
    expect(await page.evaluate(() => 'sameDocument' in window), 'no silent reload').toBe(true);

    await notice.getByRole('button', { name: 'Reload' }).click();
    await page.waitForFunction(() => !('sameDocument' in window));
    await ready(page);
    expect((await spec(page)).length, 'what was shown').toBe(20);
    await expect.poll(() => versions(page)).toEqual(['newer']);
    await expect(notice).toHaveCount(0);
  } finally {
    site.stop();
  }
});
