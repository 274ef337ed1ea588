/**
 * Every text of a state can be read: none overlaps another, none is cut, nothing scrolls sideways. One
 * page goes through the states without being loaded again, each in a third of its sizes, later ones in
 * another third; languages and themes go round as well. All with all would be twenty times as many, and
 * take the better part of an hour: `ALL=1` goes through all that, `STATE=lens` through the states of that
 * name.
 */
import {
  type Dress,
  goTo,
  languages,
  projectorSizes,
  putOn,
  sizeOf,
  sizes,
  someDresses,
  states,
} from '../scripts/states.mjs';
import { expect, open, type Page, test } from './page.ts';
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

/** What is looked at in one go. */
const kindOf = ({ name, room }: (typeof states)[number]) =>
  /^(?:lens|scheme|experiment)(?=-)/.exec(name)?.[0] ?? room;

/** Kinds that share a page, which is brought back to what a new one is once for all of them. */
const together = [
  ['encode', 'scheme'],
  ['lens', 'experiment'],
  ['attend', 'compare', 'model', 'race', 'lessons'],
];

/** What the page offers to open: its rooms, lenses and experiments. */
function offered(page: Page, kind: 'room' | 'lens' | 'experiment'): Promise<string[]> {
  return page
    .locator(`[data-${kind}]`)
    .evaluateAll((all, name) => all.map((each) => each.getAttribute(`data-${name}`) ?? ''), kind);
}

test('every room, lens and experiment is among the states', async ({ page }) => {
  expect([...new Set(states.map(kindOf))].toSorted()).toEqual(together.flat().toSorted());
  await open(page, 'length=8');
  const names = states.map(({ name }) => name);
  const [inRooms, lenses] = [await offered(page, 'room'), await offered(page, 'lens')];
  expect([inRooms.length > 0, lenses.length > 0]).toEqual([true, true]);
  expect(inRooms.filter((room) => !names.includes(room))).toEqual([]);
  expect(lenses.filter((lens) => !names.includes(`lens-${lens}`))).toEqual([]);
  await page.locator('[data-room=attend]').click();
  await expect(page.locator('[data-experiment]').first()).toBeVisible();
  const experiments = await offered(page, 'experiment');
  expect(experiments.filter((name) => !names.includes(`experiment-${name}`))).toEqual([]);
});

/** Every fault of the texts of a state, in each of its dresses. */
async function* faultsOf(page: Page, state: (typeof states)[number]) {
  const dresses = process.env['ALL'] ? everyDress : someDresses(state, 3);
  const [first] = dresses;
  if (!first) return;
  // Where everything is on the page that is clicked on the way.
  const clicked = { ...first, size: sizeOf('1440x900') };
  await goTo(page, state, state.act ? clicked : first);
  for (const dress of dresses) {
    if (state.act || dress !== first) await putOn(page, dress);
    const { size, lang, theme } = dress;
    const where = `${state.name} ${size.width}x${size.height} ${lang} ${theme}`;
    for (const fault of await textFaults(page, rules)) yield { what: sentenceOf(fault), where };
  }
}

for (const kinds of together) {
  const theirs = looked.filter((state) => kinds.includes(kindOf(state)));
  if (theirs.length === 0) continue;
  test(`the texts of ${kinds.join(', ')}`, async ({ page }) => {
    test.setTimeout(900_000);
    await open(page);
    for (const kind of kinds) {
      const fact = `${kind}: no two texts overlap, none is cut, and nothing scrolls sideways`;
      await test.step(fact, async () => {
        const found = new Map<string, string[]>();
        for (const state of theirs.filter((each) => kindOf(each) === kind)) {
          for await (const { what, where } of faultsOf(page, state)) {
            found.set(what, [...(found.get(what) ?? []), where]);
          }
        }
        const faults = [...found].map(([what, at]) => `${what} (${at.length}: ${at[0]})`);
        expect(faults, fact).toEqual([]);
      });
    }
  });
}
