/**
 * The tensors a pass starts from, kept while what they depend on stays the same: token vectors and
 * the weights of the heads asked for.
 */
import {
  dispose,
  keep,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tensor3d,
} from '@tensorflow/tfjs-core';
import type { BlockWeights } from '../attention/block.ts';
import { reduced } from '../attention/reduce.ts';
import { feedForward, type MatrixName, tokenVectors, weightColumns } from '../attention/weights.ts';
import { columnsOf } from '../bytes/columns.ts';
import type { Heads } from '../encodings/encoding.ts';
import { dimsOf, familyOf, type Spec } from '../state/spec.ts';
import { specKey } from '../state/specKey.ts';
import { type Line, lineOf, tokenize } from '../text/tokens.ts';

/** A value that is made again when its key changes, and freed then. */
export interface Kept<T> {
  get(key: string, make: () => T): T;
  clear(): void;
}

export function kept<T>(free: (value: T) => void): Kept<T> {
  let held: { readonly key: string; readonly value: T } | null = null;
  const clear = () => {
    if (held) free(held.value);
    held = null;
  };
  return {
    get(key, make) {
      if (held?.key !== key) {
        clear();
        held = { key, value: make() };
      }
      return held.value;
    },
    clear,
  };
}

export interface Text {
  readonly line: Line;
  /** [unique token, dModel]. */
  readonly vectors: Float32Array;
}

/** What positions alone make of a Spec, whatever its tokens. */
export interface Places {
  readonly positions: Tensor2D | null;
  /** Null where it is the bias, or depends on the tokens. */
  readonly similarity: Tensor2D | null;
  /** Of all heads; null where there is none, or too much of it. */
  readonly bias: Tensor3D | null;
}

export interface Inputs {
  /** The line of tokens and the vectors of its different words, on the host. */
  text(spec: Spec): Text;
  /** X, [position, dModel]. */
  tokens(spec: Spec): Tensor2D;
  /** W_q and W_k of the head that is shown, [2, rows, dHead]. */
  shown(spec: Spec): Tensor3D;
  /** All of a block's matrices, every head's. */
  block(spec: Spec, layer: number): BlockWeights;
  /** Filled by whoever first asks. */
  readonly places: Kept<Places>;
  clear(): void;
}

export function createInputs(): Inputs {
  const texts = kept<Text>(() => {});
  const tokens = kept<Tensor2D>((x) => x.dispose());
  const shown = kept<Tensor3D>((queryKey) => queryKey.dispose());
  const places = kept<Places>((made) =>
    dispose(Object.values<Tensor | null>({ ...made }).filter((tensor) => tensor !== null)),
  );
  const blocks = Array.from({ length: 6 }, () =>
    kept<BlockWeights>((block) => dispose(Object.values<Tensor>({ ...block }))),
  );
  const lineKey = (spec: Spec) =>
    specKey(spec, ['text', 'tokens', 'length', 'seed', 'dim'], padded(spec));
  const textOf = (spec: Spec) =>
    texts.get(lineKey(spec), () => {
      const line = lineOf(tokenize(spec.text, spec.tokens), spec.length, padded(spec));
      return { line, vectors: tokenVectors(line.unique, spec.seed, spec.dim) };
    });
  return {
    text: textOf,
    tokens: (spec) =>
      tokens.get(lineKey(spec), () => {
        const { line, vectors } = textOf(spec);
        const rows = new Float32Array(line.ids.length * spec.dim);
        line.ids.forEach((id, place) => {
          rows.set(vectors.subarray(id * spec.dim, (id + 1) * spec.dim), place * spec.dim);
        });
        return keep(tensor2d(rows, [line.ids.length, spec.dim]));
      }),
    shown: (spec) =>
      shown.get(weightKey(spec, spec.head, spec.layer), () =>
        queryKeyOf(spec, { first: spec.head - 1, count: 1 }),
      ),
    block: (spec, layer) => {
      const holder = blocks[layer - 1];
      if (!holder) throw new Error(`inputs: no block ${layer}`);
      return holder.get(weightKey(spec, layer), () => wholeBlock({ ...spec, layer }));
    },
    places,
    clear() {
      texts.clear();
      tokens.clear();
      shown.clear();
      places.clear();
      for (const block of blocks) block.clear();
    },
  };
}

/** The columns of a run of heads of the block on show, [rows, heads.count · dHead]. */
export function headWeights(name: MatrixName, spec: Spec, heads: Heads): Tensor2D {
  const { data, rows, count } = headNumbers(name, spec, heads);
  return tensor2d(data, [rows, count]);
}

/** The same on the host. */
function headNumbers(name: MatrixName, spec: Spec, heads: Heads) {
  const { dModel, dHead } = dimsOf(spec);
  const [from, count] = [heads.first * dHead, heads.count * dHead];
  const rows = name !== 'wo' && fusesSideBySide(spec) ? 2 * dModel : dModel;
  const shape = { layer: spec.layer, rows };
  const columns = (first: number, width: number) =>
    weightColumns(name, spec.weights, spec.seed, dModel, first, width, shape);
  if (!hasCommonScale(spec)) return { data: asHeld(columns(from, count), spec), rows, count };
  // One scale for the whole matrix, whichever of its columns are asked for.
  const whole = asHeld(columns(0, dModel), spec);
  return { data: columnsOf(whole, dModel, from, count), rows, count };
}

function hasCommonScale({ precision, reduce }: Spec): boolean {
  return reduce !== 'table' && (precision === 'int8' || precision === 'int4');
}

/** Whether the block on show is given tokens and positions side by side. */
export function fusesSideBySide(spec: Spec): boolean {
  return spec.fusion === 'concat' && familyOf(spec) === 'additive' && isFused(spec);
}

/** Whether the table is fused before the block on show. */
export function isFused({ layer, fused }: Spec): boolean {
  return layer === 1 || fused === 'every';
}

/** W_q and W_k one after the other, [2, rows, heads.count · dHead]. Kept: whoever asks frees it. */
function queryKeyOf(spec: Spec, heads: Heads): Tensor3D {
  const { data: query, rows, count } = headNumbers('wq', spec, heads);
  const both = new Float32Array(2 * query.length);
  both.set(query);
  both.set(headNumbers('wk', spec, heads).data, query.length);
  return keep(tensor3d(both, [2, rows, count]));
}

/** Kept: whoever asks frees it. */
function wholeBlock(spec: Spec): BlockWeights {
  const all = { first: 0, count: spec.heads };
  const { dModel } = dimsOf(spec);
  const forward = (name: 'wide' | 'narrow', shape: [number, number]) =>
    keep(tensor2d(asHeld(feedForward(name, spec.seed, dModel, spec.layer), spec), shape));
  return {
    queryKey: queryKeyOf(spec, all),
    wv: keep(headWeights('wv', spec, all)),
    wo: keep(headWeights('wo', spec, all)),
    wide: forward('wide', [dModel, 4 * dModel]),
    narrow: forward('narrow', [4 * dModel, dModel]),
  };
}

function asHeld(data: Float32Array, { precision, reduce }: Spec): Float32Array {
  return reduce === 'table' ? data : reduced(data, precision);
}

const padded = (spec: Spec) => spec.mask === 'padding';

function weightKey(spec: Spec, ...of: readonly number[]): string {
  const names = ['weights', 'seed', 'dim', 'heads', 'precision', 'reduce'] as const;
  return specKey(spec, names, fusesSideBySide(spec), ...of);
}
