/** The quantities of a pass by name, as the GPU has them (README, The script). */
import { fill, reshape, type Tensor, tensor1d, tidy, zeros } from '@tensorflow/tfjs-core';
import { dense } from '../attention/dense.ts';
import type { Square } from '../attention/dotProduct.ts';
import { stackOf, tensorOf } from '../attention/matrixView.ts';
import type { Quantity, QuantityAbout } from '../state/asked.ts';
import { asName } from '../state/call.ts';
import { racedOf } from '../state/raced.ts';
import { dimsOf, type Spec } from '../state/spec.ts';
import { cut } from '../text/notice.ts';
import type { Device } from './device.ts';
import { hooksOf, positionsOf } from './hooks.ts';
import { headWeights, type Inputs } from './inputs.ts';
import { largestLength } from './largest.ts';
import { positionMap, similarityOf } from './maps.ts';
import {
  attentionOf,
  blockInput,
  everyHead,
  projectedHeads,
  squaresOfHeads,
  termsOfHeads,
  weightView,
} from './pass.ts';
import type { Source } from './source.ts';

type Reader = (spec: Spec, inputs: Inputs) => Tensor | null;

const wholeMatrix = (name: 'wq' | 'wk' | 'wv' | 'wo') => (spec: Spec, inputs: Inputs) =>
  racedOf(spec)
    ? tensorOf(weightView(name, spec, inputs))
    : headWeights(name, spec, { first: 0, count: spec.heads });

/** Queries and keys of all heads of the block shown. */
function heads(spec: Spec, inputs: Inputs) {
  return projectedHeads(spec, inputs, hooksOf(spec), everyHead(spec, inputs));
}

/** The squares of them, by the kernel that the picture comes from. */
function everyHeadsSquares(square: Square, spec: Spec, inputs: Inputs) {
  return squaresOfHeads(square, spec, inputs, hooksOf(spec), everyHead(spec, inputs));
}

/** Quantities of a seeded pass by the names of `read`. */
export const readers: Readonly<Record<string, Reader>> = {
  positions: (spec) => positionMap(hooksOf(spec), spec) ?? zeros([spec.length, spec.dim]),
  similarity: (spec, inputs) => similarityOf(spec, inputs),
  tokens: (spec, inputs) => inputs.tokens(spec).clone(),
  wq: wholeMatrix('wq'),
  wk: wholeMatrix('wk'),
  wv: wholeMatrix('wv'),
  wo: wholeMatrix('wo'),
  query: (spec, inputs) => stackOf(heads(spec, inputs).query, spec.heads),
  key: (spec, inputs) => stackOf(heads(spec, inputs).key, spec.heads),
  value: (spec, inputs) => {
    const matrix = inputs.block(spec, spec.layer).wv;
    const value = dense(heads(spec, inputs).values, { matrix }, { heads: spec.heads });
    return stackOf(value, spec.heads);
  },
  logits: (spec, inputs) => stackOf(everyHeadsSquares('logits', spec, inputs).squares, spec.heads),
  bias: (spec, inputs) =>
    everyHeadsSquares('logits', spec, inputs).bias ??
    fill([spec.heads, spec.length, spec.length], 0),
  weights: (spec, inputs) =>
    stackOf(everyHeadsSquares('weights', spec, inputs).squares, spec.heads),
  output: (spec, inputs) => {
    const hooks = hooksOf(spec);
    const x = blockInput(spec, inputs, hooks);
    return tensorOf(attentionOf(spec, inputs, hooks, { x }).attended);
  },
  terms: (spec, inputs) => {
    const terms = termsOfHeads(spec, inputs, hooksOf(spec), everyHead(spec, inputs));
    return reshape(tensorOf(terms), [4, spec.heads, spec.length, spec.length]);
  },
  angles: anglesOf,
  frequencies: frequenciesOf,
};

export function anglesOf(spec: Spec): Tensor | null {
  return hooksOf(spec).angles?.(positionsOf(spec)) ?? null;
}

export function frequenciesOf(spec: Spec): Tensor | null {
  const { frequencies } = hooksOf(spec);
  return frequencies ? tensor1d(Float32Array.from(frequencies)) : null;
}

/** A quantity by its name; `encoding.NAME` is a table of the scheme's own. */
function readerOf(name: string, known: ReturnType<Source['read']>, spec: Spec) {
  if (name.startsWith('encoding.')) {
    const own = name.slice('encoding.'.length);
    return () => {
      const { weights = {} } = hooksOf(spec);
      return Object.hasOwn(weights, own) ? (weights[own]?.(positionsOf(spec)) ?? null) : null;
    };
  }
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

/**
 * @throws RangeError for a name that there is not, one that the scheme does not have, or one too
 *         large for the device
 */
export async function readQuantity(
  asked: unknown,
  spec: Spec,
  source: Source,
  device: Device,
): Promise<Quantity> {
  const known = source.read(spec);
  const name = asName('read', asked, Object.keys(known));
  const reader = readerOf(name, known, spec);
  if (!reader) {
    throw new RangeError(`read: no "${cut(name)}"; there are ${Object.keys(known).join(', ')}`);
  }
  const most = longestOf(name, spec, device);
  if (spec.length > most) {
    throw new RangeError(`read: "${name}" of ${spec.heads} heads fits up to length ${most} here`);
  }
  const tensor = tidy<Tensor>(() => {
    const found = reader();
    if (!found) throw new RangeError(`read: ${spec.encoding} has no "${cut(name)}"`);
    // A copy of its own: some quantities are tensors that the pass keeps.
    return reshape(found, found.shape);
  });
  try {
    return { shape: [...tensor.shape], data: Float32Array.from(await tensor.data()) };
  } finally {
    tensor.dispose();
  }
}

/** What has a row, a column or neither for a position: it fits wherever the maps do. */
const narrow = [
  'positions',
  'similarity',
  'tokens',
  'wq',
  'wk',
  'wv',
  'wo',
  'angles',
  'frequencies',
];

function longestOf(name: string, spec: Spec, device: Device): number {
  // The terms are four squares a head.
  const squares = (name === 'terms' ? 4 : 1) * dimsOf(spec).nHeads;
  return largestLength(device, narrow.includes(name) ? 1 : squares);
}

const perHead = (spec: Spec) => [spec.heads, spec.length, spec.dim / spec.heads];
const squareOfHeads = (spec: Spec) => [spec.heads, spec.length, spec.length];
const perPosition = ({ length, dim }: Spec) => [length, dim];

/** Of a seeded pass, what takes long or much room to compute only for its shape. */
const shapes: Readonly<Record<string, (spec: Spec) => readonly number[]>> = {
  similarity: ({ length }) => [length, length],
  tokens: perPosition,
  query: perHead,
  key: perHead,
  value: perHead,
  logits: squareOfHeads,
  bias: squareOfHeads,
  weights: squareOfHeads,
  output: perPosition,
  terms: (spec) => [4, ...squareOfHeads(spec)],
};

/** All that `readQuantity` knows, with the shapes; nothing large is computed. */
export function quantitiesOf(spec: Spec, source: Source, device: Device): readonly QuantityAbout[] {
  const known = source.read(spec);
  const own = Object.keys(hooksOf(spec).weights ?? {}).map((name) => `encoding.${name}`);
  return [...Object.keys(known), ...own].flatMap((name) => {
    const said = spec.model === 'seeded' ? shapes[name]?.(spec) : undefined;
    const shape = said ?? shapeOf(readerOf(name, known, spec));
    return shape ? [{ name, shape, longest: longestOf(name, spec, device) }] : [];
  });
}

/** Null for a quantity that the scheme does not have. */
function shapeOf(reader: (() => Tensor | null) | undefined): readonly number[] | null {
  let shape: readonly number[] | null = null;
  tidy(() => {
    shape = reader?.()?.shape.slice() ?? null;
  });
  return shape;
}
