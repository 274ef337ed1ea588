// @ts-check
// `npm run look`: a picture of every state of the page, on contact sheets in look/ (open
// look/index.html, or the sheets themselves), to be gone through in two minutes and taken in as many.
// Each state is taken at two sizes of ten, some states on at those after them, and the languages and
// themes go round, so that each of them is met at each size; with an option that narrows, all that is
// left with all.
//   --room encode  --state picker  --size 390x844  --lang zh-CN  --theme projector  (comma for more)
//   --all (everything with everything)  --out FOLDER  --dist FOLDER
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { opened, optionsOf, run, withPage } from './served.mjs';
import { root, SetupError } from './setup.mjs';
import { goTo, languages, putOn, sizeOf, sizes, someDresses, states, themes } from './states.mjs';

/**
 * @typedef {import('./states.mjs').Dress} Dress
 * @typedef {import('./states.mjs').State} State
 * @typedef {{ state: State, dress: Dress, file: string }} Picture
 */

/** A sheet: pictures large enough to be read, and few enough to be looked at. */
const PER_SHEET = 12;
const WIDTH = 2400;
const HEIGHT = 480;

/** @param {Dress} dress */
const nameOf = ({ size: { width, height }, lang, theme }) => `${width}x${height} ${lang} ${theme}`;

/**
 * @param {string} given
 * @returns {string[]}
 */
const listed = (given) => given.split(',').filter(Boolean);

/**
 * Those that an option names, or all.
 *
 * @param {string} option
 * @param {string} given
 * @param {readonly string[]} known
 */
function chosen(option, given, known) {
  const names = listed(given);
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined)
    throw new SetupError(`--${option} has no ${strange}; there are ${known.join(', ')}`);
  return names.length > 0 ? names : known;
}

/**
 * @param {readonly import('./states.mjs').Size[]} at
 * @param {readonly string[]} langs
 * @param {readonly string[]} looks
 * @returns {Dress[]}
 */
function everyDress(at, langs, looks) {
  return looks.flatMap((theme) =>
    langs.flatMap((lang) => at.map((size) => ({ size, lang, theme }))),
  );
}

/**
 * @param {string} out
 * @param {string} title
 * @param {readonly Picture[]} pictures
 */
function sheet(out, title, pictures) {
  const figures = pictures.map(
    ({ state, dress, file }) =>
      `<figure><a href="${file}"><img src="${file}"></a><figcaption><b>${state.name}</b> ${state.room} · ${nameOf(dress)}</figcaption></figure>`,
  );
  const file = path.join(out, `${title}.html`);
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><title>${title}</title>
<style>
body { margin: 16px; background: #888; font: 18px/1.3 sans-serif; }
main { display: flex; flex-wrap: wrap; gap: 16px; }
figure { margin: 0; width: min-content; } figcaption { padding: 4px; background: #fff; }
img { display: block; height: ${HEIGHT}px; }
</style>
<main>${figures.join('\n')}</main>
`,
  );
  return file;
}

await run(async () => {
  const options = optionsOf({
    room: { type: 'string', default: '' },
    state: { type: 'string', default: '' },
    size: { type: 'string', default: '' },
    lang: { type: 'string', default: '' },
    theme: { type: 'string', default: '' },
    all: { type: 'boolean', default: false },
    out: { type: 'string', default: 'look' },
  });
  const names = chosen(
    'state',
    options.state,
    states.map(({ name }) => name),
  );
  const rooms = chosen('room', options.room, [...new Set(states.map(({ room }) => room))]);
  const langs = chosen('lang', options.lang, languages);
  const looks = chosen('theme', options.theme, themes);
  const at = options.size ? listed(options.size).map(sizeOf) : sizes;
  const wanted = states.filter(({ name, room }) => names.includes(name) && rooms.includes(room));
  const narrowed = [options.state, options.size, options.lang, options.theme].some(Boolean);
  const whole = Boolean(options.all) || narrowed;
  const out = path.resolve(root, options.out);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });

  await withPage(options.dist, async (served) => {
    /** @type {Picture[][]} */
    const byState = wanted.map(() => []);
    const left = wanted.entries();
    const take = async () => {
      const page = await opened(served, { context: { reducedMotion: 'reduce' } });
      for (const [turn, state] of left) {
        // Where everything is on the page that is clicked on the way.
        await page.setViewportSize(sizeOf('1440x900'));
        await goTo(page, state);
        for (const dress of whole ? everyDress(at, langs, looks) : someDresses(state, 5)) {
          await putOn(page, dress);
          const file = `${state.name}, ${nameOf(dress)}.png`;
          await page.screenshot({ path: path.join(out, file) });
          byState[turn]?.push({ state, dress, file });
        }
        console.log(`${state.name} (${turn + 1} of ${wanted.length})`);
      }
      await page.close();
    };
    // Two pages draw from one list: while one is computed, the other is pictured.
    await Promise.all([take(), take()]);
    const pictures = byState.flat();

    sheet(out, 'index', pictures);
    const show = await served.browser.newPage({
      viewport: { width: WIDTH, height: 900 },
    });
    for (const room of rooms) {
      const its = pictures.filter(({ state }) => state.room === room);
      for (let i = 0; i * PER_SHEET < its.length; i++) {
        const title = `sheet-${room}-${i + 1}`;
        const file = sheet(out, title, its.slice(i * PER_SHEET, (i + 1) * PER_SHEET));
        await show.goto(pathToFileURL(file).href);
        await show.screenshot({ path: path.join(out, `${title}.png`), fullPage: true });
        rmSync(file);
      }
    }
    console.log(`${pictures.length} pictures are in ${options.out}/, on sheets and in index.html.`);
  });
});
