// The race as a PyTorch script: its data for every task are the page's, and where python3 has torch, so
// are its losses. PYTHON names another interpreter.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from 'vitest';
import { batchOfStep, startEngine } from '../src/compute/race/engine.ts';
import { encodingIds } from '../src/encodings/index.ts';
import { raceScriptOf, withoutRaceScript } from '../src/export/race/raceScript.ts';
import { type RaceConfig, type RaceState, taskNames } from '../src/state/race.ts';
import { raceConfigOf } from '../src/state/raceConfig.ts';

const python = process.env.PYTHON ?? 'python3';
/** Without loading it, which takes seconds. */
const finds = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";
const torch = spawnSync(python, ['-c', finds], { stdio: 'ignore' }).status === 0;

const quietly = { ...process.env, CUDA_VISIBLE_DEVICES: '', OMP_NUM_THREADS: '1' };

/** Every step's losses are compared, as far as this. */
const steps = 20;
/** As small as a race can be, of all that a script knows. */
const small = { dim: 16, heads: 2, length: 6, batch: 4, steps: 40 };

trainByLoops();

const namesOf = ({ racers }: RaceConfig) => racers.map(({ encoding }) => encoding);

/** Losses of each racer, step by step, as the page has them. */
async function pageLosses(config: RaceConfig): Promise<Record<string, number[]>> {
  const found: Record<string, number[]> = {};
  let last: RaceState | null = null;
  const engine = startEngine(config, 'cpu', (state) => {
    last = state;
  });
  for (let step = 0; step < steps; step++) {
    await engine.step(1);
    const { racers = [] } = (last ?? {}) as Partial<RaceState>;
    for (const { encoding, loss } of racers) {
      found[encoding] ??= [];
      found[encoding].push(loss);
    }
  }
  engine.stop();
  return found;
}

/** What a script prints when it is run. @param by  what starts it */
function printed(config: RaceConfig, by: readonly string[], ...asked: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'whereabouts-'));
  const file = path.join(folder, 'race.py');
  writeFileSync(file, raceScriptOf(config, namesOf(config), ['A race']));
  const [command = '', ...more] = by;
  const { status, stdout, stderr } = spawnSync(command, [...more, file, ...asked], {
    encoding: 'utf8',
    cwd: folder,
    env: quietly,
  });
  rmSync(folder, { recursive: true });
  expect(status, stderr.slice(-2000)).toBe(0);
  return stdout;
}

function lossesIn(text: string): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const [, name = '', loss] of text.matchAll(/^(\S+)\tstep \d+\tloss (\S+)$/gm)) {
    found[name] ??= [];
    found[name].push(Number(loss));
  }
  return found;
}

/** The largest difference of two racers' losses. */
function apart(got: Record<string, number[]>, wanted: Record<string, number[]>): number {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  return Math.max(
    ...Object.entries(wanted).flatMap(([name, losses]) =>
      losses.map((loss, step) => Math.abs(loss - (got[name]?.[step] ?? Number.NaN))),
    ),
  );
}

/** The schemes of the registry that have a script, six to a race. */
function races(): readonly RaceConfig[] {
  const known = encodingIds.filter((racers) => {
    try {
      return withoutRaceScript(raceConfigOf({ ...small, racers })) === null;
    } catch (error) {
      // A scheme that these sizes do not suit.
      if (error instanceof RangeError) return false;
      throw error;
    }
  });
  return Array.from({ length: Math.ceil(known.length / 6) }, (_, at) =>
    raceConfigOf({
      ...small,
      racers: known.slice(6 * at, 6 * at + 6).join(';'),
      ...(at % 2 === 1 && { causal: true, depth: 2, task: 'induction' }),
    }),
  );
}

/** Where the data of a script end. */
const model = '# ── The Transformer';

/** Runs scripts as far as their data, in one process: to load torch takes longer than all of them. */
const drawer = `
import json, sys
found = []
for text in json.load(sys.stdin):
    names = {}
    exec(text, names)
    found.append([each.flatten().tolist() for each in names['batch_of'](3)])
print(json.dumps(found))
`;

import { trainByLoops } from '../src/testing/loops.ts';

describe('the race as a script', () => {
  it('is there for every scheme of the registry, at sizes that suit it', () => {
    const roomy = { ...small, dim: 64, length: 16 };
    const without = encodingIds.filter(
      (racers) => withoutRaceScript(raceConfigOf({ ...roomy, racers })) !== null,
    );
    expect(without).toEqual([]);
  });

  if (!torch) console.log(`race script: ${python} has no torch here, skipped`);

  it.skipIf(!torch)(
    'has the losses of the page in the first steps',
    { timeout: 600_000 },
    async () => {
      const all = process.env.RACE_SCRIPTS === 'all' ? races() : races().slice(0, 1);
      for (const config of all) {
        const text = printed(config, [python], '--stop', String(steps), '--every', '1');
        const difference = apart(lossesIn(text), await pageLosses(config));
        console.log(
          `race script: ${namesOf(config).join(', ')}: ${difference.toExponential(1)} apart`,
        );
        expect(difference).toBeLessThanOrEqual(1e-3);
      }
    },
  );

  it.skipIf(!torch)('has them again from two processes of torchrun', { timeout: 600_000 }, () => {
    const config = raceConfigOf({ ...small, racers: 'rope;t5;none' });
    const asked = ['--stop', '8', '--every', '1'];
    const alone = printed(config, [python], ...asked);
    const torchrun = [python, '-m', 'torch.distributed.run', '--standalone', '--nproc-per-node=2'];
    const difference = apart(lossesIn(printed(config, torchrun, ...asked)), lossesIn(alone));
    // The same sums in another order.
    expect(difference).toBeLessThanOrEqual(1e-4);
  });

  it.skipIf(!torch)('draws the data of every task as the page does', { timeout: 600_000 }, () => {
    const text = '从前有座山，山里有座庙。Once upon a time';
    const asked = taskNames.flatMap((task) =>
      [false, true].map((causal) =>
        raceConfigOf({ ...small, racers: 'none', task, causal, text, length: 11 }),
      ),
    );
    const wanted = asked.map((config) => {
      const { ids, targets, counted } = batchOfStep(config, 3);
      return [[...ids], Array.from(targets, (id, at) => (counted[at] ? id : -1))];
    });
    const data = asked.map((config) => raceScriptOf(config, ['none'], []).split(model)[0] ?? '');
    const { stdout, stderr } = spawnSync(python, ['-c', drawer], {
      input: JSON.stringify(data),
      encoding: 'utf8',
      env: quietly,
    });
    expect(JSON.parse(stdout || 'null'), stderr.slice(-500)).toEqual(wanted);
  });
});
