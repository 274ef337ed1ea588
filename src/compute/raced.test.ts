/** A racer under the plate attends as it does where it was trained; what refuses to be computed says why. */
import { setBackend, tensor1d } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { tensorOf } from '../attention/matrixView.ts';
import { encodingOf } from '../encodings/index.ts';
import * as operations from '../encodings/operations.ts';
import { defaultsOf } from '../encodings/params.ts';
import { provideTensors } from '../encodings/tensors.ts';
import { raceConfigOf } from '../state/raceConfig.ts';
import { holdRaced, racedProblem } from '../state/raced.ts';
import { defaultSpec, type Spec } from '../state/spec.ts';
import { worstDifference } from '../testing/golden.ts';
import '../text/later.ts';
import { hooksOf } from './hooks.ts';
import { createInputs } from './inputs.ts';
import { attentionWeights, everyHead, squaresOfHeads, termsOfHeads } from './pass.ts';
import { apart, byName, startOf } from './race/parameters.ts';
import { transformerOf } from './race/transformer.ts';
import { readBack } from './readBack.ts';

beforeAll(async () => {
  await setBackend('cpu');
  provideTensors(operations);
});

const symbols = ['a', 'b', 'c', 'd'];
const text = 'abcadb';
const ids = Int32Array.from([...text], (letter) => symbols.indexOf(letter));
const sizes = { depth: 2, dim: 16, heads: 2, length: text.length, causal: true };

/** A racer of a scheme with weights unlike those of any seed, and the Spec that asks for it. */
function held(encoding: string) {
  const racer = { encoding, params: defaultsOf(encodingOf(encoding).params) };
  const model = transformerOf({ ...raceConfigOf(), ...sizes }, racer, symbols.length);
  const { parameters } = model;
  const weights = startOf(parameters).map((value, at) => value + 0.2 * Math.sin(at));
  const { depth, dim, heads, length } = sizes;
  const name = `a racer with ${encoding}`;
  holdRaced({ name, racer, depth, dim, heads, symbols, learned: { parameters, weights } });
  const own = { encoding, params: racer.params, racer: name, depth, dim, heads, length, text };
  const spec: Spec = { ...defaultSpec, ...own, weights: 'raced', tokens: 'characters' };
  return { model, weights, spec };
}

describe('a racer under the plate', () => {
  it.each(['none', 'sinusoidal', 'learned', 'rope', 't5', 'shaw'])(
    'with %s attends as it does in its race',
    async (encoding) => {
      const { model, weights, spec } = held(encoding);
      const inputs = createInputs();
      for (const [layer, head] of [
        [1, 1],
        [1, 2],
        [2, 1],
        [2, 2],
      ] as const) {
        const shown = { ...spec, layer, head };
        const got = await readBack(() =>
          tensorOf(attentionWeights(shown, inputs, hooksOf(shown)).weights),
        );
        const all = await readBack(() => {
          const named = byName(model.parameters, apart(model.parameters, tensor1d(weights)));
          const trace = model.run(named, ids, sizes.length).blocks[layer - 1]?.weights;
          if (!trace) throw new Error('no weights');
          return tensorOf(trace);
        });
        const area = sizes.length ** 2;
        const wanted = all.subarray((head - 1) * area, head * area);
        // float32, the same sums in the same order but for how heads are stacked.
        expect(worstDifference(got, [...wanted])).toBeLessThanOrEqual(1e-5);
      }
      inputs.clear();
    },
  );

  it('has the four terms of its scores, through its norm', async () => {
    const { spec } = held('sinusoidal');
    const shown = { ...spec, layer: 1, gain: 1.5 };
    const inputs = createInputs();
    const every = everyHead(shown, inputs);
    const hooks = hooksOf(shown);
    const terms = await readBack(() => tensorOf(termsOfHeads(shown, inputs, hooks, every)));
    const scores = await readBack(() =>
      tensorOf(squaresOfHeads('scores', shown, inputs, hooks, every).squares),
    );
    const sums = scores.map((_, cell) =>
      [0, 1, 2, 3].reduce((sum, term) => sum + (terms[term * scores.length + cell] ?? 0), 0),
    );
    expect(worstDifference(sums, [...scores])).toBeLessThanOrEqual(1e-5);
    expect(Math.max(...terms.subarray(scores.length).map(Math.abs))).toBeGreaterThan(0.1);
    inputs.clear();
  });

  it('says which racer is missing, which sizes it has, which token it does not know', () => {
    const { spec } = held('none');
    expect(racedProblem(spec)).toBeNull();
    expect(racedProblem({ ...spec, racer: 'run-2.1-step-300' })?.en).toContain('run-2.1-step-300');
    expect(racedProblem({ ...spec, racer: '' })?.en).toContain('Race room');
    expect(racedProblem({ ...spec, dim: 32 })?.en).toContain('dimension 16');
    expect(racedProblem({ ...spec, text: 'abcx' })?.en).toContain('“x”');
    expect(racedProblem({ ...spec, fusion: 'concat' })?.en).toContain('side by side');
    expect(racedProblem({ ...spec, weights: 'random', dim: 32 })).toBeNull();
  });
});
