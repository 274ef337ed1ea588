/** Opening a file of one's own: its numbers on the page, a bad one refused, a large one hardly read. */
import { readFileSync, writeFileSync } from 'node:fs';
import { axeFaults } from './axe.ts';
import { inMemory, npy, safetensors, safetensorsHeader, type Tensor, waves } from './files.ts';
import { dress } from './inPlace.ts';
import { expect, type Page, readAll, settle, spec, test } from './page.ts';

const file = (page: Page) => page.locator('[data-own=file]');
const facts = (page: Page) => page.locator('.own-facts');

/** On the disk, where the browser reads it itself: the path of a file of megabytes. */
function onDisk(name: string, buffer: Buffer): string {
  const where = test.info().outputPath(name);
  writeFileSync(where, buffer);
  return where;
}

async function dropped(page: Page, name: string, buffer: Buffer) {
  const dataTransfer = await page.evaluateHandle(
    ([called, bytes]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], called));
      return transfer;
    },
    [name, [...buffer]] as const,
  );
  await page.locator('header').first().dispatchEvent('drop', { dataTransfer });
}

async function showInEncode(page: Page) {
  await page.getByRole('button', { name: 'Show in Encode' }).click();
  await settle(page);
}

test.use({ allowed: [/Failed to load resource/], ownContext: true });

const [width, inner] = [8, 12];

const affine = (name: string, to: number, from: number, step: number) => ({
  [`${name}.weight`]: waves([to, from], step),
  [`${name}.bias`]: waves([to], step / 3),
});
const layer = (at: number): Readonly<Record<string, Tensor>> => {
  const own = `bert.encoder.layer.${at}.`;
  return {
    ...affine(`${own}attention.self.query`, width, width, 0.37 + at),
    ...affine(`${own}attention.self.key`, width, width, 0.81 + at),
    ...affine(`${own}attention.self.value`, width, width, 0.47 + at),
    ...affine(`${own}attention.output.dense`, width, width, 0.59 + at),
    [`${own}attention.output.LayerNorm.weight`]: waves([width], 0.71),
    [`${own}attention.output.LayerNorm.bias`]: waves([width], 0.83),
    ...affine(`${own}intermediate.dense`, inner, width, 0.29),
    ...affine(`${own}output.dense`, width, inner, 0.43),
    [`${own}output.LayerNorm.weight`]: waves([width], 0.97),
    [`${own}output.LayerNorm.bias`]: waves([width], 0.19),
  };
};
const bert: Readonly<Record<string, Tensor>> = {
  'bert.embeddings.word_embeddings.weight': waves([6, width], 1.1),
  'bert.embeddings.position_embeddings.weight': waves([12, width], 0.4),
  'bert.embeddings.token_type_embeddings.weight': waves([2, width], 0.9),
  'bert.embeddings.LayerNorm.weight': waves([width], 0.21),
  'bert.embeddings.LayerNorm.bias': waves([width], 0.63),
  ...layer(0),
  ...layer(1),
};

const golden = (name: string) => readFileSync(`src/files/families/golden/bert/${name}`);

const vocab = { '[UNK]': 0, '[CLS]': 1, '[SEP]': 2, how: 3, far: 4, '##ther': 5 };

/** Of the small BERT above. */
function tokenizerFile(change: object = {}, model: object = {}): Buffer {
  const tokenizer = {
    normalizer: { type: 'BertNormalizer' },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', cls: ['[CLS]', 1], sep: ['[SEP]', 2] },
    model: { type: 'WordPiece', unk_token: '[UNK]', vocab, ...model },
    ...change,
  };
  return Buffer.from(JSON.stringify(tokenizer));
}

test('tables, models and tokenizers of one’s own', async ({ page }) => {
  test.slow();
  await page.addInitScript(() => {
    const { parse } = JSON;
    const lengths: number[] = [];
    Object.assign(globalThis, { parsedLengths: lengths });
    JSON.parse = (text: string, ...more: never[]): unknown => {
      lengths.push(text.length);
      return parse(text, ...more);
    };
  });
  // The weights of the trained encoder are not needed here, and 28 MB.
  await page.route('**/model/**', (route) => route.abort());
  await page.goto('/?room=model');
  await expect(page.locator('.own')).toBeVisible();

  await test.step('a file from disk gives its own numbers, and a bad one loses nothing', async () => {
    const table = waves([20, 24], 0.7);
    await file(page).setInputFiles(inMemory('mine.npy', npy(table)));
    await expect(facts(page)).toContainText('mine.npy F32 20 × 24');
    await expect(page.locator('[data-own-map="table mine"] output')).toHaveText(
      `position 0, channel 0: ${table.data[0]?.toFixed(3)}`,
    );
    // By keyboard: two rows down, three channels on.
    await page.locator('[data-own-map="table mine"] .own-cells').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
      await page.keyboard.press(key);
    }
    await expect(page.locator('[data-own-map="table mine"] output')).toHaveText(
      `position 2, channel 3: ${table.data[2 * 24 + 3]?.toFixed(3).replace('-', '−')}`,
    );
    await expect(page.locator('[data-own-map="table sinusoids"] output')).toHaveText(
      `position 2, channel 3: ${Math.cos(2 / 10_000 ** (2 / 24))
        .toFixed(3)
        .replace('-', '−')}`,
    );

    // Dropped anywhere: the browser would leave the page for it.
    await dropped(page, 'broken.npy', npy(table).subarray(0, 500));
    await expect(page.locator('.own-problem')).toHaveText(
      'The shape needs 1,920 bytes of values, but the file has 372.',
    );
    await expect(facts(page)).toContainText('mine.npy F32 20 × 24');
    expect(await axeFaults(page, '.own')).toEqual([]);

    await showInEncode(page);
    expect(await spec(page)).toMatchObject({ encoding: 'learned', dim: 24, length: 20, heads: 1 });
    const { shape, data } = await readAll(page, 'positions');
    expect(shape).toEqual([20, 24]);
    expect(data).toEqual([...table.data]);
  });

  await test.step('a second file takes the place of the first in every room, at its own sizes', async () => {
    await page.locator('[data-room=model]').click();
    const [first, second, wider] = [
      waves([20, 24], 0.7),
      waves([20, 24], 0.3),
      waves([18, 30], 0.5),
    ];
    await file(page).setInputFiles(inMemory('mine.npy', npy(first)));
    await showInEncode(page);
    await page.locator('[data-room=attend]').click();
    await settle(page);
    for (const [table, columns] of [
      [second, 24],
      [wider, 30],
    ] as const) {
      await page.locator('[data-room=model]').click();
      await file(page).setInputFiles(inMemory('mine.npy', npy(table)));
      await expect(facts(page)).toContainText(`× ${columns}`);
      await expect(page.locator('[data-own-map="table mine"] output')).toHaveText(
        `position 0, channel 0: ${table.data[0]?.toFixed(3)}`,
      );
      await page.locator('[data-room=attend]').click();
      await settle(page);
      expect(await spec(page)).toMatchObject({ encoding: 'learned', dim: columns });
      const { data } = await readAll(page, 'positions');
      expect(data.slice(0, table.data.length)).toEqual([...table.data]);
    }
    await expect(page.locator('.notice').first()).toContainText('30');
  });

  await test.step('of 400 MB on the Hub less than 8 MB are read, and only when asked for', async () => {
    const [rows, columns, vocabulary] = [64, 128, 781_000];
    const header = safetensorsHeader([
      { name: 'bert.embeddings.word_embeddings.weight', shape: [vocabulary, columns] },
      { name: 'bert.embeddings.position_embeddings.weight', shape: [rows, columns] },
    ]);
    const start = header.length + 4 * vocabulary * columns;
    const size = start + 4 * rows * columns;
    const entry = (cell: number) => Math.fround(Math.sin(cell));
    /** The file is nowhere: its bytes are made when they are asked for. */
    const bytesOf = (from: number, to: number) => {
      const bytes = Buffer.alloc(to - from);
      if (from < start) header.copy(bytes, 0, from);
      const first = Math.max(Math.ceil((from - start) / 4), 0);
      for (let cell = first; start + 4 * cell + 4 <= to; cell++) {
        bytes.writeFloatLE(entry(cell), start + 4 * cell - from);
      }
      return bytes;
    };
    let sent = 0;
    const asked: string[] = [];
    await page.route('https://huggingface.co/**', async (route) => {
      const request = route.request();
      asked.push(new URL(request.url()).pathname);
      // It has no config.json.
      if (!asked.at(-1)?.endsWith('.safetensors')) return route.fulfill({ status: 404 });
      const [, from = 0, last = 0] =
        /^bytes=(\d+)-(\d+)$/.exec(request.headers().range ?? '')?.map(Number) ?? [];
      const to = Math.min(last + 1, size);
      sent += to - from;
      return route.fulfill({
        status: 206,
        body: bytesOf(from, to),
        headers: {
          'access-control-allow-origin': '*',
          'access-control-expose-headers': 'content-range',
          'content-range': `bytes ${from}-${to - 1}/${size}`,
        },
      });
    });
    await page.locator('[data-room=model]').click();
    const name = page.locator('[data-own=hub]');
    await name.fill('someone/large-bert');
    expect(asked).toEqual([]);
    await name.press('Enter');
    await expect(facts(page)).toContainText('position_embeddings.weight F32 64 × 128');
    const read = page.locator('[data-own-read]');
    await expect(read).toHaveText('98 kB of 400 MB read');
    expect(Number(await read.getAttribute('data-own-read'))).toBe(sent);
    expect(sent).toBeLessThan(8e6);
    const files = ['model.safetensors', 'config.json'];
    expect(asked).toEqual(
      expect.arrayContaining(files.map((each) => `/someone/large-bert/resolve/main/${each}`)),
    );
    expect(new Set(asked).size).toBe(files.length);
    const map = page.locator('[data-own-map="table mine"]');
    await map.locator('.own-cells').focus();
    await page.keyboard.press('ArrowDown');
    await expect(map.locator('output')).toHaveText(
      `position 1, channel 0: ${entry(columns).toFixed(3)}`,
    );

    await name.fill('no one/here');
    await name.press('Enter');
    await expect(page.locator('.own-problem')).toContainText('cannot be the name of a model');
  });

  await test.step('a header of megabytes is read, and never by the page itself', async () => {
    const layers = Array.from({ length: 16_000 }, (_, i) => `layers.${i}.${'x'.repeat(300)}`);
    const tensors = ['wpe.weight', ...layers].map((name) => [name, waves([2, 4], 0.7)] as const);
    const open = (some: typeof tensors) =>
      file(page).setInputFiles(onDisk('long.safetensors', safetensors(Object.fromEntries(some))));
    await open(tensors);
    await expect(facts(page)).toContainText('wpe.weight F32 2 × 4');
    const longest = await page.evaluate(() =>
      Math.max(0, ...(globalThis as unknown as { parsedLengths: number[] }).parsedLengths),
    );
    expect(longest).toBeLessThan(10_000);

    const more = Array.from({ length: 400 }, (_, i) => [`more ${i}`, waves([1], 0.7)] as const);
    await open([...tensors, ...more]);
    await expect(page.locator('[data-own-problems=files]')).toHaveText(
      'The file has 16,401 tensors; at most 16,384 are read.',
    );
  });

  await test.step('of a RoBERTa position 0 is row 2; another tensor can be picked; a link has no file', async () => {
    await dress(page, { lang: 'zh-CN' });
    const positions = waves([34, 8], 0.3);
    const other = waves([6, 8], 0.9);
    const bytes = safetensors({
      'roberta.embeddings.other': other,
      'roberta.embeddings.position_embeddings.weight': positions,
      'roberta.embeddings.LayerNorm.bias': waves([8], 0.1),
    });
    await file(page).setInputFiles(inMemory('roberta.safetensors', bytes));
    await expect(facts(page)).toContainText('position_embeddings.weight F32 34 × 8');
    await page.getByRole('button', { name: '在“编码”页查看' }).click();
    await settle(page);
    expect((await readAll(page, 'positions')).data).toEqual([...positions.data.subarray(16)]);

    await page.locator('[data-room=model]').click();
    await page.locator('[data-own=tensor]').selectOption({ index: 1 });
    await expect(facts(page)).toContainText('roberta.embeddings.other F32 6 × 8');
    await page.getByRole('button', { name: '在“编码”页查看' }).click();
    await settle(page);
    expect((await readAll(page, 'positions')).data).toEqual([...other.data]);

    await page.reload();
    await expect(page.locator('.notice').first()).toContainText('没有打开的文件');
    expect((await spec(page)).params).toEqual({ table: 'seeded' });
  });

  await test.step('a BERT without its config.json is guessed at and can be put right; with it nothing is guessed', async () => {
    await dress(page, { lang: 'en' });
    await page.locator('[data-room=model]').click();
    const { ids, cases } = JSON.parse(golden('expected.json').toString());
    const config = JSON.parse(golden('config.json').toString());
    const model = inMemory('model.safetensors', golden('model.safetensors'));
    await file(page).setInputFiles(model);
    const choose = (kind: string, label: string) =>
      page.locator(`[data-own=${kind}]`).selectOption({ label });
    const holds = async (at: number, of: number, head: number) => {
      const wanted: number[] = cases[at].attention[of][head].flat();
      await expect
        .poll(async () => {
          const map = await page.locator('[data-own-weights]').getAttribute('data-own-weights');
          const weights: number[] = JSON.parse(map ?? '[]');
          if (weights.length !== wanted.length) return 9;
          return Math.max(...weights.map((weight, i) => Math.abs(weight - (wanted[i] ?? 9))));
        })
        // Float32 over two layers, and seven digits on the page.
        .toBeLessThan(2e-5);
    };
    await expect(page.locator('.own-guesses')).toContainText('Guessed: there is no config.json');
    const tokens = page.locator('[data-own=ids]');
    await tokens.fill(ids.join(' '));
    await tokens.press('Enter');
    await choose('heads', '3');
    await holds(0, 0, 0);
    await choose('head', '3');
    await holds(0, 0, 2);
    await choose('layer', '1');
    await holds(0, 1, 2);
    await choose('causal', 'yes');
    await holds(1, 1, 2);
    // Three changes before the first has been computed.
    await page.evaluate(async () => {
      for (const [kind, label] of Object.entries({
        causal: 'no',
        activation: 'relu',
        epsilon: '0.001',
      })) {
        const select = document.querySelector(`[data-own=${kind}]`);
        if (!(select instanceof HTMLSelectElement)) throw new Error(`no ${kind}`);
        select.selectedIndex = [...select.options].findIndex((option) => option.label === label);
        select.dispatchEvent(new Event('change', { bubbles: true }));
        // React shows each of them.
        await new Promise((resolve) => setTimeout(resolve));
      }
    });
    await holds(2, 1, 2);
    // Of a RoBERTa, whose position 0 is another row.
    await choose('family', 'roberta');
    await expect(page.locator('.own-said')).toContainText('position 0 is row 2');
    await expect(page.locator('[data-own=heads] option:checked')).toHaveText('3');

    await tokens.fill('3 99');
    await tokens.press('Enter');
    await expect(page.locator('[data-own-problems=tokens]')).toContainText(
      'Token 99 is not in the vocabulary, which has 24 tokens',
    );
    expect(await axeFaults(page, '.own')).toEqual([]);

    const said = inMemory(
      'config.json',
      Buffer.from(JSON.stringify({ ...config, is_decoder: true })),
    );
    await file(page).setInputFiles([model, said]);
    await expect(page.locator('.own-guesses')).toHaveCount(0);
    await expect(page.locator('.own-said')).toContainText('3 of 8 channels');
    await tokens.fill(ids.join(' '));
    await tokens.press('Enter');
    await holds(1, 0, 0);

    // What a BERT does not have: it is another model.
    const other = { ...config, num_hidden_layers: 1 };
    await file(page).setInputFiles([
      model,
      inMemory('config.json', Buffer.from(JSON.stringify(other))),
    ]);
    await expect(page.locator('[data-own-problems=files]')).toContainText('says 1 layer, but');
    const conv = 'bert.encoder.layer.0.attention.self.conv.weight';
    const unlike = safetensors({ ...bert, [conv]: waves([3], 0.1) });
    await file(page).setInputFiles(inMemory('other.safetensors', unlike));
    await expect(page.locator('[data-own-problems=files]')).toContainText(`“${conv}” is no part`);
    await expect(page.locator('.own-attention')).toHaveCount(0);
    await expect(facts(page)).toContainText('position_embeddings.weight F32 12 × 8');
  });

  await test.step('tokens are typed as words with the tokenizer; what is cut keeps its end', async () => {
    await file(page).setInputFiles(inMemory('tiny.safetensors', safetensors(bert)));
    const tokens = page.locator('[data-own=ids]');
    const labels = page.locator('.own-labels.query');
    await expect(tokens).toBeVisible();
    await file(page).setInputFiles(inMemory('tokenizer.json', tokenizerFile()));
    await expect(tokens).toHaveAccessibleName('Text');
    await tokens.fill('How farther');
    await tokens.press('Enter');
    await expect(labels).toHaveText('[CLS]howfar##ther[SEP]');
    await expect(page.locator('[data-own=cut]')).toHaveCount(0);

    // The table has 12 positions.
    await tokens.fill('how '.repeat(20));
    await tokens.press('Enter');
    await expect(labels).toHaveText(`[CLS]${'how'.repeat(10)}[SEP]`);
    await expect(page.locator('[data-own=cut]')).toHaveText(
      'The line was cut: it has 22 tokens; the first 11 and the closing [SEP] are shown.',
    );
    expect(await axeFaults(page, '.own')).toEqual([]);
  });

  await test.step('another file begins anew: its own layers, and no tokenizer of the one before', async () => {
    const tokens = page.locator('[data-own=ids]');
    const layers = page.locator('[data-own=layer]');
    const whose = page.locator('[data-own=whose]');
    // Chosen together, as in the folder of a model; what is not read is named.
    await file(page).setInputFiles([
      inMemory('README.md', Buffer.from('#')),
      inMemory('tokenizer.json', tokenizerFile()),
      inMemory('tiny.safetensors', safetensors({ ...bert, ...layer(2) })),
    ]);
    await expect(page.locator('[data-own-problems=files]')).toContainText('Not read: README.md.');
    await expect(tokens).toHaveAccessibleName('Text');
    await expect(whose).toHaveText('');
    await layers.selectOption('2');
    await tokens.fill('how far');
    await tokens.press('Enter');
    await expect(page.locator('.own-weights')).toContainText('layer 2');

    // Away and back: what is chosen is what is shown.
    await page.locator('[data-room=encode]').click();
    await page.locator('[data-room=model]').click();
    await expect(page.locator('.own-weights')).toContainText('layer 2');
    await expect(layers).toHaveValue('2');

    await file(page).setInputFiles(inMemory('tiny.safetensors', safetensors(bert)));
    await expect(layers.locator('option')).toHaveCount(2);
    await expect(layers).toHaveValue('0');
    await expect(page.locator('.own-weights')).toHaveCount(0);
    await expect(whose).toContainText('tokenizer.json was opened for another file');
    await expect(tokens).toHaveAccessibleName('Token ids');
    await expect(tokens).toHaveValue('how far');
    await whose.getByRole('button', { name: 'Use it for this file too' }).click();
    await tokens.press('Enter');
    await expect(page.locator('.own-weights')).toContainText('layer 0');
    await expect(page.locator('.own-labels.query')).toHaveText('[CLS]howfar[SEP]');

    const gpt2 = {
      'wte.weight': waves([2000, width], 1.1),
      'wpe.weight': waves([12, width], 0.4),
      'h.0.attn.c_attn.weight': waves([width, 3 * width], 0.7),
    };
    await file(page).setInputFiles(inMemory('other.safetensors', safetensors(gpt2)));
    await whose.getByRole('button', { name: 'Use it for this file too' }).click();
    await expect(whose).toContainText('This tokenizer has 6 ids and the file has 2,000');
    await expect(whose).toContainText('the file has the shape of GPT-2');
  });

  await test.step('a tokenizer that would hang the page is refused, or ended, and nothing is lost', async () => {
    // Its patience ends when the story says so.
    await page.clock.install();
    const tokens = page.locator('[data-own=ids]');
    const said = (at: string) => page.locator(`[data-own-problems=${at}]`);
    await file(page).setInputFiles(inMemory('small.safetensors', safetensors(bert)));
    await expect(facts(page)).toContainText('small.safetensors');
    await file(page).setInputFiles(
      inMemory('tokenizer.json', tokenizerFile({}, { max_input_chars_per_word: 1e9 })),
    );
    await expect(said('files')).toHaveText(
      '“max_input_chars_per_word” of this tokenizer is 1,000,000,000; this page takes at most 1,000.',
    );
    await expect(tokens).toHaveAccessibleName('Token ids');

    // Within every limit, and still at it after 10 seconds: each is compared at each letter.
    const entry = { id: 4, content: 'a'.repeat(250), single_word: true };
    const added_tokens = Array.from({ length: 16_000 }, () => entry);
    const slow = { max_input_chars_per_word: 1000, vocab: { ...vocab, a: 4, '##a': 5 } };
    await file(page).setInputFiles(onDisk('endless.json', tokenizerFile({ added_tokens }, slow)));
    await expect(tokens).toHaveAccessibleName('Text');
    await tokens.fill(`${'a'.repeat(999)} `.repeat(4));
    await tokens.press('Enter');
    await page.clock.fastForward(5000);
    await expect(said('tokens')).toHaveText(
      'Cutting this text into tokens took longer than 5 seconds, so it was stopped. Try a shorter text, or type ids.',
      { timeout: 60_000 },
    );
    await tokens.fill('how');
    await tokens.press('Enter');
    await expect(page.locator('.own-labels.query')).toHaveText('[CLS]how[SEP]');
    await expect(said('tokens')).toHaveText('');

    // More than is read.
    await tokens.fill('how '.repeat(1001));
    await tokens.press('Enter');
    await expect(page.locator('.own-tokens .own-problem')).toHaveText(
      'Only the first 4,000 characters are read.',
    );
    await expect(page.locator('[data-own=cut]')).toContainText('it has 1,002 tokens');
  });
});
