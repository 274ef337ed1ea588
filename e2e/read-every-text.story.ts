/**
 * Every text of a state can be read: none overlaps another, none is cut, nothing scrolls sideways. One
 * page goes through the states without being loaded again, each in a third of its sizes, the next in
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
  scrollers: '.table-scroll, .token-line, .stage-strip',
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

/** What the page offers to open: its rooms, lenses and experiments. */
function offered(page: Page, kind: 'room' | 'lens' | 'experiment'): Promise<string[]> {
  return page
    .locator(`[data-${kind}]`)
    .evaluateAll((all, name) => all.map((each) => each.getAttribute(`data-${name}`) ?? ''), kind);
}

test('every room, lens and experiment is among the states', async ({ page }) => {
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

for (const kind of new Set(looked.map(kindOf))) {
  test(`${kind}: no two texts overlap, none is cut, and nothing scrolls sideways`, async ({
    page,
  }) => {
    test.setTimeout(900_000);
    await open(page);
    const found = new Map<string, string[]>();
    for (const state of looked.filter((each) => kindOf(each) === kind)) {
      // Where everything is on the page that is clicked on the way.
      await page.setViewportSize(sizeOf('1440x900'));
      await goTo(page, state);
      for (const dress of process.env['ALL'] ? everyDress : someDresses(state, 3)) {
        await putOn(page, dress);
        const { size, lang, theme } = dress;
        const where = `${state.name} ${size.width}x${size.height} ${lang} ${theme}`;
        for (const fault of await textFaults(page, rules)) {
          const sentence = sentenceOf(fault);
          found.set(sentence, [...(found.get(sentence) ?? []), where]);
        }
      }
    }
    const faults = [...found].map(([what, wheres]) => `${what} (${wheres.length}: ${wheres[0]})`);
    expect(faults).toEqual([]);
  });
}
