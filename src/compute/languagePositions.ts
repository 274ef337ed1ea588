/** What a Spec's positions do in a language model: before its first layer, and within each. */
import { add, mul, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import {
  cutPositions,
  type Dims,
  type Exact,
  type Hooks,
  sequence,
} from '../encodings/encoding.ts';
import { encodingOf } from '../encodings/index.ts';
import { defaultsOf } from '../encodings/params.ts';
import { seededNormal } from '../encodings/seeded.ts';
import type { ModelDescription, Positional } from '../files/families/description.ts';
import type { Within } from '../model/languageModel.ts';
import { rangesOf } from '../state/ranges.ts';
import { familyOf, fileDims, type Spec } from '../state/spec.ts';
import { fileAsTrained, headsChanged, layerPositions } from '../state/surgery.ts';
import { headByHead } from './headByHead.ts';
import { biasInOrder, positionsInOrder, rowsInOrder } from './hooks.ts';

/**
 * What is added to the tokens from one on: the rows of the model's own table, or those of a scheme's.
 *
 * @param rows  of the model's own table for these tokens; null where it is not added
 * @param from  0 where the tokens are not in order
 */
export function tableOf(
  spec: Spec,
  description: ModelDescription,
  rows: Float32Array | null,
  from = 0,
): Tensor2D | null {
  const { encoding, params, length, gain } = spec;
  const { hooks, plain } = schemeWithin(spec, description, { scheme: encoding, params });
  const own: Tensor2D | null = rows && tensor2d(rows, [length - from, description.embeddingWidth]);
  const table = own ?? hooks.table?.(cutPositions(plain, from, length)) ?? null;
  return table && mul(rowsInOrder(table, spec), gain);
}

/** What the schemes that act in a model take of the length of its line. */
export function lengthsFor(spec: Spec, description: ModelDescription): readonly number[] {
  const dims = dimsWithin(spec, description);
  return actingIn(spec, description).map(({ scheme: id, params }) => {
    const scheme = encodingOf(id);
    return scheme.lengthFor?.({ ...defaultsOf(scheme.params), ...params }, dims) ?? 0;
  });
}

function dimsWithin(spec: Spec, description: ModelDescription): Dims {
  return { ...fileDims(description, familyOf(spec)), length: spec.length, start: spec.start };
}

/** A scheme at the sizes of the model: its hooks, its formula, and where tokens stand in order. */
function schemeWithin(
  spec: Spec,
  description: ModelDescription,
  { scheme: id, params }: Positional,
) {
  const { length, start, seed } = spec;
  const scheme = encodingOf(id);
  const dims = dimsWithin(spec, description);
  const whole = { ...defaultsOf(scheme.params), ...params };
  const normal = seededNormal(seed);
  return {
    hooks: scheme.hooks(whole, dims, normal),
    exact: scheme.exact?.(whole, dims, normal) ?? null,
    plain: scheme.place?.(whole, dims) ?? sequence(start, length),
  };
}

/** Where tokens stand for a layer, and what acts within it: in those of its heads that are changed, as asked. */
export function withinLayer(spec: Spec, description: ModelDescription, layer: number): Within {
  const now = layerPositions(spec, description)[layer];
  const before = description.layers[layer]?.positions;
  if (!now || !before) throw new Error(`languagePositions: no layer ${layer}`);
  const changed = headsChanged(spec, description, layer);
  const as = (given: Spec, own: Positional) => schemeInLayer(given, description, layer, own);
  if (changed.every(Boolean)) return as(spec, now);
  const trained = as(fileAsTrained(spec, description), before);
  return changed.some(Boolean) ? headByHead(trained, as(spec, now), changed) : trained;
}

/** All that acts in any layer, or before the first. */
export function actingIn(spec: Spec, description: ModelDescription): readonly Positional[] {
  return [
    { scheme: spec.encoding, params: spec.params },
    ...layerPositions(spec, description),
    ...description.layers.map(({ positions }) => positions),
  ];
}

/** A scheme in a layer, its scores scaled as the model scales them. */
function schemeInLayer(
  spec: Spec,
  description: ModelDescription,
  layer: number,
  positional: Positional,
): Within {
  const { headDim, layers } = description;
  const { hooks, exact, plain } = schemeWithin(spec, description, positional);
  // What a scheme puts in place of 1/√dHead it does here as well, beside the model's own.
  const own = (hooks.scale ?? 1 / Math.sqrt(headDim)) * Math.sqrt(headDim);
  return {
    positions: positionsInOrder(plain, spec),
    hooks: {
      ...someTurning(biasInOrder(hooks, plain, spec), exact, spec),
      scale: own * (layers[layer]?.scale ?? 1),
    },
  };
}

/** Hooks under which only the pairs that a Spec names turn; the others stand still. */
function someTurning({ rotate, ...hooks }: Hooks, exact: Exact | null, { pairs }: Spec): Hooks {
  const chosen = rangesOf(pairs) ?? (() => true);
  // Where each channel is a pair of its own length, it is not one that could stand still.
  if (!rotate || exact?.radius) return { ...hooks, ...(rotate && { rotate }) };
  const still = Array.from({ length: exact?.pairs ?? 0 }, (_, pair) => pair).filter(
    (pair) => !chosen(pair + 1),
  );
  if (still.length === 0) return { ...hooks, rotate };
  return {
    ...hooks,
    rotate(x, positions, role, heads) {
      const turned = rotate(x, positions, role, heads);
      const [standing, turning] = [0, 1].map((value) =>
        new Float32Array(turned.shape[3]).fill(value),
      );
      for (const pair of still) {
        for (const channel of exact?.channels?.(pair) ?? []) {
          if (standing) standing[channel] = exact?.gain?.(0, pair, role) ?? 1;
          if (turning) turning[channel] = 0;
        }
      }
      return add(mul(turned, tensor1d(turning ?? [])), mul(x, tensor1d(standing ?? [])));
    },
  };
}
