/** What a person takes away as code: a notebook by the dialog, scripts and a source by the script. */

import { readFileSync } from 'node:fs';
import { dress } from './inPlace.ts';
import { expect, open, type Page, readAll, test, visit } from './page.ts';

const query = 'encoding=rope&length=12&dim=16&heads=2&head=2&start=3&seed=11';

const exported = (page: Page, kind: string) =>
  page.evaluate(
    (asked) =>
      window.whereabouts.export(asked).then(
        (file) => file.text(),
        (error: unknown) => String(error),
      ),
    kind,
  );

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly source: readonly string[] }[];
}

test('someone takes code away: scripts, and a notebook in another language', async ({ page }) => {
  await open(page, `${query}&pairing=half`);
  await test.step('a script says what it is of; what there is no call for is refused in words', async () => {
    const script = await exported(page, 'transformers');
    expect(script).toContain(`# ${page.url()}\n`);
    expect(script).toContain('cos, sin = LlamaRotaryEmbedding(config)(X, p[None])');
    expect(await exported(page, 'jax')).toContain("jax.config.update('jax_enable_x64', True)");
    expect(await exported(page, 'bibtex')).toContain('@misc{su2021roformer,');
    await page.evaluate(() => window.whereabouts.apply({ encoding: 'xpos' }));
    expect(await exported(page, 'transformers')).toContain(
      'RangeError: export: transformers: Hugging Face Transformers has no call',
    );
  });

  await test.step('a notebook is saved with the script and the numbers that the page shows', async () => {
    await visit(page, query);
    await dress(page, { lang: 'zh-CN' });
    await page.getByRole('button', { name: '导出：图、数据、代码' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: '保存 whereabouts-rope.ipynb' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('whereabouts-rope.ipynb');
    const { cells }: Notebook = JSON.parse(readFileSync(await download.path(), 'utf8'));
    const texts = cells.map(({ source }) => source.join(''));
    expect(texts[0]).toMatch(/^# Whereabouts：RoPE/);
    expect(texts[0]).toContain(`<${page.url()}>`);
    for (const name of ['positions', 'similarity', 'weights', 'output']) {
      const [, stored = ''] = new RegExp(`'${name}': '([\\w+/=]+)'`).exec(texts.at(-1) ?? '') ?? [];
      const bytes = Uint8Array.from(Buffer.from(stored, 'base64'));
      expect([...new Float32Array(bytes.buffer)], name).toEqual((await readAll(page, name)).data);
    }
    const script = await exported(page, 'numpy');
    const code = cells.filter(({ cell_type }) => cell_type === 'code');
    for (const { source } of code.slice(0, -2)) expect(script).toContain(source.join(''));
  });
});
