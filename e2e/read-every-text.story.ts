/**
 * Every text of a state can be read: none overlaps another, none is cut, nothing scrolls sideways. One
 * page goes through the states without being loaded again, each in a third of its sizes, later ones in
 * another third; languages and themes go round as well. All with all would be twenty times as many, and
 * take the better part of an hour: `ALL=1` goes through all that, `STATE=lens` through the states of that
 * name. Some of them are then held as a telephone, and what is tapped there is measured.
 */
import {
  type Dress,
  goTo,
  languages,
  projectorSizes,
  putOn,
  sizes,
  someDresses,
  states,
} from '../scripts/states.mjs';
import { expect, open, type Page, test } from './page.ts';
import { expectLargeEnough, isTapped } from './targets.ts';
import { sentenceOf, type TextRules, textFaults } from './texts.ts';

const rules: TextRules = {
  // Numbers of many columns, the sentence whose words are dragged, and the stages on a phone.
  scrollers: '.table-scroll, .race-recorded-table, .token-line, .stage-strip',
  writing: '#text, .text-parameter input, .picker-search, .class-paste, .models-search',
  aside: '.skip',
};

const everyDress: readonly Dress[] = languages.flatMap((lang) => [
  ...sizes.map((size) => ({ size, lang, theme: 'light' })),
  ...projectorSizes.map((size) => ({ size, lang, theme: 'projector' })),
]);

const only = new RegExp(process.env['STATE'] ?? '');
const looked = states.filter(({ name }) => only.test(name));

type State = (typeof states)[number];

/** What is looked at in one go. */
const kindOf = ({ name, room }: State) =>
  /^(?:lens|scheme|experiment)(?=-)/.exec(name)?.[0] ?? room;

/** The kinds in turn, those of a room one after another. */
const kinds = [
  'encode',
  'scheme',
  'lens',
  'experiment',
  'attend',
  'compare',
  'model',
  'race',
  'lessons',
];

/** What the page offers to open: its rooms, lenses and experiments. */
function offered(page: Page, kind: 'room' | 'lens' | 'experiment'): Promise<string[]> {
  return page
    .locator(`[data-${kind}]`)
    .evaluateAll((all, name) => all.map((each) => each.getAttribute(`data-${name}`) ?? ''), kind);
}

async function expectAllAreStates(page: Page): Promise<void> {
  expect([...new Set(states.map(kindOf))].toSorted()).toEqual(kinds.toSorted());
  const names = states.map(({ name }) => name);
  const [inRooms, lenses] = [await offered(page, 'room'), await offered(page, 'lens')];
  expect([inRooms.length > 0, lenses.length > 0]).toEqual([true, true]);
  expect(inRooms.filter((room) => !names.includes(room))).toEqual([]);
  expect(lenses.filter((lens) => !names.includes(`lens-${lens}`))).toEqual([]);
  await page.locator('[data-room=attend]').click();
  await expect(page.locator('[data-experiment]').first()).toBeVisible();
  const experiments = await offered(page, 'experiment');
  expect(experiments.filter((name) => !names.includes(`experiment-${name}`))).toEqual([]);
}

/** Every fault of the texts of a state, in each of its dresses. */
async function* faultsOf(page: Page, state: State) {
  const dresses = process.env['ALL'] ? everyDress : someDresses(state, 3);
  // Where everything is on the page that is clicked on the way.
  const isLarge = ({ size }: Dress) => size.width >= 1280;
  const first = (state.act && dresses.find(isLarge)) ?? dresses[0];
  if (!first) return;
  await goTo(page, state, first);
  for (const dress of [first, ...dresses.filter((each) => each !== first)]) {
    if (dress !== first) await putOn(page, dress);
    const { size, lang, theme } = dress;
    const where = `${state.name} ${size.width}x${size.height} ${lang} ${theme}`;
    for (const fault of await textFaults(page, rules)) yield { what: sentenceOf(fault), where };
  }
}

test('every text can be read, and all that is tapped is large enough', async ({ page }) => {
  test.setTimeout(900_000);
  await open(page);
  await test.step('every room, lens and experiment is among the states', () =>
    expectAllAreStates(page));
  for (const kind of kinds) {
    const theirs = looked.filter((state) => kindOf(state) === kind);
    const fact = `${kind}: no two texts overlap, none is cut, and nothing scrolls sideways`;
    await test.step(fact, async () => {
      const found = new Map<string, string[]>();
      for (const state of theirs) {
        for await (const { what, where } of faultsOf(page, state)) {
          found.set(what, [...(found.get(what) ?? []), where]);
        }
        if (!isTapped(state.name)) continue;
        await test.step(`${state.name}: what is tapped is large enough for a finger`, () =>
          expectLargeEnough(page, state.name));
      }
      const faults = [...found].map(([what, at]) => `${what} (${at.length}: ${at[0]})`);
      expect.soft(faults, fact).toEqual([]);
    });
  }
});
