/** The pass while its weights are trained: logits, loss and gradients of a small model by torch, in float64. */
import {
  gather,
  grads,
  logSoftmax,
  matMul,
  mul,
  oneHot,
  setBackend,
  stack,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tensor1d,
} from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { type Hooks, sequence } from '../encodings/encoding.ts';
import { encodingOf } from '../encodings/index.ts';
import * as operations from '../encodings/operations.ts';
import { defaultsOf, type ParamValues } from '../encodings/params.ts';
import { provideTensors } from '../encodings/tensors.ts';
import golden from '../golden/race_steps.json';
import { worstDifference } from '../testing/golden.ts';
import { causalMask, unmasked } from './mask.ts';
import { tensorOf, viewOf } from './matrixView.ts';
import { type BlockWeights, blockKinds, blockTrace, type Source } from './pass.ts';

interface Case {
  readonly encoding: string;
  readonly causal: boolean;
  readonly ids: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly parameters: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>
  >;
  readonly logits: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly losses: readonly number[];
}

const { heads, length, depth, vocabulary, d_model: dModel } = golden.sizes;
const dims = { length, start: 0, dModel, nHeads: heads, dHead: dModel / heads };
const cases: readonly Case[] = golden.cases;

beforeAll(async () => {
  await setBackend('cpu');
  provideTensors(operations);
});

/** The hooks of the case's scheme; a learned table is a parameter of its own. */
function hooksOf({ encoding, causal, parameters }: Case): Hooks {
  if (encoding === 'learned') return {};
  const scheme = encodingOf(encoding);
  const given: ParamValues =
    encoding === 't5' ? { buckets: 8, maxDistance: 16, bidirectional: !causal } : {};
  // The scheme multiplies what it draws by 1/√dModel.
  const entry = (bucket: number, head: number) =>
    Math.sqrt(dModel) * (parameters['bias']?.data[8 * head + bucket] ?? Number.NaN);
  return scheme.hooks({ ...defaultsOf(scheme.params), ...given }, dims, () => entry);
}

/** Pre-norm blocks, of the weights by their names in the golden; the logits of one sequence. */
function logitsOf(each: Case, named: Record<string, Tensor>, ids: readonly number[]): Tensor2D {
  const at = (name: string) => named[name] as Tensor2D;
  const norm = (name: string) => ({
    epsilon: 1e-5,
    scale: at(`${name}.scale`),
    bias: at(`${name}.shift`),
  });
  const hooks = hooksOf(each);
  const positions = sequence(0, length);
  let source: Source = {
    x: viewOf(gather(at('embedding'), tensor1d([...ids], 'int32'))),
    table: named['table'] ? at('table') : (hooks.table?.(positions) ?? null),
    positions,
    mask: each.causal ? causalMask : unmasked,
  };
  for (let layer = 0; layer < depth; layer++) {
    const matrix = (name: string) => ({ matrix: at(`${layer}.${name}`) });
    const weights: BlockWeights = {
      heads,
      enter: norm(`${layer}.norm1`),
      queryKey: { matrix: stack([at(`${layer}.wq`), at(`${layer}.wk`)]) as Tensor3D },
      value: matrix('wv'),
      out: matrix('wo'),
      between: norm(`${layer}.norm2`),
      wide: matrix('wide'),
      narrow: matrix('narrow'),
      end: layer + 1 < depth ? norm(`${layer + 1}.norm1`) : norm('norm'),
    };
    const { output, normedSum } = blockTrace(source, weights, blockKinds.encoder, hooks);
    source = { ...source, x: output, normed: normedSum, table: null };
  }
  return matMul(tensorOf(source.normed ?? source.x), at('unembedding'));
}

/** The mean cross-entropy over all positions of all sequences. */
function lossOf(each: Case, named: Record<string, Tensor>): Tensor {
  const losses = each.ids.map((ids, i) => {
    const targets = oneHot(tensor1d([...(each.targets[i] ?? [])], 'int32'), vocabulary);
    return sum(mul(logSoftmax(logitsOf(each, named, ids)), targets));
  });
  return mul(sum(stack(losses)), -1 / (length * each.ids.length));
}

for (const each of cases) {
  it(`${each.encoding}, ${each.causal ? 'causal' : 'open'}: logits, loss and every gradient of the first step`, async () => {
    const names = Object.keys(each.parameters);
    const values = Object.values(each.parameters).map(({ shape, data }) =>
      tensor([...data], [...shape]),
    );
    const named = (of: readonly Tensor[]) =>
      Object.fromEntries(of.map((value, i) => [names[i] ?? '', value]));
    const data = (of: Tensor) => of.data() as Promise<Float32Array>;
    const logits = await Promise.all(
      each.ids.map((ids) => data(logitsOf(each, named(values), ids))),
    );
    expect(
      worstDifference(
        logits.flatMap((row) => [...row]),
        each.logits,
      ),
    ).toBeLessThanOrEqual(1e-5);
    const loss = await data(lossOf(each, named(values)));
    expect(worstDifference(loss, each.losses.slice(0, 1))).toBeLessThanOrEqual(1e-5);
    // The numbers of T5’s table are the scheme’s; here they are drawn, not trained.
    const trained = names.flatMap((name, i) => (name === 'bias' ? [] : [i]));
    const of = grads((...some: Tensor[]) => {
      const all = [...values];
      trained.forEach((i, at) => {
        all[i] = some[at] ?? all[i] ?? tensor([]);
      });
      return lossOf(each, named(all));
    })(trained.flatMap((i) => values[i] ?? []));
    for (const [at, i] of trained.entries()) {
      const name = names[i] ?? '';
      const gradient = of[at];
      if (!gradient) throw new Error(`no gradient of ${name}`);
      const apart = worstDifference(await data(gradient), each.gradients[name] ?? []);
      expect(apart, name).toBeLessThanOrEqual(1e-5);
    }
  });
}
