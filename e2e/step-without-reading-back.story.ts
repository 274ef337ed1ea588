/** The rules of speed, counted and not timed: a slider step reads nothing back and dispatches little. */
import { apply, expect, memory, open, type Page, settle, slider, test } from './page.ts';

const steps = 30;
/** DESIGN §7. */
const mostDispatches = 8;

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

for (const { encoding, name } of cases) {
  test(`a step of ${encoding} dispatches at most ${mostDispatches} times and reads no map`, async ({
    page,
  }) => {
    await open(page, 'length=64&dim=64');
    await apply(page, { encoding });
    const { runs, dispatches, bytesRead } = await stepped(page, name);
    console.log(`${encoding}: ${runs} runs, ${dispatches} dispatches, ${bytesRead} bytes read`);
    expect(runs).toBeGreaterThan(0);
    expect(runs).toBeLessThanOrEqual(steps);
    expect(dispatches / runs).toBeLessThanOrEqual(mostDispatches);
    expect(bytesRead).toBeLessThanOrEqual(64 * steps);
  });
}
