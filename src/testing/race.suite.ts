/** A racer against the golden of torch in float64, as one suite that runs on whichever backend it is given. */
import { tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { apart, byName, sizeOf } from '../compute/race/parameters.ts';
import { lossAndGradient, startTrainer, untrained } from '../compute/race/trainer.ts';
import { type Transformer, transformerOf } from '../compute/race/transformer.ts';
import { readBack } from '../compute/readBack.ts';
import { encodingOf } from '../encodings/index.ts';
import { defaultsOf, type ParamValues } from '../encodings/params.ts';
import golden from '../golden/race_steps.json';
import type { Batch } from '../race/task.ts';
import { raceConfigOf } from '../state/raceConfig.ts';
import { worstDifference } from './golden.ts';

interface Case {
  readonly encoding: string;
  readonly causal: boolean;
  readonly ids: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly parameters: Readonly<Record<string, { readonly data: readonly number[] }>>;
  readonly logits: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly losses: readonly number[];
}

const { heads, length, depth, vocabulary, d_model: dModel } = golden.sizes;
const cases: readonly Case[] = golden.cases;

function modelOf({ encoding, causal }: Case): Transformer {
  const given: ParamValues =
    encoding === 't5' ? { buckets: 8, maxDistance: 16, bidirectional: !causal } : {};
  const params = { ...defaultsOf(encodingOf(encoding).params), ...given };
  const config = { ...raceConfigOf(), depth, dim: dModel, heads, length, causal };
  return transformerOf(config, { encoding, params }, vocabulary);
}

/** The golden's numbers of our parameters, in a row. */
function inOurOrder(model: Transformer, of: (name: string) => readonly number[]): number[] {
  return model.parameters.flatMap(({ name, shape }) => {
    const [layer] = name.split('.');
    if (name.endsWith('.queryKey')) return [...of(`${layer}.wq`), ...of(`${layer}.wk`)];
    if (name === 'encoding.learned') return of('table');
    if (name !== 'encoding.t5') return of(name);
    // There [head, bucket], here [bucket, head].
    const [buckets = 0, columns = 0] = shape;
    const bias = of('bias');
    return Array.from(
      bias,
      (_, cell) => bias[(cell % columns) * buckets + Math.floor(cell / columns)] ?? 0,
    );
  });
}

function batchOf({ ids, targets }: Case): Batch {
  const all = Int32Array.from(ids.flat());
  return {
    vocabulary,
    length,
    ids: all,
    targets: Int32Array.from(targets.flat()),
    counted: new Uint8Array(all.length).fill(1),
  };
}

/** The largest difference, as a part of the largest number. */
function apartAtMost(got: ArrayLike<number>, wanted: readonly number[]): number {
  const largest = wanted.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return worstDifference(got, wanted) / largest;
}

/**
 * @param open  makes the backend current and returns what runs
 * @param brief  of the cases one alone, and its first two losses
 */
export function raceSuite(name: string, open: () => Promise<string>, brief = false): void {
  const steps = brief ? 2 : 6;
  describe(`race on ${name}`, () => {
    beforeAll(async () => {
      expect(await open()).toBe(name);
    });

    for (const each of brief ? cases.slice(0, 1) : cases) {
      const title = `${each.encoding}, ${each.causal ? 'causal' : 'open'}`;
      // A software adapter has taken two minutes for one of them, on a machine that did other things beside.
      it(`${title}: logits and every gradient of the first step, the losses of ${steps}`, {
        timeout: 600_000,
      }, async () => {
        const model = modelOf(each);
        const start = inOurOrder(model, (part) => each.parameters[part]?.data ?? []);
        const batch = batchOf(each);
        const weights = () => tensor1d(start);
        const logits = await readBack(() => {
          const named = byName(model.parameters, apart(model.parameters, weights()));
          return model.run(named, batch.ids, length).logits;
        });
        expect(worstDifference(logits, each.logits)).toBeLessThanOrEqual(1e-5);
        const gradient = await readBack(() => lossAndGradient(model, weights(), batch).gradient);
        const wanted = inOurOrder(model, (part) => each.gradients[part] ?? []);
        let from = 0;
        for (const parameter of model.parameters) {
          const end = from + sizeOf(parameter);
          // Sums of a few dozen products in float32.
          expect(
            apartAtMost(gradient.subarray(from, end), wanted.slice(from, end)),
            parameter.name,
          ).toBeLessThanOrEqual(1e-4);
          from = end;
        }
        const trainer = startTrainer(model, untrained(model.parameters, Float32Array.from(start)));
        const losses: number[] = [];
        for (let step = 0; step < steps; step++) losses.push(await trainer.step(batch, 0.01));
        trainer.stop();
        expect(worstDifference(losses, each.losses.slice(0, steps))).toBeLessThanOrEqual(1e-4);
      });
    }
  });
}
