/**
 * `npm run race-pace`: steps per second beside the same model as a plain composition of tfjs with
 * `variableGrads`, on the same backend in the same run; two racers beside one; 2,000 steps without growth.
 * With RACE_RIVAL=1 also beside `@genai-fi/nanogpt` of the registry, which it installs in a folder of its
 * own and throws away. All by the CPU time of this process: what else the machine does is not in it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  add,
  div,
  logSoftmax,
  matMul,
  mean,
  memory,
  mul,
  neg,
  oneHot,
  ones,
  randomNormal,
  relu,
  reshape,
  setBackend,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tidy,
  train,
  transpose,
  variable,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as operations from '../../encodings/operations.ts';
import { provideTensors } from '../../encodings/tensors.ts';
import type { Batch } from '../../race/task.ts';
import { taskNamed } from '../../race/tasks.ts';
import { raceConfigOf } from '../../state/raceConfig.ts';
import { startEngine } from './engine.ts';
import { registerLoops } from './loops.ts';
import { startTrainer, type Trainer } from './trainer.ts';
import { transformerOf } from './transformer.ts';

/** The room's own sizes: one block of 32 channels, sixteen positions, sixteen sequences. */
const config = raceConfigOf({ racers: 'learned' });
const { dim, heads, length, batch: size } = config;
const task = taskNamed(config.task);
const vocabulary = task.vocabulary(config);

const say = (line: string) => process.stdout.write(`${line}\n`);

/** As many that collecting garbage and compiling move the median by less than what is compared. */
const turns = 101;

/** CPU milliseconds of each of some steps, by turns: the median. */
async function medians(...steps: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> {
  const times = steps.map((): number[] => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [at, step] of steps.entries()) {
      const begun = process.cpuUsage();
      await step();
      const { user, system } = process.cpuUsage(begun);
      times[at]?.push((user + system) / 1000);
    }
  }
  return times.map((each) => each.toSorted((a, b) => a - b)[(turns - 1) / 2] ?? 0);
}

/** A step of the same model as one would write it with tfjs. */
function plainStep(batch: Batch): () => Promise<unknown> {
  const matrix = (rows: number, columns: number) =>
    variable(randomNormal([rows, columns], 0, 1 / Math.sqrt(rows)));
  const norm = () => [variable(ones([dim])), variable(zeros([dim]))] as const;
  const [embedding, table] = [matrix(vocabulary, dim), matrix(length, dim)];
  const [wq, wk, wv, wo] = [0, 1, 2, 3].map(() => matrix(dim, dim));
  const [wide, narrow] = [matrix(dim, 4 * dim), matrix(4 * dim, dim)];
  const unembedding = matrix(dim, vocabulary);
  const norms = [norm(), norm(), norm()] as const;
  const normed = (x: Tensor, [scale, shift]: readonly [Tensor, Tensor]) => {
    const centred = sub(x, mean(x, -1, true));
    return add(mul(div(centred, sqrt(add(mean(square(centred), -1, true), 1e-5))), scale), shift);
  };
  const split = (x: Tensor) =>
    transpose(reshape(x, [size, length, heads, dim / heads]), [0, 2, 1, 3]);
  const times = (x: Tensor, w: Tensor | undefined) => matMul(x as Tensor2D, w as Tensor2D);
  const chosen = oneHot(tensor1d(batch.ids, 'int32'), vocabulary, 1, 0, 'float32');
  const counted = batch.counted.reduce((total, each) => total + each, 0);
  const wanted = mul(
    oneHot(tensor1d(batch.targets, 'int32'), vocabulary, 1, 0, 'float32'),
    reshape(div(tensor1d([...batch.counted]), counted), [-1, 1]),
  );
  const optimiser = train.adam(0.01);
  return async () => {
    const { value, grads } = variableGrads(() => {
      const tokens = reshape(times(chosen, embedding), [size, length, dim]);
      let x: Tensor = reshape(add(tokens, table), [size * length, dim]);
      const h = normed(x, norms[0]);
      const [q, k, v] = [wq, wk, wv].map((w) => split(times(h, w)));
      const scores = div(matMul(q as Tensor, k as Tensor, false, true), Math.sqrt(dim / heads));
      const heard = matMul(softmax(scores), v as Tensor);
      const joined = reshape(transpose(heard, [0, 2, 1, 3]), [size * length, dim]);
      x = add(x, times(joined, wo));
      x = add(x, times(relu(times(normed(x, norms[1]), wide)), narrow));
      const logits = times(normed(x, norms[2]), unembedding);
      return neg(sum(mul(logSoftmax(logits), wanted)));
    });
    tidy(() =>
      optimiser.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor }))),
    );
    for (const gradient of Object.values(grads)) gradient.dispose();
    await value.data();
    value.dispose();
  };
}

/**
 * Runs in the folder of the rival, which has a tfjs of its own: prints the CPU milliseconds of a step, their
 * median. It is made for browsers; on the CPU it has no kernels for clipping, and goes without.
 */
const rivalProgram = (sizes: object) => `
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: undefined } });
globalThis.window = globalThis;
globalThis.document ??= {};
const root = './node_modules/@genai-fi/nanogpt/dist/';
const { models } = await import('@genai-fi/nanogpt');
const { selectBackend } = await import(root + 'backend.js');
const { default: BasicTrainer } = await import(root + 'training/BasicTrainer.js');
await selectBackend('cpu');
const sizes = ${JSON.stringify(sizes)};
const model = new models.NanoGPTV1({ ...sizes, nLayer: 1, mlpFactor: 4, useRope: true });
const trainer = new BasicTrainer(model, null, { learningRate: 0.01 });
// Of its tfjs nothing is exported: what it tries itself out with is made as large as a batch.
const step = trainer.trainStep.bind(trainer);
let batch;
trainer.trainStep = (state, { xs, ys }, ...more) => {
  batch = { xs: xs.tile([${size}, 1]), ys: ys.tile([${size}, 1]) };
  return step(state, { xs, ys }, ...more);
};
await trainer.dummyPass();
const times = [];
for (let turn = 0; turn < ${turns}; turn++) {
  const begun = process.cpuUsage();
  const loss = step({}, batch);
  await loss.data();
  const { user, system } = process.cpuUsage(begun);
  times.push((user + system) / 1000);
}
console.log('median ' + times.sort((a, b) => a - b)[${(turns - 1) / 2}]);
`;

/** CPU milliseconds of a step of the rival. */
function rivalStep(): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'whereabouts-'));
  const at = { cwd: folder, encoding: 'utf8' } as const;
  const sizes = { vocabSize: vocabulary, blockSize: length, nHead: heads, nEmbed: dim };
  const release = '@genai-fi/nanogpt@1.3.0';
  spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', release], at);
  const asked = ['--input-type=module', '--eval', rivalProgram(sizes)];
  const { stdout, stderr } = spawnSync(process.execPath, asked, at);
  rmSync(folder, { recursive: true });
  const median = Number(/median (\S+)/.exec(stdout)?.[1]);
  if (Number.isNaN(median)) throw new Error(`pace: no rival: ${stderr.slice(-1000)}`);
  return median;
}

describe.runIf(import.meta.env.MODE === 'measure')('the pace of training', () => {
  beforeAll(async () => {
    await setBackend('cpu');
    provideTensors(operations);
  });

  it('beside a plain composition, and two racers beside one', async () => {
    let drawn = 0;
    const random = () => (drawn += 0.618034) % 1;
    const batch = task.batch(random, size, length, config);
    const [plain = 0] = await medians(plainStep(batch));
    const undo = registerLoops();
    const [racer] = config.racers;
    if (!racer) throw new Error('pace: no racer');
    const [first, second] = [0, 1].map(() =>
      startTrainer(transformerOf(config, racer, vocabulary)),
    ) as [Trainer, Trainer];
    const one = () => first.step(batch, 0.001);
    const [own = 0, both = 0] = await medians(one, async () => {
      await one();
      await second.step(batch, 0.001);
    });
    undo();
    say(`plain tfjs with variableGrads: ${(1000 / plain).toFixed(1)} steps per second`);
    say(`the race: ${(1000 / own).toFixed(1)}, ${(plain / own).toFixed(2)} times as many (goal 2)`);
    say(`two racers: ${(both / own).toFixed(2)} times the time of one (goal 2.1)`);
    expect(own).toBeLessThan(plain);
  }, 600_000);

  it.runIf(process.env['RACE_RIVAL'] === '1')(
    'beside nanogpt of the registry',
    async () => {
      const rival = rivalStep();
      const undo = registerLoops();
      const decoder = raceConfigOf({ racers: 'rope', causal: true });
      const [racer] = decoder.racers;
      if (!racer) throw new Error('pace: no racer');
      const batch = task.batch(() => 0.5, size, length, decoder);
      const trainer = startTrainer(transformerOf(decoder, racer, vocabulary));
      const [own = 0] = await medians(() => trainer.step(batch, 0.001));
      undo();
      say(`nanogpt on the CPU: ${rival.toFixed(1)} ms of CPU a step, without clipping`);
      say(
        `the race: ${own.toFixed(1)} ms, ${(rival / own).toFixed(2)} times as many steps (goal 1)`,
      );
      expect(own).toBeLessThan(rival);
    },
    600_000,
  );

  it('2,000 steps without growth of tensors or bytes', async () => {
    const undo = registerLoops();
    const small = { ...config, dim: 16, heads: 1, length: 4, batch: 1, steps: 4000 };
    const engine = startEngine(small, 'cpu', () => {});
    await engine.step(2);
    const before = memory();
    await engine.step(2000);
    const after = memory();
    engine.stop();
    undo();
    say(
      `tensors ${before.numTensors} → ${after.numTensors}, bytes ${before.numBytes} → ${after.numBytes}`,
    );
    expect([after.numTensors, after.numBytes]).toEqual([before.numTensors, before.numBytes]);
  }, 600_000);
});
