/** Holds the two forms of a convention against each other, on the tokens and weights of the Spec. */
import {
  abs,
  argMax,
  gather,
  maximum,
  reshape,
  stack,
  sub,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { causalMask, unmasked } from '../attention/mask.ts';
import { tensorOf, viewAt, viewOf } from '../attention/matrixView.ts';
import { blockKinds, headSquares, projected, type Source } from '../attention/pass.ts';
import type { Convention } from '../encodings/encoding.ts';
import type { Difference, ProofLine } from '../state/lens.ts';
import { dimsOf, type Spec, schemeOf } from '../state/spec.ts';
import { hooksOf, positionsOf } from './hooks.ts';
import type { Inputs } from './inputs.ts';
import { positionMap, similarityOf } from './maps.ts';

/** A line for each map, as it stands and as the convention relates it. */
async function proofOf(
  spec: Spec,
  inputs: Inputs,
  convention: Convention,
): Promise<readonly ProofLine[]> {
  const [a, b] = convention.values.map((value) => ({
    ...spec,
    params: { ...spec.params, [convention.param]: value },
  }));
  if (!a || !b) return [];
  const order = convention.order?.(dimsOf(spec), spec.params) ?? null;
  const lines: ProofLine[] = [];
  const hold = async (
    map: ProofLine['map'],
    related: boolean,
    first: () => Tensor2D,
    second: () => Tensor2D,
  ) => lines.push({ map, related, ...(await differenceOf(first, second)) });

  const table = (of: Spec) => () => {
    const map = positionMap(hooksOf(of), of);
    if (!map) throw new Error(`proof: ${of.encoding} has no position map`);
    return map;
  };
  if (order) await hold('positions', true, () => permuted(table(a)(), order), table(b));
  await hold(
    'similarity',
    false,
    () => similarityOf(a, inputs),
    () => similarityOf(b, inputs),
  );
  if (convention.relation === 'transpose') {
    const backwards = () => transpose(similarityOf(a, inputs));
    await hold('similarity', true, backwards, () => similarityOf(b, inputs));
  }
  for (const map of ['open', 'causal'] as const) {
    const weights = (of: Spec, by: readonly number[] | null) => () =>
      attentionOf(of, inputs, map === 'causal', by && { order: by, of: convention.relation });
    await hold(map, false, weights(a, null), weights(b, null));
    if (order) await hold(map, true, weights(a, null), weights(b, order));
  }
  return lines;
}

/**
 * The attention of the head that is shown. Permuted by whole channels, tokens and the rows of W_q
 * and W_k follow the table; by head channels, the columns of W_q and W_k do.
 */
function attentionOf(
  spec: Spec,
  inputs: Inputs,
  causal: boolean,
  by: { readonly order: readonly number[]; readonly of: Convention['relation'] } | null,
): Tensor2D {
  const queryKey = inputs.shown(spec);
  const [wq, wk] = [tensorOf(viewAt(queryKey, 0)), tensorOf(viewAt(queryKey, 1))];
  const hooks = hooksOf(spec);
  const rows = (x: Tensor2D) => (by?.of === 'channels' ? gather(x, indices(by.order), 0) : x);
  const columns = (x: Tensor2D) => (by?.of === 'head channels' ? permuted(x, by.order) : x);
  const tokens = inputs.tokens(spec);
  const source: Source = {
    x: viewOf(by?.of === 'channels' ? permuted(tokens, by.order) : tokens),
    table: hooks.table?.(positionsOf(spec)) ?? null,
    positions: positionsOf(spec),
    mask: causal ? causalMask : unmasked,
  };
  const matrix = stack([columns(rows(wq)), columns(rows(wk))]) as Tensor3D;
  const heads = { first: spec.head - 1, count: 1 };
  const of = projected(source, { queryKey: { matrix } }, blockKinds.seeded, hooks, heads);
  return tensorOf(headSquares('weights', of, source, hooks).squares);
}

/** Far below any number of a map, yet finite. */
const floor = -1e30;

async function differenceOf(a: () => Tensor2D, b: () => Tensor2D): Promise<Difference> {
  let columns = 1;
  const [value, place] = tidy(() => {
    // Where both are −∞ they agree.
    const first = maximum(a(), floor);
    columns = first.shape[1] ?? 1;
    const apart = reshape(abs(sub(first, maximum(b(), floor))), [-1]);
    const most = argMax(apart, 0);
    return [gather(apart, reshape(most, [1])), most] as const;
  });
  try {
    const [[largest = Number.NaN], [at = 0]] = await Promise.all([value.data(), place.data()]);
    return {
      largest: largest > -floor / 2 ? Number.POSITIVE_INFINITY : largest,
      row: Math.floor(at / columns),
      column: at % columns,
    };
  } finally {
    value.dispose();
    place.dispose();
  }
}

function permuted(x: Tensor2D, order: readonly number[]): Tensor2D {
  return gather(x, indices(order), 1);
}

const indices = (order: readonly number[]) => tensor1d(Int32Array.from(order), 'int32');

/** A proof for each convention of the scheme. */
export async function proofsOf(
  spec: Spec,
  inputs: Inputs,
): Promise<readonly (readonly ProofLine[])[]> {
  const proofs: (readonly ProofLine[])[] = [];
  for (const convention of schemeOf(spec).conventions ?? []) {
    proofs.push(await proofOf(spec, inputs, convention));
  }
  return proofs;
}
