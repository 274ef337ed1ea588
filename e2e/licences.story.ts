/** What the page is made of can be read on it; also where it is a single file (single-file.story.ts). */
import { bundled, dependencies, licences } from './licences.ts';
import { expect, open, test } from './page.ts';

// A browser asks for an icon of a text file.
test.use({ allowed: [/404/] });

test('what the page is made of is said with version and licence, package by package', async ({
  page,
}) => {
  await open(page, 'length=8&dim=8&heads=1');
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
