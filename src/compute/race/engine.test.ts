import { memory } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { RaceState } from '../../state/race.ts';
import { raceConfigOf } from '../../state/raceConfig.ts';
import { trainByLoops } from '../../testing/loops.ts';
import { startEngine } from './engine.ts';

trainByLoops();

/** As small as a race can be. */
const small = { racers: 'learned;none', dim: 16, heads: 2, length: 4, batch: 2, steps: 30 };

/** @param rate  the learning rate, of any size */
function started(given: object = {}, rate = 0.003) {
  const states: RaceState[] = [];
  const config = { ...raceConfigOf({ ...small, ...given }), rate };
  const engine = startEngine(config, 'cpu', (state) => states.push(state));
  const last = () => states.at(-1) as RaceState; // it tells one at once
  return { engine, states, last };
}

/** Losses of all racers, step by step. */
async function losses(steps: number, given: object = {}) {
  const { engine, last } = started(given);
  const found: number[][] = [];
  for (let step = 0; step < steps; step++) {
    await engine.step(1);
    found.push(last().racers.map(({ loss }) => loss));
  }
  engine.stop();
  return found;
}

describe('a race', () => {
  it('gives the same losses again from the same seed, and others from another', async () => {
    const once = await losses(3);
    expect(await losses(3)).toEqual(once);
    expect(await losses(3, { seed: 8 })).not.toEqual(once);
  });

  it('trains a racer alone as it does beside others', async () => {
    const alone = await losses(3, { racers: 'none' });
    expect(alone.flat()).toEqual((await losses(3)).map(([, second]) => second));
  });

  it('evaluates at the trained length and beyond, at each position, and is done', async () => {
    const { engine, last, states } = started({ steps: 2 });
    await engine.run();
    expect(states.map(({ status }) => status)).toContain('running');
    const { status, step, racers } = last();
    expect([status, step]).toEqual(['done', 2]);
    for (const { byLength, byPosition, accuracy, step: own } of racers) {
      expect(byLength.map(({ length }) => length)).toEqual([4, 8, 16, 32]);
      expect(byPosition).toHaveLength(4);
      expect(own).toBe(2);
      expect(accuracy).toBe(byLength[0]?.accuracy);
    }
    engine.stop();
  });

  it('shows the attention of each layer and head, and the similarity of a table', async () => {
    const { engine } = started({ depth: 2 });
    const { tokens, targets, predicted, attention, table } = await engine.inspect(0);
    expect([tokens, targets, predicted].map(({ length }) => length)).toEqual([4, 4, 4]);
    expect(attention.map((layer) => layer.length)).toEqual([2, 2]);
    for (const square of attention.flat()) {
      for (let row = 0; row < 4; row++) {
        const sum = square.subarray(4 * row, 4 * row + 4).reduce((total, each) => total + each, 0);
        expect(sum).toBeCloseTo(1, 5);
      }
    }
    expect(table?.[5]).toBeCloseTo(1, 5);
    expect((await engine.inspect(1, [0, 1])).table).toBeNull();
    engine.stop();
  });

  it('that diverges says so, and keeps its last good state', async () => {
    const { engine, last } = started({ racers: 'learned' }, 1e30);
    await engine.step(2);
    const { status, racers } = last();
    expect(status).toBe('diverged');
    expect([racers[0]?.step, racers[0]?.diverged]).toEqual([0, 2]);
    const { attention } = await engine.inspect(0);
    expect(
      attention
        .flat()
        .flatMap((square) => [...square])
        .every(Number.isFinite),
    ).toBe(true);
    engine.stop();
  });

  it('keeps no tensor and no byte from step to step', async () => {
    const { engine } = started({ steps: 100 });
    await engine.step(2);
    const before = memory();
    await engine.step(12);
    const after = memory();
    expect([after.numTensors, after.numBytes]).toEqual([before.numTensors, before.numBytes]);
    engine.stop();
  });
});
