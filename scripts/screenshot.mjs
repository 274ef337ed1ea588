// @ts-check
// `npm run screenshot`: the picture of the plate that the README shows, docs/plate.png, from the
// built page. Other pictures by options:
//   --out FILE  --size 1440x900  --scale 1  --theme light  --lang en  --query "encoding=rope"
//   --cell attention:18,14 (map:row,column; "none" for no cursor)  --full (the whole page)
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { opened, optionsOf, run, withPage } from './served.mjs';
import { root, SetupError } from './setup.mjs';

/** As long as a read-out and its float64 value may take on a software GPU. */
const REST_MS = 1_500;

/**
 * Points at a cell of a map as a hand would: in its middle.
 *
 * @param {import('playwright').Page} page
 * @param {string} cell
 */
async function point(page, cell) {
  const [, map, row, column] = /^(positions|similarity|attention):(\d+),(\d+)$/.exec(cell) ?? [];
  if (map === undefined)
    throw new SetupError(`--cell is map:row,column, as in attention:18,14; got ${cell}`);
  const { shape } = await page.evaluate(async (name) => {
    return window.whereabouts.read(name === 'attention' ? 'similarity' : name);
  }, map);
  const [rows = 1, columns = 1] = shape;
  const box = await page.locator(`[data-map=${map}]`).boundingBox();
  if (!box) throw new Error(`screenshot: the page shows no ${map}`);
  const x = box.x + ((Number(column) + 0.5) / columns) * box.width;
  const y = box.y + ((Number(row) + 0.5) / rows) * box.height;
  await page.mouse.move(x, y);
}

await run(async () => {
  const options = optionsOf({
    out: { type: 'string', default: 'docs/plate.png' },
    size: { type: 'string', default: '1440x900' },
    scale: { type: 'string', default: '1' },
    theme: { type: 'string', default: 'light' },
    lang: { type: 'string', default: 'en' },
    query: { type: 'string', default: '' },
    cell: { type: 'string', default: 'attention:18,14' },
    full: { type: 'boolean', default: false },
  });
  const [width = 1440, height = 900] = options.size.split('x').map(Number);
  const query = [`lang=${options.lang}&theme=${options.theme}`, options.query]
    .filter(Boolean)
    .join('&');
  await withPage(options.dist, async (served) => {
    const context = {
      viewport: { width, height },
      deviceScaleFactor: Number(options.scale),
      reducedMotion: /** @type {const} */ ('reduce'),
    };
    const page = await opened(served, { query: `?${query}`, context });
    await page.evaluate(() => document.fonts.ready);
    if (options.cell !== 'none') await point(page, options.cell);
    await page.waitForTimeout(REST_MS);
    const file = path.resolve(root, options.out);
    mkdirSync(path.dirname(file), { recursive: true });
    await page.screenshot({ path: file, fullPage: Boolean(options.full) });
    console.log(`${options.out} is written.`);
  });
});
