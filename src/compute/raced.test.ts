/** A racer under the plate attends as it does where it was trained; what refuses to be computed says why. */
import { setBackend, tensor1d } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { tensorOf } from '../attention/matrixView.ts';
import { encodingIds, encodingOf } from '../encodings/index.ts';
import * as operations from '../encodings/operations.ts';
import { defaultsOf } from '../encodings/params.ts';
import { provideTensors } from '../encodings/tensors.ts';
import { raceConfigOf } from '../state/raceConfig.ts';
import { holdRaced } from '../state/raced.ts';
import { racedNearest, racedProblem } from '../state/racedProblem.ts';
import { defaultSpec, type Spec } from '../state/spec.ts';
import { worstDifference } from '../testing/golden.ts';
import '../text/later.ts';
import { withFloat64 } from './float64.ts';
import { hooksOf } from './hooks.ts';
import { createInputs, type Inputs } from './inputs.ts';
import { attentionWeights, everyHead, squaresOfHeads, termsOfHeads } from './pass.ts';
import { apart, byName, startOf } from './race/parameters.ts';
import { transformerOf } from './race/transformer.ts';
import { readBack } from './readBack.ts';
import { seededSource } from './source.ts';

beforeAll(async () => {
  await setBackend('cpu');
  provideTensors(operations);
});

const symbols = ['a', 'b', 'c', 'd'];
const text = 'abcadb';
const ids = Int32Array.from([...text], (letter) => symbols.indexOf(letter));
const sizes = { depth: 2, dim: 16, heads: 2, length: text.length, causal: true };
const usual = { ...sizes, text };
/** Every scheme has room in these. */
const roomy = { ...usual, depth: 1, dim: 64, length: 16, text: 'abcadbdcbacabdda' };

/** A racer of a scheme with weights unlike those of any seed, and the Spec that asks for it. */
function held(encoding: string, { text: line, ...own } = usual) {
  const racer = { encoding, params: defaultsOf(encodingOf(encoding).params) };
  const model = transformerOf({ ...raceConfigOf(), ...own }, racer, symbols.length);
  const { parameters } = model;
  const weights = startOf(parameters).map((value, at) => value + 0.2 * Math.sin(at));
  const { depth, dim, heads, length } = own;
  const name = `a racer with ${encoding}`;
  const learned = { parameters, weights };
  holdRaced({ name, racer, depth, dim, heads, symbols, text: line, learned });
  const asked = { encoding, params: racer.params, racer: name, depth, dim, heads, length };
  const spec: Spec = {
    ...defaultSpec,
    ...asked,
    text: line,
    weights: 'raced',
    tokens: 'characters',
  };
  return { model, weights, spec };
}

/** A map that nobody looks at. */
const unseen = {
  kind: 'memory',
  rows: 0,
  columns: 0,
  rowAxis: 'position',
  columnAxis: 'position',
  data: new Float32Array(),
} as const;

/** Rows of its weights, as the frame of a Spec has them in float64. */
function exactOf(spec: Spec, inputs: Inputs): (row: number) => number[] {
  const source = seededSource(inputs);
  const frame = withFloat64({
    spec,
    line: source.line(spec),
    maps: { positions: null, similarity: unseen, attention: unseen },
    rivals: [],
    stages: null,
    model: null,
    start: source.start(spec),
  });
  return (row) => {
    const exact = frame.exactRow(row);
    if (!exact) throw new Error('no float64 pass');
    return [...exact.weights];
  };
}

describe('a racer under the plate', () => {
  it.each(['none', 'sinusoidal', 'learned', 'rope', 't5', 'shaw', 'kerple', 'pope'])(
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

  it.each(encodingIds)('with %s is held against float64, in its first block', async (encoding) => {
    const { spec } = held(encoding, roomy);
    const inputs = createInputs();
    const shown = { ...spec, layer: 1, head: 2, gain: 1.5, temperature: 0.5 };
    const got = await readBack(() =>
      tensorOf(attentionWeights(shown, inputs, hooksOf(shown)).weights),
    );
    const exactRow = exactOf(shown, inputs);
    const wanted = Array.from(roomy.text, (_, row) => exactRow(row)).flat();
    // Sums of 64 products in float32.
    expect(worstDifference(got, wanted)).toBeLessThanOrEqual(1e-5);
    expect(seededSource(inputs).start({ ...spec, layer: 2 })).toBeNull();
    inputs.clear();
  });

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

  it('gives way where it cannot be computed, a sentence for each thing that stood in the way', () => {
    const { spec } = held('none');
    expect(racedNearest(spec)).toEqual({ spec, notices: [] });
    const { racer } = spec;
    const bare: Spec = { ...defaultSpec, weights: 'raced', racer, head: 4, fusion: 'concat' };
    const { spec: nearest, notices } = racedNearest(bare);
    expect(racedProblem(nearest)).toBeNull();
    expect(nearest).toMatchObject({ weights: 'raced', dim: 16, heads: 2, head: 2, fusion: 'add' });
    expect(nearest).toMatchObject({ text: usual.text, tokens: 'characters', length: usual.length });
    expect(notices.map(({ field }) => field)).toEqual(['dim', 'fusion', 'text']);
    const missing = racedNearest({ ...bare, racer: 'run-2.1-step-300' });
    expect(missing.spec).toEqual({ ...bare, weights: 'random', racer: '' });
    expect(missing.notices.map(({ field }) => field)).toEqual(['weights']);
  });
});
