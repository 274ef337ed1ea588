/** The rules of speed, counted and not timed: a slider step reads nothing back and dispatches little. */
import {
  apply,
  expect,
  memory,
  open,
  type Page,
  screenFrames,
  settle,
  slider,
  test,
  visit,
} from './page.ts';

const steps = 4;
/** The goal. */
const mostDispatches = 8;

const runsSoFar = (page: Page) =>
  page.evaluate(() => window.whereabouts.stats()['runs'] ?? Number.NaN);

/** Moves a slider a step further each time the page has come to rest; returns how often it computed. */
async function runsOfSteps(page: Page, name: string): Promise<number> {
  let runs = 0;
  for (let step = 1; step <= 2; step++) {
    await memory(page);
    const before = await runsSoFar(page);
    await slider(page, name).press('ArrowRight');
    await screenFrames(page);
    await memory(page);
    runs += (await runsSoFar(page)) - before;
  }
  return runs;
}

/** Moves a slider by one input event per frame of the screen; returns what that cost. */
async function stepped(page: Page, name: string) {
  await memory(page);
  const cost = await slider(page, name).evaluate(async (input, count) => {
    if (!(input instanceof HTMLInputElement)) throw new Error('stepped: no slider');
    const stats = () => window.whereabouts.stats();
    const before = stats();
    for (let step = 0; step < count; step++) {
      // Not `value`, which React watches: it would take the event for an echo of its own.
      input.valueAsNumber = 300 + 10 * step;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const after = stats();
    return Object.fromEntries(
      Object.keys(after).map((key) => [key, (after[key] ?? 0) - (before[key] ?? 0)]),
    );
  }, steps);
  await settle(page);
  return cost as Record<'runs' | 'dispatches' | 'draws' | 'bytesRead', number>;
}

// Where the range of a map is not known beforehand, four numbers of it are read for its scale.
const cases = [
  { encoding: 'sinusoidal', name: 'base' },
  { encoding: 'rope', name: 'base' },
  { encoding: 'alibi', name: 'start' },
  { encoding: 'none', name: 'start' },
  { encoding: 'learned', name: 'start' },
];

// Every stage of the block, all heads, softmax and norms, and the range of each stage.
const drags = [
  { encoding: 'sinusoidal', names: ['gain', 'temperature'] },
  { encoding: 'rope', names: ['temperature'] },
  { encoding: 'alibi', names: ['temperature'] },
] as const;

test('a step of a slider reads no map back', async ({ page }) => {
  test.slow();
  await open(page, 'length=32&dim=32');
  for (const { encoding, name } of cases) {
    await test.step(`a step of ${encoding} dispatches at most ${mostDispatches} times and reads no map`, async () => {
      await apply(page, { encoding, start: 0 });
      const { runs, dispatches, bytesRead } = await stepped(page, name);
      console.log(`${encoding}: ${runs} runs, ${dispatches} dispatches, ${bytesRead} bytes read`);
      expect(runs).toBeGreaterThan(0);
      expect(dispatches / runs).toBeLessThanOrEqual(mostDispatches);
      // One map would be 4,096 bytes.
      expect(bytesRead).toBeLessThanOrEqual(64 * steps);
      expect(await runsOfSteps(page, name), 'a step is computed once').toBe(2);
    });
  }

  for (const { encoding, names } of drags) {
    await test.step(`in the Attend room a step of ${names.join(', ')} or a token with ${encoding} dispatches at most ${mostDispatches} times and reads no map`, async () => {
      await visit(
        page,
        `room=attend&length=40&dim=32&heads=8&experiment=fuse&encoding=${encoding}`,
      );
      const moves = 8;
      const cost = async (move: () => Promise<unknown>) => {
        await memory(page);
        const before = await page.evaluate(() => window.whereabouts.stats());
        await move();
        const after = await page.evaluate(() => window.whereabouts.stats());
        await settle(page);
        const of = (name: string) => (after[name] ?? 0) - (before[name] ?? 0);
        const runs = of('runs');
        return { runs, dispatches: of('dispatches') / runs, bytes: of('bytesRead') / runs };
      };
      const drag = (name: string) => () =>
        page
          .locator(`#experiment [data-control=${name}] input[type=range]`)
          .evaluate(async (input, count) => {
            if (!(input instanceof HTMLInputElement)) throw new Error('drag: no slider');
            for (let step = 0; step < count; step++) {
              input.valueAsNumber = 200 + 20 * step;
              input.dispatchEvent(new Event('input', { bubbles: true }));
              await new Promise((resolve) => requestAnimationFrame(resolve));
            }
          }, moves);
      // A place a frame, as a hand that does not rest.
      const token = () =>
        page.locator('[data-line]').evaluate(async (line, count) => {
          const place = (at: number) => {
            const word = line.querySelector(`[data-position="${at}"]`);
            const { x = 0, y = 0 } = word?.getBoundingClientRect() ?? {};
            return { clientX: x + 3, clientY: y + 10, bubbles: true, isPrimary: true, buttons: 1 };
          };
          line.setPointerCapture = () => {};
          const from = line.querySelector(`[data-position="${count}"]`);
          from?.dispatchEvent(new PointerEvent('pointerdown', place(count)));
          for (let at = count - 1; at >= 0; at--) {
            line.dispatchEvent(new PointerEvent('pointermove', place(at)));
            await new Promise((resolve) => requestAnimationFrame(resolve));
          }
          line.dispatchEvent(new PointerEvent('pointerup', place(0)));
        }, moves);
      for (const move of [...names.map(drag), token]) {
        // On a busy machine the hand rests in between, and rows are checked: then it moves once more.
        await expect(async () => {
          const { runs, dispatches, bytes } = await cost(move);
          console.log(
            `${encoding}: ${runs} runs, ${dispatches.toFixed(1)} dispatches and ${bytes.toFixed(0)} bytes read in each`,
          );
          expect(runs).toBeGreaterThan(0);
          // It rests long enough, twice at most, for what is under the crosshair to be read: four
          // terms in three dispatches, and the strips in one.
          expect(dispatches - 2 * (4 / runs)).toBeLessThanOrEqual(mostDispatches);
          // The range of each stage, and rows under the crosshair; one map would be 6,400 bytes.
          expect(bytes).toBeLessThanOrEqual(1000);
        }).toPass({ timeout: 60_000 });
      }
    });
  }
});
