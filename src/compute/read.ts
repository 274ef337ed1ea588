/** The quantities of a pass by name, as the GPU has them (DESIGN §4, `read`). */
import { fill, reshape, type Tensor, tensor1d, tidy, zeros } from '@tensorflow/tfjs-core';
import { logitsOf, outputOf, project } from '../attention/attention.ts';
import { tensorOf } from '../attention/plane.ts';
import { dimsOf, type Spec } from '../state/spec.ts';
import { type Device, largestLength } from './device.ts';
import { hooksOf, positionsOf } from './hooks.ts';
import { headWeights, type Inputs } from './inputs.ts';
import { positionMap, similarityOf } from './maps.ts';
import { type Model, modelReaders } from './model.ts';
import { modelMaps } from './modelPicture.ts';
import { maskOf, wholePass, wholeTerms } from './pass.ts';

export interface Quantity {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What quantities are read from. */
export interface Sources {
  readonly inputs: Inputs;
  readonly model: Model;
}

type Reader = (spec: Spec, inputs: Inputs) => Tensor | null;

const allHeads = (spec: Spec) => ({ first: 0, count: spec.heads });

const square = (name: 'wq' | 'wk' | 'wv' | 'wo') => (spec: Spec) =>
  headWeights(name, spec, allHeads(spec));

function values(spec: Spec, inputs: Inputs) {
  const pass = wholePass(spec, inputs);
  return { ...pass, value: project(pass.trace.values, square('wv')(spec), spec.heads) };
}

const readers: Readonly<Record<string, Reader>> = {
  positions: (spec) => positionMap(hooksOf(spec), spec) ?? zeros([spec.length, spec.dim]),
  similarity: (spec, inputs) => similarityOf(spec, inputs),
  tokens: (spec, inputs) => inputs.tokens(spec).clone(),
  wq: square('wq'),
  wk: square('wk'),
  wv: square('wv'),
  wo: square('wo'),
  query: (spec, inputs) => wholePass(spec, inputs).trace.query,
  key: (spec, inputs) => wholePass(spec, inputs).trace.key,
  value: (spec, inputs) => values(spec, inputs).value,
  logits: (spec, inputs) => logitsOf(wholePass(spec, inputs).trace, maskOf(spec, inputs)),
  bias: (spec, inputs) =>
    wholePass(spec, inputs).trace.bias ?? fill([spec.heads, spec.length, spec.length], 0),
  weights: (spec, inputs) => wholePass(spec, inputs).trace.weights,
  output: (spec, inputs) => {
    const { hooks, trace, value } = values(spec, inputs);
    return outputOf(trace.weights, value, square('wo')(spec), hooks);
  },
  terms: (spec, inputs) => wholeTerms(spec, inputs),
  angles: (spec) => hooksOf(spec).angles?.(positionsOf(spec)) ?? null,
  frequencies: (spec) => {
    const frequencies = hooksOf(spec).frequencies;
    return frequencies ? tensor1d(Float32Array.from(frequencies)) : null;
  },
};

/** The quantities that a Spec has, by name. */
function readersFor(spec: Spec, model: Model): Readonly<Record<string, Reader>> {
  if (spec.model === 'seeded') return readers;
  const { angles, frequencies } = readers;
  const map = (name: 'positions' | 'similarity') => (of: Spec) => {
    const plane = modelMaps(model.pass(of))[name];
    return plane ? tensorOf(plane) : zeros([of.length, of.dim]);
  };
  const own = Object.entries(modelReaders).map(([name, reader]): [string, Reader] => [
    name,
    (of) => reader(model.pass(of)),
  ]);
  return {
    ...Object.fromEntries(own),
    pieces: ({ text }) => tensor1d(Float32Array.from(model.tokens(text).ids)),
    positions: map('positions'),
    similarity: map('similarity'),
    ...(angles && frequencies && { angles, frequencies }),
  };
}

/** A quantity by its name; `encoding.NAME` is a table of the scheme's own. */
function readerOf(name: string, known: Readonly<Record<string, Reader>>): Reader | undefined {
  if (name.startsWith('encoding.')) {
    const own = name.slice('encoding.'.length);
    return (spec) => hooksOf(spec).weights?.[own]?.(positionsOf(spec)) ?? null;
  }
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

/**
 * @throws RangeError for a name that there is not, one that the scheme does not have, or one too
 *         large for the device
 */
export async function readQuantity(
  name: string,
  spec: Spec,
  { inputs, model }: Sources,
  device: Device,
): Promise<Quantity> {
  const known = readersFor(spec, model);
  const reader = readerOf(name, known);
  if (!reader) {
    throw new RangeError(`read: no "${name}"; there are ${Object.keys(known).join(', ')}`);
  }
  const wide = ![
    'positions',
    'similarity',
    'tokens',
    'wq',
    'wk',
    'wv',
    'wo',
    'angles',
    'frequencies',
  ].includes(name);
  // The terms are four squares a head.
  const squares = (name === 'terms' ? 4 : 1) * dimsOf(spec).nHeads;
  const most = largestLength(device, squares);
  if (wide && spec.length > most) {
    throw new RangeError(`read: "${name}" of ${spec.heads} heads fits up to length ${most} here`);
  }
  const tensor = tidy<Tensor>(() => {
    const found = reader(spec, inputs);
    if (!found) throw new RangeError(`read: ${spec.encoding} has no "${name}"`);
    // A copy of its own: some quantities are tensors that the pass keeps.
    return reshape(found, found.shape);
  });
  try {
    return { shape: [...tensor.shape], data: Float32Array.from(await tensor.data()) };
  } finally {
    tensor.dispose();
  }
}
