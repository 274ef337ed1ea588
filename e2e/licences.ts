/** What the page is made of, and where it says so. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from './page.ts';

const project = path.resolve(import.meta.dirname, '../package.json');

/** Beside what the project asks for itself, some of what that brings along. */
const brought = ['d3-scale', 'd3-selection', 'scheduler', '@tensorflow/tfjs-backend-webgl', 'long'];
export const { dependencies } = JSON.parse(readFileSync(project, 'utf8')) as {
  dependencies: Record<string, string>;
};
/** `d3` has no code of its own. */
export const bundled = [...Object.keys(dependencies).filter((name) => name !== 'd3'), ...brought];

/** The text that is opened from the page. */
export async function licences(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'What is this?' }).click();
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: /licences/ }).click();
  const text = await (await opened).locator('body').innerText();
  await page.keyboard.press('Escape');
  return text;
}
