/**
 * Models of one's own in one page: a language model that is typed to, its positions changed; models in
 * several files, from the Hub and in a GGUF; encoders, a ViT that sees, a Whisper that hears.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { ggufBytes } from '../src/testing/gguf.ts';
import { ggufOf } from '../src/testing/ggufOf.ts';
import { axeFaults } from './axe.ts';
import { inMemory, readTensors, safetensors, tone, waves } from './files.ts';
import { dress } from './inPlace.ts';
import { expect, readAll, settle, spec, test } from './page.ts';

test.use({ allowed: [/Failed to load resource/], ownContext: true });

const checkpoint = 'src/golden/checkpoints/llama';
const given = (name: string) => `${checkpoint}/${name}`;

interface Expected {
  readonly ids: readonly number[];
  readonly cases: readonly { readonly loss: number }[];
}
const expected = JSON.parse(readFileSync(given('expected.json'), 'utf8')) as Expected;

async function loss(page: Page): Promise<number> {
  const { data } = await readAll(page, 'loss');
  return data.reduce((sum, each) => sum + each, 0) / data.length;
}

const change = (page: Page, name: string) =>
  page.locator(`.language [data-change=${name}]`).getAttribute('data-value').then(Number);

const operation = (page: Page, name: string) => page.locator(`.language [data-operation=${name}]`);

const ofFamily = (family: string, name: string) => `src/files/families/golden/${family}/${name}`;

async function open(page: Page, family: string, preparation?: object): Promise<void> {
  const files = ['model.safetensors', 'config.json'].map((name) =>
    inMemory(name, readFileSync(ofFamily(family, name))),
  );
  const more = Buffer.from(JSON.stringify(preparation ?? {}));
  if (preparation) files.push(inMemory('preprocessor_config.json', more));
  await page.locator('[data-own=file]').setInputFiles(files);
}

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

test('models of one’s own are opened, run, changed and closed', async ({ page }) => {
  test.slow();
  await test.step('it says what it foresees; shifting changes nothing, taking positions away does', async () => {
    await page.route('**/model/**', (route) => route.abort());
    await page.goto('/?room=model&model=file&encoding=none&layers=2&head=3');
    await page
      .locator('[data-own=file]')
      .setInputFiles([given('model.safetensors'), given('config.json')]);
    await expect(page.locator('.language-name')).toContainText('llama · 3 × 4 heads · 96 tokens');
    // All of it is in the link but the file.
    await settle(page);
    expect(await spec(page)).toMatchObject({ encoding: 'none', layers: '2', head: 3, layer: 1 });
    await operation(page, 'trained').click();

    await page.locator('[data-control=sentence]').fill(expected.ids.join(' '));
    await expect(page.locator('.losses li')).toHaveCount(13);
    await settle(page);
    // The contract: 1e-4 of what the transformers library computes in float64.
    const wanted = expected.cases[0]?.loss ?? 0;
    expect(Math.abs((await loss(page)) / wanted - 1)).toBeLessThan(1e-4);
    expect(await axeFaults(page, '.language')).toEqual([]);

    await operation(page, 'shifted').click();
    await settle(page);
    expect(await spec(page)).toMatchObject({ model: 'file', start: 1000 });
    // Another angle, rounded otherwise.
    expect(await change(page, 'attention')).toBeLessThan(1e-4);

    await operation(page, 'off').click();
    await settle(page);
    expect(await change(page, 'attention')).toBeGreaterThan(0.01);
    await page.locator('[data-control=layers] input').fill('2');
    await settle(page);
    const [first] = (await readAll(page, 'weights')).data;
    expect(first).toBe(1);
    expect(await spec(page)).toMatchObject({ encoding: 'none', layers: '2' });

    await page.locator('.wall-head[data-place="3 2"]').click();
    await settle(page);
    expect(await spec(page)).toMatchObject({ layer: 3, head: 2 });

    await page.locator('[data-control=texts]').selectOption('repeat');
    await settle(page);
    await page.locator('[data-kind=induction] .tool').click();
    await settle(page);
    const { encoding, layers, changedHeads } = await spec(page);
    expect({ encoding, layers }).toEqual({ encoding: 'none', layers: '' });
    expect(changedHeads.split(', ')).toHaveLength(4);
    await page.locator('.flow-maps').focus();
    await page.keyboard.press('ArrowUp');
    await expect(page.locator('.flow-read')).toContainText('(22) after layer 3');
    await page.locator('[data-more=run]').click();
    await page.locator('.more-table [data-kind=off]').waitFor();
    await page.locator('.more-run').getByRole('button', { name: 'Stop' }).click();
    await expect(page.locator('[data-more=run]')).toBeVisible();
    const before = await page.locator('.losses li').count();
    await page.locator('.next li button').first().click();
    await expect(page.locator('.losses li')).toHaveCount(before + 1);

    const field = page.locator('[data-control=sentence]');
    const text = await field.inputValue();
    const written = page.locator('.continue [data-written]');
    async function goesOn(): Promise<string> {
      await page.locator('[data-continue=start]').click();
      await expect(written).toHaveAttribute('data-written', '8');
      await expect(written).toHaveAttribute('data-going', 'false');
      const more = await field.inputValue();
      expect(more.startsWith(text)).toBe(true);
      expect(more.slice(text.length)).toMatch(/^( \d+){8}$/);
      await settle(page);
      await expect(page.locator('.losses li')).toHaveCount(before + 1 + 8);
      await page.keyboard.press('ControlOrMeta+z');
      await expect(field).toHaveValue(text);
      return more;
    }
    await page.locator('[data-control=goOn] select').selectOption('8');
    const greedy = await goesOn();
    await page.locator('[data-control=sampling] select').selectOption('1');
    const drawn = await goesOn();
    expect(drawn).not.toBe(greedy);
    expect(await goesOn()).toBe(drawn);
    await page.locator('[data-control=goOn] select').selectOption('256');
    await page.locator('[data-continue=start]').click();
    await expect(written).not.toHaveAttribute('data-written', '0');
    await page.locator('[data-continue=stop]').click();
    await expect(written).toHaveAttribute('data-going', 'false');
    expect(Number(await written.getAttribute('data-written'))).toBeLessThan(256);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(field).toHaveValue(text);

    await page.locator('.language-name').getByRole('button', { name: 'Close' }).click();
    await expect(page.locator('.language')).toHaveCount(0);
    expect(await spec(page)).toMatchObject({ model: 'use-lite' });
  });

  await test.step('a GGUF in Chinese: shifted, without positions, paired wrongly, gone on with and closed', async () => {
    const tensors = new Map(readTensors(readFileSync(given('model.safetensors'))));
    const file = {
      tensors: Array.from(tensors, ([name, { shape }]) => ({ name, shape })),
      read: async (name: string) => Float32Array.from(tensors.get(name)?.data ?? []),
    };
    const config = JSON.parse(readFileSync(given('config.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const buffer = Buffer.from(await ggufOf(file, config, 'llama'));
    await dress(page, { lang: 'zh-CN' });
    await page
      .locator('[data-own=file]')
      .setInputFiles({ name: 'tiny.gguf', mimeType: 'application/octet-stream', buffer });
    await expect(page.locator('.language-name')).toContainText('llama · 3 层 × 4 个头 · 96 个词元');

    const text = expected.ids.join(' ');
    await page.locator('[data-control=sentence]').fill(text);
    await expect(page.locator('.losses li')).toHaveCount(13);
    await settle(page);
    const wanted = expected.cases[0]?.loss ?? 0;
    expect(Math.abs((await loss(page)) / wanted - 1)).toBeLessThan(1e-4);

    await operation(page, 'shifted').click();
    await settle(page);
    expect(await change(page, 'attention')).toBeLessThan(1e-4);
    for (const name of ['off', 'pairing']) {
      await operation(page, name).click();
      await settle(page);
      expect(await change(page, 'attention'), name).toBeGreaterThan(0.01);
      expect(Math.abs((await loss(page)) / wanted - 1), name).toBeGreaterThan(1e-4);
    }

    await page.locator('[data-control=goOn] select').selectOption('8');
    await page.locator('[data-continue=start]').click();
    await expect(page.locator('.continue [data-written]')).toContainText('已写 8 / 8 个词元');
    expect(await page.locator('[data-control=sentence]').inputValue()).toMatch(/^[\d ]+$/);
    await page.locator('.language-name').getByRole('button', { name: '关闭' }).click();
    await expect(page.locator('.language')).toHaveCount(0);
  });

  await test.step('the files of a model that is in several are opened together', async () => {
    await dress(page, { lang: 'en' });
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
    const tensors = readTensors(readFileSync(`${checkpoint}/model.safetensors`));
    const [first, second] = [
      'model-00001-of-00002.safetensors',
      'model-00002-of-00002.safetensors',
    ];
    const half = Math.floor(tensors.length / 2);
    const places = tensors.map(([name], i) => [name, i < half ? first : second]);
    const index = { metadata: {}, weight_map: Object.fromEntries(places) };
    const files: Record<string, Buffer> = {
      'someone/llama/resolve/main/config.json': readFileSync(`${checkpoint}/config.json`),
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

    await page.locator('[data-own=folder]').setInputFiles(checkpoint);
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
      ...JSON.parse(readFileSync(`${checkpoint}/config.json`, 'utf8')),
      model_type: 'newest',
    };
    await page.locator('[data-own=file]').setInputFiles([
      {
        name: 'model.safetensors',
        mimeType: '',
        buffer: readFileSync(`${checkpoint}/model.safetensors`),
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
    await page.evaluate((all) => {
      const entries = all.map(([called, bytes]) => ({
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

  await test.step('an encoder: every head at once, positions taken away and put back', async () => {
    await page.locator('[data-room=model]').click();
    await open(page, 'bert');
    const { ids, cases } = JSON.parse(readFileSync(ofFamily('bert', 'expected.json'), 'utf8'));
    await page.locator('[data-own=ids]').fill(ids.join(' '));
    await page.locator('[data-own=all]').click();
    await expect(page.locator('.wall-head')).toHaveCount(6);
    await settle(page);
    const { data } = await readAll(page, 'weights');
    const wanted: number[] = cases[0].attention[0].flat(2);
    expect(Math.max(...data.map((weight, i) => Math.abs(weight - (wanted[i] ?? 0))))).toBeLessThan(
      2e-5,
    );
    await expect(page.locator('.next')).toHaveCount(0);
    await expect(page.locator('.language [data-change]')).toHaveCount(1);
    expect(await change(page, 'attention')).toBe(0);
    for (const name of ['off', 'sinusoids', 'alibi', 'reversed']) {
      await operation(page, name).click();
      await settle(page);
      expect(await change(page, 'attention'), name).toBeGreaterThan(0.001);
    }
    await operation(page, 'trained').click();
    await settle(page);
    expect(await change(page, 'attention')).toBe(0);
    expect(await axeFaults(page, '.language')).toEqual([]);
  });

  await test.step('a ViT sees the page’s own picture, and one of the reader’s', async () => {
    await open(page, 'vit');
    await expect(page.locator('.language-name')).toContainText('vit · 2 × 3 heads · 7 tokens');
    await settle(page);
    await expect(page.locator('.seen-says')).toContainText('3 × 2 patches of 4 × 4');
    expect((await readAll(page, 'weights')).shape).toEqual([3, 7, 7]);
    const before = (await readAll(page, 'weights')).data;
    expect(await axeFaults(page, '.language')).toEqual([]);
    await page.locator('[data-own=input]').setInputFiles('docs/plate.png');
    await expect(page.locator('.seen-says')).toContainText('plate.png, stretched to 8 × 12 pixels');
    await settle(page);
    expect((await readAll(page, 'weights')).data).not.toEqual(before);
    await operation(page, 'off').click();
    await settle(page);
    expect(await change(page, 'attention')).toBeGreaterThan(0.001);
    const broken = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('none') };
    await page.locator('[data-own=input]').setInputFiles(broken);
    await expect(page.locator('.own-problem')).toContainText('cannot read this picture');
    await expect(page.locator('.seen-says')).toContainText('plate.png');
  });

  await test.step('a picture’s colours go in as the model’s own preparation says, and a bad one is said', async () => {
    const says = page.locator('.seen-says');
    await expect(says).toContainText('0.5, 0.5, 0.5 (red, green, blue) is taken off');
    await open(page, 'vit');
    await expect(says).toContainText('Computed here');
    await settle(page);
    const usual = (await readAll(page, 'weights')).data;
    await open(page, 'vit', {
      image_mean: [0.485, 0.456, 0.406],
      image_std: [0.229, 0.224, 0.225],
    });
    await expect(says).toContainText('0.485, 0.456, 0.406 (red, green, blue) is taken off');
    await settle(page);
    expect((await readAll(page, 'weights')).data).not.toEqual(usual);
    await open(page, 'vit', { image_std: [0.229, 0] });
    await expect(page.locator('.own-problem')).toContainText('preprocessor_config.json');
    await expect(says).toContainText('divided by 0.5, 0.5, 0.5');
    await settle(page);
    expect((await readAll(page, 'weights')).data).toEqual(usual);
  });

  await test.step('a Whisper hears the page’s own tone, and a sound of the reader’s', async () => {
    await open(page, 'whisper');
    await expect(page.locator('.seen-says')).toContainText('6 bands');
    await settle(page);
    expect((await readAll(page, 'weights')).shape).toEqual([3, 8, 8]);
    expect(await spec(page)).toMatchObject({ model: 'file', encoding: 'learned' });
    const rising = (await readAll(page, 'weights')).data;
    // Another rate than the model's: the browser makes it that of the model.
    await page
      .locator('[data-own=input]')
      .setInputFiles(inMemory('a.wav', tone(0.1, 44_100), 'audio/wav'));
    await expect(page.locator('.seen-says')).toContainText('a.wav');
    await expect(page.locator('.seen-says')).toContainText('5 tokens');
    await settle(page);
    const heard = await readAll(page, 'weights');
    expect(heard.shape).toEqual([3, 5, 5]);
    expect(heard.data.slice(0, 5)).not.toEqual(rising.slice(0, 5));
    await page
      .locator('[data-own=input]')
      .setInputFiles(inMemory('b.wav', tone(0.01, 16_000), 'audio/wav'));
    await expect(page.locator('.own-problem')).toContainText('shorter than the 20 ms');
    await expect(page.locator('.seen-says')).toContainText('a.wav');
  });
});
