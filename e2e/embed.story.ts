/** A course site shows the figure in a page of its own, and steers it from there. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { npy, waves } from './files.ts';
import { expect, open, type Page, type Spec, test } from './page.ts';

test.use({ allowed: [/Failed to load resource/] });

interface Reply {
  readonly result?: unknown;
  readonly error?: string;
}

/** A page of another origin with that code in it. */
async function courseSite(body: string) {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>A course</title>${body}`);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, stop: () => server.close() };
}

/** Sends a message to the figure as it is, and returns the answer of that id. */
function send(page: Page, message: object): Promise<Reply> {
  return page.evaluate(
    (sent) =>
      new Promise<Reply>((resolve) => {
        const hear = ({ data }: MessageEvent<Reply & { readonly whereabouts: unknown }>) => {
          if (data.whereabouts !== (sent as { whereabouts: unknown }).whereabouts) return;
          removeEventListener('message', hear);
          const { result } = data;
          // Of a file its size.
          resolve(result instanceof Blob ? { ...data, result: result.size } : data);
        };
        addEventListener('message', hear);
        document.querySelector('iframe')?.contentWindow?.postMessage(sent, '*');
      }),
    message,
  );
}

let asked = 0;
const ask = (page: Page, call: string, ...args: readonly unknown[]) =>
  send(page, { whereabouts: `ask ${++asked}`, call, args });

const specOf = async (page: Page) => (await ask(page, 'spec')).result as Spec;

test('a course site shows the figure and steers it', async ({ page: ours, context, baseURL }) => {
  await open(ours, 'room=lessons&classroom=links&encoding=rope&length=12&lang=en');
  await ours.locator('[data-option=embed]').check();
  await ours.locator('[data-shown=similarityMap]').uncheck();
  await ours.locator('[data-embed=width]').fill('640');
  await ours.keyboard.press('Enter');
  const preview = ours.locator('.links-preview');
  await expect(preview.locator('iframe')).toHaveCount(0);
  await preview.locator('summary').click();
  const previewed = ours.frameLocator('.links-preview iframe');
  await expect(previewed.locator('[data-map=positions]')).toBeVisible();
  await expect(previewed.locator('[data-map=similarity]')).toHaveCount(0);
  await preview.locator('summary').click();
  await expect(preview.locator('iframe')).toHaveCount(0);
  const code = ours.locator('.links-code');
  await expect(code).toHaveValue(/embed=1.*hide=similarityMap[^]*width="640"/);
  const site = await courseSite(await code.inputValue());
  const page = await context.newPage();
  try {
    await test.step('its code is made by ticking, and shows the figure in a page of another site', async () => {
      await page.goto(site.address);
      const frame = page.frameLocator('iframe');
      await expect(frame.locator('[data-map=positions]')).toBeVisible();
      await expect(frame.locator('[data-map=similarity]')).toHaveCount(0);
      await expect(frame.locator('.controls')).toHaveCount(0);
      await ask(page, 'ready');
      expect(await specOf(page)).toMatchObject({ encoding: 'rope', length: 12 });

      const applied = await ask(page, 'apply', { encoding: 'alibi', length: 10 });
      expect(applied.result).toMatchObject({ encoding: 'alibi', length: 10 });
      expect((await ask(page, 'read', 'weights')).result).toMatchObject({ shape: [4, 10, 10] });
      const lesson = await ask(page, 'lesson', 'order', 2);
      expect(lesson.result).toMatchObject({ id: 'order', step: 2 });
    });

    const small = { encoding: 'sinusoidal', dim: 16, heads: 2 };
    await test.step('nonsense is answered with a sentence, and nothing is lost', async () => {
      await ask(page, 'apply', { ...small, length: 9 });
      const nonsense: readonly (readonly [message: object, says: RegExp])[] = [
        [{}, /no undefined; there are ready, device/],
        [{ call: 42 }, /no 42; there are/],
        [{ call: 'constructor' }, /no "constructor"/],
        [{ call: 'apply', args: 'length' }, /args is an array, got "length"/],
        [{ call: 'apply' }, /./],
        [{ call: 'apply', args: [{ length: 'long' }] }, /^length: "long"/],
        [{ call: 'apply', args: [[[[]]]] }, /./],
        [{ call: 'read', args: ['everything'] }, /"everything"/],
        [{ call: 'lesson', args: ['none'] }, /"none"/],
      ];
      for (const [message, says] of nonsense) {
        const reply = await send(page, { whereabouts: `nonsense ${++asked}`, ...message });
        expect(reply.error, JSON.stringify(message)).toMatch(says);
      }
      expect(await specOf(page)).toMatchObject({ encoding: 'sinusoidal', length: 9 });
    });

    await test.step('a page that embeds it scripts it by messages', async () => {
      await ask(page, 'apply', { ...small, length: 12 });
      const calls = [
        ['ready'],
        ['device'],
        ['apply', { length: 10 }],
        ['spec'],
        ['read', 'positions'],
        ['apply', { length: 0 }],
        ['encodings'],
        ['export', 'npy', 'positions'],
        ['memory'],
        ['toString'],
      ] as const;
      const replies: Reply[] = [];
      for (const [call, ...args] of calls) replies.push(await ask(page, call, ...args));
      const [, deviceReply, applied, specReply, read, refused, encodings, file, memory, unknown] =
        replies;
      expect(deviceReply?.result).toMatchObject({
        backend: 'webgpu',
        adapter: expect.stringMatching(/./),
      });
      expect(applied?.result).toMatchObject({ length: 10 });
      expect(specReply?.result).toMatchObject({ length: 10, dim: 16 });
      expect(read?.result).toMatchObject({ shape: [10, 16] });
      expect(refused?.error).toContain('length: 0 is not in 1…4096');
      expect(encodings?.result).toHaveProperty('length');
      expect(file?.result).toBe(128 + 4 * 10 * 16);
      expect(memory?.result).toHaveProperty('tensors');
      expect(unknown?.error).toContain('no "toString"');
    });
  } finally {
    site.stop();
  }

  await test.step('numbers of a file that a person opened are handed to no other site', async () => {
    await page.route('**/model/**', (route) => route.abort());
    const other = await courseSite(
      `<iframe src="${baseURL}?room=model&lang=en" width="1300" height="800"></iframe>`,
    );
    try {
      await page.goto(other.address);
      const frame = page.frameLocator('iframe');
      await frame.locator('[data-own=file]').setInputFiles({
        name: 'mine.npy',
        mimeType: 'application/octet-stream',
        buffer: npy(waves([20, 24], 0.7)),
      });
      await frame.getByRole('button', { name: 'Show in Encode' }).click();
      await expect.poll(async () => (await specOf(page)).params).toMatchObject({ table: 'own' });
      for (const [call, ...args] of [
        ['read', 'positions'],
        ['read', 'output'],
        ['export', 'csv', 'positions'],
      ] as const) {
        const { error, result } = await ask(page, call, ...args);
        expect(result).toBeUndefined();
        expect(error).toMatch(/file that a person opened, and hands them to no other site/);
      }
      // Not by asking while it changes to the file either.
      await ask(page, 'apply', { encoding: 'rope' });
      const raced = await page.evaluate(
        () =>
          new Promise<readonly Reply[]>((resolve) => {
            const replies: Reply[] = [];
            addEventListener('message', ({ data }) => {
              if (!String(data.whereabouts).startsWith('raced')) return;
              replies.push(data);
              if (replies.length === 3) resolve(replies);
            });
            const to = document.querySelector('iframe')?.contentWindow;
            const own = { encoding: 'learned', params: { table: 'own' } };
            const calls = [
              ['read', 'positions'],
              ['apply', own],
              ['read', 'positions'],
            ] as const;
            calls.forEach(([call, ...args], i) => {
              to?.postMessage({ whereabouts: `raced ${i}`, call, args }, '*');
            });
          }),
      );
      expect(raced.filter(({ error }) => /no other site/.test(error ?? ''))).toHaveLength(2);

      await ask(page, 'apply', { encoding: 'rope' });
      expect((await ask(page, 'read', 'positions')).result).toMatchObject({ shape: [20, 24] });
    } finally {
      other.stop();
    }
  });
  await page.close();
});
