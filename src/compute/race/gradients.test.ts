/** What every scheme learns, and what goes into it: its gradients against differences of the loss. */
import { tensor1d } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { encodingIds, encodingOf } from '../../encodings/index.ts';
import { defaultsOf, type ParamValues } from '../../encodings/params.ts';
import { seededNormal } from '../../encodings/seeded.ts';
import { raceConfigOf, raceProblem } from '../../state/raceConfig.ts';
import { trainByLoops } from '../../testing/loops.ts';
import { readBack } from '../readBack.ts';
import { apart, byName, type Parameter, sizeOf, startOf } from './parameters.ts';
import { lossAndGradient } from './trainer.ts';
import { transformerOf } from './transformer.ts';

const vocabulary = 5;
const config = { ...raceConfigOf(), dim: 16, heads: 2, length: 6, depth: 1, causal: true };
const ids = Int32Array.from([0, 3, 2, 4, 3, 1, 1, 2, 0, 0, 4, 2]);
const targets = Int32Array.from([4, 2, 1, 3, 3, 0, 0, 3, 3, 0, 1, 2]);
const batch = {
  vocabulary,
  length: config.length,
  ids,
  targets,
  counted: new Uint8Array(ids.length).fill(1),
};

/** Sizes that a small racer has room for. */
const smaller: Readonly<Record<string, ParamValues>> = {
  fourier: { features: 4 },
  nerf: { octaves: 4 },
  time2vec: { features: 6 },
  deberta: { span: 4 },
  t5: { buckets: 8, maxDistance: 16 },
  // Distances that fill what its network sees.
  fire: { c: 1, limit: 4 },
  // Its gates start half open, far from whole counts, where the bias has a kink.
  cope: { maxPosition: 8 },
};

/** What schemes learn; all others nothing. */
const learns: Readonly<Record<string, readonly string[]>> = {
  cope: ['cope'],
  deberta: ['key table', 'query table'],
  fire: ['w1', 'b1', 'w2', 'b2'],
  forgetting: ['forget gate'],
  kerple: ['ln r1', 'ln r2'],
  learned: ['learned'],
  path: ['direction', 'strength'],
  pope: ['phase'],
  'relative-profiles': ['mix', 'profiles'],
  shaw: ['key table', 'value table'],
  t5: ['t5'],
  time2vec: ['omega', 'phi'],
  'transformer-xl': ['wr', 'u', 'v'],
};

trainByLoops();

const paramsOf = (id: string): ParamValues => ({
  ...defaultsOf(encodingOf(id).params),
  ...smaller[id],
});

/** The mean cross-entropy, from the logits in float64. */
function crossEntropy(logits: Float32Array): number {
  let total = 0;
  targets.forEach((target, row) => {
    const own = logits.subarray(row * vocabulary, (row + 1) * vocabulary);
    const sum = own.reduce((all, each) => all + Math.exp(each), 0);
    total += Math.log(sum) - (own[target] ?? Number.NaN);
  });
  return total / targets.length;
}

describe.each(encodingIds)('%s', (id) => {
  it('has the gradients that differences of the loss have', async () => {
    const racer = { encoding: id, params: paramsOf(id) };
    expect(raceProblem(racer, config)).toBeNull();
    const model = transformerOf(config, racer, vocabulary);
    const start = startOf(model.parameters);
    const gradient = await readBack(() => lossAndGradient(model, tensor1d(start), batch).gradient);
    const lossAt = async (weights: Float32Array) =>
      crossEntropy(
        await readBack(() => {
          const parts = apart(model.parameters, tensor1d(weights));
          return model.run(byName(model.parameters, parts), ids, config.length).logits;
        }),
      );
    const own = model.parameters.flatMap(({ name }) => /^encoding\.(.*)/.exec(name)?.[1] ?? []);
    expect(own).toEqual(learns[id] ?? []);
    const looked = ({ name }: Parameter) => name === 'embedding' || name.startsWith('encoding.');
    let next = 0;
    const parts = model.parameters.map((parameter) => {
      const from = next;
      next += sizeOf(parameter);
      return { name: parameter.name, looked: looked(parameter), from, size: next - from };
    });
    for (const { name, from, size } of parts.filter((part) => part.looked)) {
      const part = gradient.subarray(from, from + size);
      const length = Math.hypot(...part);
      const random = seededNormal(5)(name);
      // Along the gradient where it is longest, and somewhere beside it.
      const way = part.map((each, i) => each / length + random(0, i) / (2 * Math.sqrt(size)));
      const along = part.reduce((sum, each, i) => sum + each * (way[i] ?? 0), 0);
      const moved = (by: number) => start.map((each, i) => each + by * (way[i - from] ?? 0));
      const step = 1e-3;
      const difference = ((await lossAt(moved(step))) - (await lossAt(moved(-step)))) / (2 * step);
      // Logits are off by 1e-7, over twice the step; what bends within it is of its square.
      const allowed = 1e-4 + 2e-3 * length;
      expect(Math.abs(difference - along), name).toBeLessThanOrEqual(allowed);
    }
  });
});
