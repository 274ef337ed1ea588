/** The rules of speed, counted and not timed: a slider step reads nothing back and dispatches little. */
import { apply, expect, memory, open, type Page, settle, slider, test } from './page.ts';

const steps = 30;

/** Moves a slider by one input event per frame of the screen; returns what that cost. */
async function stepped(page: Page, name: string) {
  await memory(page);
  const cost = await slider(page, name).evaluate(async (input, count) => {
    if (!(input instanceof HTMLInputElement)) throw new Error('stepped: no slider');
    const stats = () => window.whereabouts.stats();
    // A software GPU takes so long for a step that the page would think the slider at rest.
    const wait = window.setTimeout.bind(window);
    const patient = (handler: () => void, milliseconds = 0) => wait(handler, 100 * milliseconds);
    Object.assign(window, { setTimeout: patient });
    const before = stats();
    for (let step = 0; step < count; step++) {
      // Not `value`, which React watches: it would take the event for an echo of its own.
      input.valueAsNumber = 300 + 10 * step;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const after = stats();
    Object.assign(window, { setTimeout: wait });
    return Object.fromEntries(
      Object.keys(after).map((key) => [key, (after[key] ?? 0) - (before[key] ?? 0)]),
    );
  }, steps);
  await settle(page);
  return cost as Record<'runs' | 'dispatches' | 'draws' | 'bytesRead', number>;
}

// Where the range of a map is not known beforehand, four numbers of it are read for its scale.
const cases = [
  { encoding: 'sinusoidal', name: 'base', most: 8 },
  { encoding: 'rope', name: 'base', most: 12 },
  { encoding: 'alibi', name: 'start', most: 12 },
  { encoding: 'none', name: 'start', most: 12 },
  { encoding: 'learned', name: 'start', most: 12 },
];

for (const { encoding, name, most } of cases) {
  test(`a step of ${encoding} dispatches at most ${most} times and reads no map`, async ({
    page,
  }) => {
    await open(page, 'length=64&dim=64');
    await apply(page, { encoding });
    const { runs, dispatches, bytesRead } = await stepped(page, name);
    console.log(`${encoding}: ${runs} runs, ${dispatches} dispatches, ${bytesRead} bytes read`);
    expect(runs).toBeGreaterThan(0);
    expect(runs).toBeLessThanOrEqual(steps);
    expect(dispatches / runs).toBeLessThanOrEqual(most);
    expect(bytesRead).toBeLessThanOrEqual(64 * steps);
  });
}
