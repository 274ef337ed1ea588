// @ts-check
// Every state of the page that somebody has to have looked at, as data: `npm run look` takes pictures
// of them, and e2e/read-every-text.story.ts holds their texts. Also how one page is brought from one
// state, size, language and theme to the next without being loaded again.
import { readdirSync } from 'node:fs';

/**
 * @typedef {import('playwright').Page} Page
 * @typedef {{
 *   name: string,
 *   room: 'lessons' | 'encode' | 'attend' | 'compare' | 'model' | 'race',
 *   query: string,
 *   act?: (page: Page) => Promise<unknown>,
 *   there?: string,
 * }} State  `act` does what no link can; `there` is what can be seen once it is all there
 * @typedef {{ width: number, height: number }} Size
 * @typedef {{ size: Size, lang: string, theme: string }} Dress
 */

/** Windows of common screens, from the commonest laptops to a large one, a tablet and a phone. */
export const sizes = [
  '1280x620',
  '1366x657',
  '1440x789',
  '1440x900',
  '1920x1080',
  '2560x1440',
  '820x1180',
  '390x844',
].map(sizeOf);

export const languages = ['en', 'zh-CN'];
export const themes = ['light', 'dark', 'projector'];

/** What a projector shows. */
export const projectorSizes = ['1280x720', '1920x1080'].map(sizeOf);

/**
 * @param {string} text as in 1280x620
 * @returns {Size}
 */
export function sizeOf(text) {
  const [width = 0, height = 0] = text.split('x').map(Number);
  if (!(width > 0 && height > 0)) throw new Error(`sizeOf: got ${text}, not as in 1280x620`);
  return { width, height };
}

/**
 * The lenses or experiments that there are, each a file `NAME.KIND.tsx`.
 *
 * @param {string} folder
 * @param {'lens' | 'experiment'} kind
 * @returns {Record<string, string>}
 */
function declared(folder, kind) {
  const end = `.${kind}.tsx`;
  const files = readdirSync(new URL(`../src/views/${folder}/`, import.meta.url));
  const names = files
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length));
  return Object.fromEntries(names.map((name) => [name, '.lens-content > *']));
}

/** What can be seen once the numbers of each are there; of others, anything in the panel. */
const lenses = {
  ...declared('lenses', 'lens'),
  clocks: '.clock-board',
  wavelengths: '.stems .here',
  distance: '.mean[d]',
  far: '.far-row',
  shift: '.shift-line span',
  collisions: '.lens-result',
  precision: '.precision-here',
  trajectory: '.trajectory-panel',
  spectrum: '[data-spectrum]',
  conventions: '.convention td',
  article: '.errata li',
  models: '.models-dot',
};
const experiments = {
  ...declared('attend', 'experiment'),
  shuffle: '.reasons',
  fuse: '[data-entropy]:not([data-entropy=""])',
  cheaper: '[data-way=int4] [data-largest]',
  longer: '.longer-curve',
  stack: '.patterns .first circle',
};

/** Those whose controls, formula or maps are unlike those of the others. */
const schemes = {
  none: '',
  binary: '',
  custom: '',
  rope: '&scaling=yarn',
  alibi: '',
  t5: '',
  deberta: '',
  'transformer-xl': '',
  'm-rope': '',
  'detr-2d': '',
  forgetting: '',
  path: '&mask=none',
  pope: '&delta=seeded',
  'relative-profiles': '&extent=12',
};

/** A step of each kind beside a room of each kind. */
const lessonSteps = {
  choice: 'lesson=order&step=1',
  curve: 'lesson=counting&step=4',
  play: 'lesson=scenes&step=2',
};

/** What a class sent in: answers to two questions, as `lessons/answer.ts` writes them. */
const sent = /** @type {const} */ ({
  choice: [
    'lesson=order&step=1',
    ['c2~njne0~ktn08', 'c0~zkkx5~dgoy1', 'c0~jpbif~5sote', 'c0~8e61s~k3ijc', 'c1~z4isy~qt004'],
  ],
  curve: [
    'lesson=clocks&step=3',
    [
      'dkmpruwy13568-______________-976420yvtqol~7v5ds~gedg0',
      'djmqux0368-_______-9631xuqmjfbXUROLJHFEDD~i6b3z~01snb',
      'dcfilortvy02356778887765310yvtqolifcZWURO~doyzr~zftfw',
      'dknruxz2579____________9752zxurnkhebYVSQN~ax5rj~f0spu',
    ],
  ],
});

/** @type {readonly State[]} */
export const states = [
  { name: 'encode', room: 'encode', query: '' },
  {
    name: 'cell',
    room: 'encode',
    query: '',
    act: (page) => page.locator('[data-map=attention]').focus(),
  },
  ...Object.entries(lenses).map(([lens, there]) => ({
    name: `lens-${lens}`,
    room: /** @type {const} */ ('encode'),
    query: `lens=${lens}${['conventions', 'far'].includes(lens) ? '&encoding=rope' : ''}`,
    there: `#lens ${there}`,
  })),
  {
    name: 'model-found',
    room: 'encode',
    query: 'lens=models',
    async act(page) {
      await page.locator('.models-search').fill('SmolLM3');
      await page.locator('.models-list button').first().click();
    },
    there: '.models-waves',
  },
  {
    name: 'query-factor',
    room: 'attend',
    query: 'room=attend&experiment=fuse&encoding=alibi&queryScale=log',
    there: '.entropy-line.without',
  },
  { name: 'lens-no-pairs', room: 'encode', query: 'encoding=alibi&lens=clocks', there: '#lens' },
  ...Object.entries(schemes).map(([scheme, rest]) => ({
    name: `scheme-${scheme}`,
    room: /** @type {const} */ ('encode'),
    query: `encoding=${scheme}${rest}`,
  })),
  {
    name: 'picker',
    room: 'encode',
    query: '',
    act: (page) => page.keyboard.press('/'),
    there: '.picker[open]:not(:has(.waiting))',
  },
  {
    name: 'picker-nothing',
    room: 'encode',
    query: '',
    async act(page) {
      await page.keyboard.press('/');
      await page.locator('.picker-search').fill('xyzzy');
    },
    there: '.picker-nothing',
  },
  {
    name: 'table',
    room: 'encode',
    query: '',
    async act(page) {
      await page.locator('[data-map=positions]').focus();
      await page.locator('.tool-table').click();
    },
    there: '.table-view td + td',
  },
  {
    name: 'drawer',
    room: 'encode',
    query: 'encoding=rope&scaling=yarn',
    act: (page) => page.locator('.drawer-toggle').click(),
    there: '.drawer',
  },
  {
    name: 'introduction',
    room: 'encode',
    query: '',
    act: (page) => page.locator('.what-is-this').click(),
    there: '.introduction[open]',
  },
  {
    name: 'take-away',
    room: 'encode',
    query: '',
    act: (page) => page.locator('.take-away-door').click(),
    there: '.take-away-preview svg',
  },
  { name: 'attend', room: 'attend', query: 'room=attend', there: '.attend-plate' },
  { name: 'attend-arcs', room: 'attend', query: 'room=attend&drawn=arcs', there: '.attend-plate' },
  {
    name: 'attend-terms',
    room: 'attend',
    query: 'room=attend&encoding=deberta&terms=1',
    there: '.attend-plate',
  },
  ...Object.entries(experiments).map(([experiment, there]) => ({
    name: `experiment-${experiment}`,
    room: /** @type {const} */ ('attend'),
    query: `room=attend&experiment=${experiment}&shuffles=1${experiment === 'stack' ? '&depth=4' : ''}`,
    there: `#experiment ${there}`,
  })),
  { name: 'compare', room: 'compare', query: 'room=compare&compare=rope', there: '.compare-room' },
  {
    name: 'compare-three',
    room: 'compare',
    query: 'room=compare&compare=rope;alibi&differences=1',
    there: '.compare-room',
  },
  {
    name: 'compare-four',
    room: 'compare',
    query: 'room=compare&compare=rope(scaling=yarn);alibi;t5',
    there: '.compare-room',
  },
  {
    name: 'model',
    room: 'model',
    query: 'room=model&text=dog+bites+man',
    there: '[data-change=attention][data-value]',
  },
  { name: 'race', room: 'race', query: 'room=race', there: '.race-room' },
  { name: 'lessons', room: 'lessons', query: 'room=lessons', there: '[data-concept]' },
  ...Object.entries(lessonSteps).map(([name, place]) => ({
    name: `lesson-${name}`,
    room: /** @type {const} */ ('lessons'),
    query: `room=lessons&${place}`,
    there: '.lesson-ask',
  })),
  {
    name: 'lesson-game',
    room: 'lessons',
    query: 'room=lessons&level=2&round=3',
    async act(page) {
      const check = page.locator('[data-check]');
      if (!(await check.isVisible())) return;
      await page.locator('[data-game-encoding=binary]').click();
      await page.locator('[data-game-dim="8"]').click();
      await check.click();
    },
    there: '.lesson-result [data-right]',
  },
  {
    name: 'class-plan',
    room: 'lessons',
    query: 'room=lessons&classroom=plan&lesson=clocks',
    there: '[data-plan][open] .plan-questions li',
  },
  {
    name: 'class-links',
    room: 'lessons',
    query: 'room=lessons&classroom=links',
    there: '.links-made .qr',
  },
  {
    name: 'class-worksheet',
    room: 'lessons',
    query: 'room=lessons&classroom=worksheet&lesson=clocks',
    act: (page) => page.locator('[data-key]').check(),
    there: '[data-key-of="6"]',
  },
  {
    name: 'class-worksheet-state',
    room: 'lessons',
    query: 'room=lessons&classroom=worksheet&encoding=alibi',
    there: '.sheet-table',
  },
  {
    name: 'class-question',
    room: 'lessons',
    query: 'room=lessons&lesson=clocks&step=3&classroom=question',
    async act(page) {
      await page.locator('[data-curve]').press('ArrowUp');
      await page.locator('[data-hand-in]').click();
    },
    there: '.hand-in .qr',
  },
  ...Object.entries(sent).map(([name, [place, answers]]) => ({
    name: `class-${name}`,
    room: /** @type {const} */ ('lessons'),
    query: `room=lessons&${place}&classroom=answers`,
    async act(/** @type {Page} */ page) {
      const links = answers.map((answer) => `?${place}&answer=${answer}`);
      await page.locator('.class-paste').fill(links.join(' '));
      await page.locator('[data-take]').click();
      const show = page.locator('[data-truth-button]');
      if (await show.isVisible()) await show.click();
    },
    there: '[data-truth-said]',
  })),
];

/**
 * Brings the open page to a state, in a dress where one is given. It follows its address as after Back;
 * it is not loaded again.
 *
 * @param {Page} page
 * @param {State} state
 * @param {Dress} [dress]
 */
export async function goTo(page, { query, act, there }, dress) {
  await page.evaluate(leave);
  await choose(page, dress, query);
  if (act) {
    await page.evaluate(() => window.whereabouts.apply({}));
    await act(page);
  }
  await atRest(page, dress, there);
}

/** Runs in the page: closes what is open over it. */
function leave() {
  const doors = 'dialog[open] header button, .drawer-toggle[aria-expanded=true]';
  for (const door of document.querySelectorAll(doors)) {
    if (door instanceof HTMLElement) door.click();
  }
}

/**
 * Another size, language or theme of what is shown, in place.
 *
 * @param {Page} page
 * @param {Dress} dress
 */
export async function putOn(page, dress) {
  await choose(page, dress);
  await atRest(page, dress);
}

/**
 * Asks for a size, a language, a theme and another address, and waits for none: to have each drawn
 * takes longest.
 *
 * @param {Page} page
 * @param {Dress} [dress]
 * @param {string} [query]
 */
async function choose(page, dress, query) {
  const looks = dress ? { lang: dress.lang, theme: dress.theme } : {};
  await page.evaluate(
    ({ chosen, search }) => {
      // Behind an open dialog no pointer reaches these.
      for (const [name, wanted] of Object.entries(chosen)) {
        const select = document.querySelector(`.top-actions [data-control=${name}]`);
        if (!(select instanceof HTMLSelectElement) || select.value === wanted) continue;
        select.value = wanted;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }
      if (search === undefined) return;
      history.pushState(null, '', `?${search}`);
      dispatchEvent(new PopStateEvent('popstate'));
    },
    { chosen: looks, search: query },
  );
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const size = dress?.size ?? { width, height };
  if (width !== size.width || height !== size.height) await page.setViewportSize(size);
}

/**
 * One size of so many, with the languages and themes by turns. As many states in a row have the same
 * sizes, the next ones those after them; each begins at the size where the one before ends, since to
 * change it takes longest. From one state to the next each size meets other languages and themes.
 * Schemes, which differ in little, have one of one more.
 *
 * @param {State} state
 * @param {number} apart  of ten sizes
 * @returns {Dress[]}
 */
export function someDresses(state, apart) {
  const turn = states.indexOf(state);
  const step = state.name.startsWith('scheme-') ? apart + 1 : apart;
  const block = Math.floor(turn / step);
  // One of the two changes from state to state, so that four states have all there are.
  const [swapped, dark] = [Math.floor(turn / 2) % 2, Math.floor((turn + 1) / 2) % 2];
  const plain = sizes.map((size) => ({ size, theme: dark ? 'dark' : 'light' }));
  const large = projectorSizes.map((size) => ({ size, theme: 'projector' }));
  const chosen = [...plain, ...large].filter((_, i) => (i + block) % step === 0);
  const dresses = chosen.map((each, i) => {
    const half = 2 * i < chosen.length ? 0 : 1;
    return { ...each, lang: languages[(half + swapped) % languages.length] ?? 'en' };
  });
  return turn % 2 === 0 ? dresses : dresses.toReversed();
}

/**
 * Waits until what was asked for is painted and checked, what is asked about it is answered and, for
 * two frames, nothing on the page has changed.
 *
 * @param {Page} page
 * @param {Dress} [dress]  what has to be on as well
 * @param {string} [there]  what has to be seen as well
 */
export function atRest(page, dress, there) {
  return page.evaluate(
    async ({ wanted, sign }) => {
      const isOn = () =>
        !wanted ||
        (document.documentElement.lang === wanted.lang && innerWidth === wanted.size.width);
      const isThere = () => {
        if (sign === undefined) return true;
        const found = document.querySelector(sign);
        if (!found?.checkVisibility({ visibilityProperty: true })) return false;
        const { width, height } = found.getBoundingClientRect();
        return width > 0 && height > 0;
      };
      /** @param {() => boolean} holds */
      const until = async (holds) => {
        const latest = performance.now() + 60_000;
        // Not at every frame: to ask for one has it drawn.
        while (!holds()) {
          if (performance.now() > latest)
            throw new Error(`atRest: not at rest, or without ${sign}`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      await until(isOn);
      await window.whereabouts.apply({});
      await document.fonts.ready;
      let changed = true;
      const changes = new MutationObserver(() => {
        changed = true;
      });
      const what = { subtree: true, childList: true, characterData: true, attributes: true };
      changes.observe(document.body, what);
      for (let calm = 0, frames = 0; calm < 2 && frames < 120; frames++) {
        await until(() => isThere() && window.whereabouts.memory()?.resting === true);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        calm = changed ? 0 : calm + 1;
        changed = false;
      }
      changes.disconnect();
    },
    { wanted: dress, sign: there },
  );
}
