/** Opening a GGUF: what it says of its model, and its positions in the room of encodings. */
import { readFileSync } from 'node:fs';
import { ggufBytes } from '../src/testing/gguf.ts';
import { axeFaults } from './axe.ts';
import { readTensors, safetensors, waves } from './files.ts';
import { expect, readAll, settle, spec, test } from './page.ts';

test.use({ allowed: [/Failed to load resource/], ownContext: true });

const metadata = {
  'general.architecture': 'llama',
  'general.name': 'A large one',
  'llama.block_count': 80,
  'llama.embedding_length': 8192,
  'llama.attention.head_count': 64,
  'llama.attention.head_count_kv': 8,
  'llama.context_length': 131_072,
  'llama.rope.freq_base': 500_000,
  'llama.rope.dimension_count': 128,
  'llama.vocab_size': 128_256,
};

const golden = 'src/golden/checkpoints/llama';

test('models in several files, from the Hub, and in a GGUF', async ({ page }) => {
  await page.route('**/model/**', (route) => route.abort());
  await page.goto('/?room=model');

  await test.step('the files of a model that is in several are opened together', async () => {
    const file = (name: string, buffer: Buffer) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer,
    });
    const [first, second] = [
      'model-00001-of-00002.safetensors',
      'model-00002-of-00002.safetensors',
    ];
    const shards = [
      file(second, safetensors({ 'wpe.weight': waves([20, 24], 0.7) })),
      file(first, safetensors({ 'wte.weight': waves([30, 24], 0.3) })),
    ];
    const map = { weight_map: { 'wte.weight': first, 'wpe.weight': second } };
    const index = file('model.safetensors.index.json', Buffer.from(JSON.stringify(map)));
    const chooser = page.locator('[data-own=file]');
    await chooser.setInputFiles([...shards.slice(1), index]);
    await expect(page.locator('.own-problem')).toContainText(`Missing here: ${second}.`);
    await chooser.setInputFiles([...shards, index]);
    await expect(page.locator('.own-facts')).toContainText('wpe.weight F32 20 × 24');
    await expect(page.locator('.own-problem')).toHaveCount(0);
  });

  await test.step('from the Hub a model comes in several files, by their index; a folder opens as it is', async () => {
    const tensors = readTensors(readFileSync(`${golden}/model.safetensors`));
    const [first, second] = [
      'model-00001-of-00002.safetensors',
      'model-00002-of-00002.safetensors',
    ];
    const half = Math.floor(tensors.length / 2);
    const places = tensors.map(([name], i) => [name, i < half ? first : second]);
    const index = { metadata: {}, weight_map: Object.fromEntries(places) };
    const files: Record<string, Buffer> = {
      'someone/llama/resolve/main/config.json': readFileSync(`${golden}/config.json`),
      'someone/llama/resolve/main/model.safetensors.index.json': Buffer.from(JSON.stringify(index)),
      [`someone/llama/resolve/main/${first}`]: safetensors(
        Object.fromEntries(tensors.slice(0, half)),
      ),
      [`someone/llama/resolve/main/${second}`]: safetensors(
        Object.fromEntries(tensors.slice(half)),
      ),
      'someone/large/resolve/main/large.gguf': Buffer.from(ggufBytes({ metadata })),
    };
    await page.route('https://huggingface.co/**', async (route) => {
      const request = route.request();
      const bytes = files[new URL(request.url()).pathname.slice(1)];
      if (!bytes) return route.fulfill({ status: 404 });
      const [, from = 0, last = 0] =
        /^bytes=(\d+)-(\d+)$/.exec(request.headers().range ?? '')?.map(Number) ?? [];
      const to = Math.min(last + 1, bytes.length);
      return route.fulfill({
        status: 206,
        body: bytes.subarray(from, to),
        headers: {
          'access-control-allow-origin': '*',
          'access-control-expose-headers': 'content-range',
          'content-range': `bytes ${from}-${to - 1}/${bytes.length}`,
        },
      });
    });
    const name = page.locator('[data-own=hub]');
    const fetched = async (text: string) => {
      await name.fill(text);
      await name.press('Enter');
    };
    await fetched('someone/large/large.gguf');
    await expect(page.locator('.own-model')).toContainText('80 layers of width 8,192');
    await fetched('https://huggingface.co/someone/llama');
    await expect(page.locator('.language-name')).toContainText('llama · 3 × 4 heads · 96 tokens');
    await fetched('someone/nothing');
    await expect(page.locator('.own-problem').first()).toContainText('has no model.safetensors');

    await page.locator('[data-own=folder]').setInputFiles(golden);
    await expect(page.locator('[data-own-problems=files]')).toContainText(
      'Not read: expected.json.',
    );
    await expect(page.locator('.own-facts')).toContainText('model.safetensors, from disk');
    await expect(page.locator('.language-name')).toContainText('model.safetensors');

    await expect(page.locator('.own-model')).toContainText(
      'All layers (3): Rotary (RoPE) Base 500,000',
    );

    // Of a family that is not run, its rotation all the same.
    const other = {
      ...JSON.parse(readFileSync(`${golden}/config.json`, 'utf8')),
      model_type: 'newest',
    };
    await page.locator('[data-own=file]').setInputFiles([
      {
        name: 'model.safetensors',
        mimeType: '',
        buffer: readFileSync(`${golden}/model.safetensors`),
      },
      { name: 'config.json', mimeType: '', buffer: Buffer.from(JSON.stringify(other)) },
    ]);
    await expect(page.locator('[data-own-problems=files]')).toContainText('of the family “newest”');
    await expect(page.locator('.own-model')).toContainText('3 layers of width 48');
    await expect(page.locator('.own-model')).toContainText('Rotary (RoPE) Base 500,000');

    // Dropped: a browser's own folder, which gives its files one by one.
    const bert = 'src/files/families/golden/bert';
    const dropped = ['config.json', 'model.safetensors'].map(
      (each) => [each, [...readFileSync(`${bert}/${each}`)]] as const,
    );
    await page.evaluate((given) => {
      const entries = given.map(([called, bytes]) => ({
        isFile: true,
        isDirectory: false,
        file: (take: (file: File) => void) => take(new File([Uint8Array.from(bytes)], called)),
      }));
      const createReader = () => {
        const left = [...entries];
        return { readEntries: (take: (some: unknown[]) => void) => take(left.splice(0, 1)) };
      };
      const folder = { isFile: false, isDirectory: true, createReader };
      const item = { webkitGetAsEntry: () => folder, getAsFile: () => null };
      const event = new DragEvent('drop', { bubbles: true, cancelable: true });
      const transfer = { types: ['Files'], files: [new File([], 'bert')], items: [item] };
      Object.defineProperty(event, 'dataTransfer', { value: transfer });
      document.body.dispatchEvent(event);
    }, dropped);
    await expect(page.locator('.own-said')).toContainText('3 of 8 channels');
    await expect(page.locator('.language')).toHaveCount(0);
  });

  await test.step('a GGUF of any size says what it is, and opens its positions', async () => {
    const factors = Array.from({ length: 64 }, (_, pair) => (pair < 32 ? 1 : 8));
    const packed = new Uint8Array(Float32Array.from(factors).buffer);
    const tensors = { 'rope_freqs.weight': { dtype: 'F32', shape: [64], bytes: packed } };
    const bytes = ggufBytes({ metadata, tensors });
    const name = 'large.gguf';
    const mimeType = 'application/octet-stream';
    const file = page.locator('[data-own=file]');
    await file.setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) });
    const model = page.locator('.own-model');
    await expect(model).toContainText(
      '80 layers of width 8,192; 64 heads of 128 channels, 8 of keys',
    );
    await expect(model).toContainText('131,072 positions');
    await expect(model).toContainText('All layers (80): Rotary (RoPE) Base 500,000');
    await expect(model).toContainText('interleaved');
    expect(await axeFaults(page, '.own')).toEqual([]);

    // Cut off, it is refused, and the one before stays.
    const buffer = Buffer.from(bytes.subarray(0, 200));
    await file.setInputFiles({ name: 'cut.gguf', mimeType, buffer });
    await expect(page.locator('.own-problem')).toContainText('damaged or cut off');
    await expect(model).toContainText('A large one');

    await model.getByRole('button', { name: 'Show in Encode' }).click();
    await settle(page);
    expect(await spec(page)).toMatchObject({
      encoding: 'rope',
      dim: 512,
      heads: 4,
      params: { base: 500_000, pairing: 'interleaved', scaling: 'longrope' },
    });
    const { data } = await readAll(page, 'frequencies');
    for (const [pair, factor] of factors.entries()) {
      const frequency = 500_000 ** (-pair / 64) / factor;
      // Read as float32.
      expect(Math.abs((data[pair] ?? 0) / frequency - 1)).toBeLessThan(1e-6);
    }
  });
});
