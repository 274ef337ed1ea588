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
import type { Norm } from '../attention/dense.ts';
import { reduced } from '../attention/reduce.ts';
import {
  feedForwardTurns,
  type MatrixName,
  tokenVectorsTurns,
  weightTurns,
} from '../attention/weights.ts';
import { columnsOf } from '../bytes/columns.ts';
import type { Heads } from '../encodings/encoding.ts';
import { dimsOf, familyOf, hasPositions, type Spec } from '../state/spec.ts';
import { specKey } from '../state/specKey.ts';
import { type Line, lineOf, tokenize } from '../text/tokens.ts';
import type { Pause } from '../threads/pause.ts';
import { atOnce, inTurns } from '../threads/turns.ts';
import { withRaced } from './racedInputs.ts';

/** A value that is made again when its key changes, and freed then. */
export interface Kept<T> {
  has(key: string): boolean;
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
    has: (key) => held?.key === key,
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

interface Text {
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

/** All matrices of a block. */
export interface SeededBlock {
  /** W_q and W_k of all heads, [2, dModel, dModel]; twice the rows where fusion is concat. */
  readonly queryKey: Tensor3D;
  readonly wv: Tensor2D;
  readonly wo: Tensor2D;
  /** [dModel, 4·dModel] and back. */
  readonly wide: Tensor2D;
  readonly narrow: Tensor2D;
}

/** The norms of a block that has weights in them: those of a racer, before each part of it. */
export interface BlockNorms {
  readonly enter: Norm;
  readonly between: Norm;
  readonly end: Norm;
}

/** How seeded numbers are made; equal keys, equal numbers. */
interface Recipe {
  readonly key: string;
  make(): Generator<void, Float32Array>;
}

type Numbers = (recipe: Recipe) => Float32Array;

const madeAtOnce: Numbers = (recipe) => atOnce(recipe.make());

export interface Inputs {
  /**
   * Makes the seeded numbers of Specs on the host, with turns for the page in between; they wait
   * for whoever asks for their tensors.
   *
   * @param whole   of all matrices of the blocks, not of the head shown alone
   * @param wanted  asked between turns
   */
  prepare(
    specs: readonly Spec[],
    whole: boolean,
    pause: Pause,
    wanted: () => boolean,
  ): Promise<void>;
  /** The line of tokens and the vectors of its different words, on the host. */
  text(spec: Spec): Text;
  /** X, [position, dModel]. */
  tokens(spec: Spec): Tensor2D;
  /** W_q and W_k of the head that is shown, [2, rows, dHead]. */
  shown(spec: Spec): Tensor3D;
  /** All of a block's matrices, every head's. */
  block(spec: Spec, layer: number): SeededBlock;
  /** Of the block shown; null where norms have no weights, and come after each part. */
  norms(spec: Spec): BlockNorms | null;
  /** Filled by whoever first asks. */
  readonly places: Kept<Places>;
  clear(): void;
}

export const createInputs = (): Inputs => withRaced(seededInputs());

function seededInputs(): Inputs {
  const texts = kept<Text>(() => {});
  const tokens = kept<Tensor2D>((x) => x.dispose());
  const shown = kept<Tensor3D>((queryKey) => queryKey.dispose());
  const places = kept<Places>((made) =>
    dispose(Object.values<Tensor | null>({ ...made }).filter((tensor) => tensor !== null)),
  );
  const blocks = Array.from({ length: 6 }, () =>
    kept<SeededBlock>((block) => dispose(Object.values<Tensor>({ ...block }))),
  );
  const prepared = new Map<string, Float32Array>();
  const numbers: Numbers = (recipe) => prepared.get(recipe.key) ?? madeAtOnce(recipe);
  /** The seeded numbers that a Spec needs and that are not made yet. */
  const lacking = (spec: Spec, whole: boolean): Recipe[] => [
    ...(texts.has(lineKey(spec)) ? [] : [vectorsOf(lineFor(spec).unique, spec)]),
    ...(whole || shown.has(shownKey(spec)) ? [] : queryKeyRecipes(spec, shownHead(spec))),
    ...blocks.slice(0, whole ? spec.layer : spec.layer - 1).flatMap((block, i) => {
      const layer = i + 1;
      return block.has(weightKey(spec, layer)) ? [] : blockRecipes({ ...spec, layer });
    }),
  ];
  const lineKey = (spec: Spec) =>
    specKey(spec, ['text', 'tokens', 'length', 'seed', 'dim'], padded(spec));
  const textOf = (spec: Spec) =>
    texts.get(lineKey(spec), () => {
      const line = lineFor(spec);
      return { line, vectors: numbers(vectorsOf(line.unique, spec)) };
    });
  return {
    async prepare(specs, whole, pause, wanted) {
      prepared.clear();
      for (const recipe of specs.flatMap((spec) => lacking(spec, whole))) {
        if (prepared.has(recipe.key)) continue;
        const made = await inTurns(recipe.make(), pause, wanted);
        if (!made) return;
        prepared.set(recipe.key, made);
      }
    },
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
    shown: (spec) => shown.get(shownKey(spec), () => queryKeyOf(spec, shownHead(spec), numbers)),
    block: (spec, layer) => {
      const holder = blocks[layer - 1];
      if (!holder) throw new Error(`inputs: no block ${layer}`);
      return holder.get(weightKey(spec, layer), () => wholeBlock({ ...spec, layer }, numbers));
    },
    norms: () => null,
    places,
    clear() {
      prepared.clear();
      texts.clear();
      tokens.clear();
      shown.clear();
      places.clear();
      for (const block of blocks) block.clear();
    },
  };
}

/** The columns of a run of heads of the block shown, [rows, heads.count · dHead]. */
export function headWeights(
  name: MatrixName,
  spec: Spec,
  heads: Heads,
  numbers: Numbers = madeAtOnce,
): Tensor2D {
  const data = headNumbers(name, spec, heads, numbers);
  const count = heads.count * dimsOf(spec).dHead;
  return tensor2d(data, [data.length / count, count]);
}

/** The same on the host. */
function headNumbers(name: MatrixName, spec: Spec, heads: Heads, numbers: Numbers): Float32Array {
  const { dModel, dHead } = dimsOf(spec);
  const held = asHeld(numbers(columnsOfHeads(name, spec, heads)), spec);
  if (!hasCommonScale(spec)) return held;
  return columnsOf(held, dModel, heads.first * dHead, heads.count * dHead);
}

/** Of the whole matrix where it has one scale, whichever of its columns are asked for. */
function columnsOfHeads(name: MatrixName, spec: Spec, heads: Heads): Recipe {
  const { dModel, dHead } = dimsOf(spec);
  const whole = hasCommonScale(spec);
  const [from, count] = whole ? [0, dModel] : [heads.first * dHead, heads.count * dHead];
  const rows = name !== 'wo' && fusesSideBySide(spec) ? 2 * dModel : dModel;
  const { weights, seed, layer } = spec;
  return {
    key: JSON.stringify([name, weights, seed, dModel, from, count, layer, rows]),
    make: () => weightTurns(name, weights, seed, dModel, from, count, { layer, rows }),
  };
}

function forwardOf(name: 'wide' | 'narrow', { seed, dim, layer }: Spec): Recipe {
  return {
    key: JSON.stringify([name, seed, dim, layer]),
    make: () => feedForwardTurns(name, seed, dim, layer),
  };
}

function vectorsOf(unique: readonly string[], { seed, dim }: Spec): Recipe {
  return {
    key: JSON.stringify(['tokens', seed, dim, unique]),
    make: () => tokenVectorsTurns(unique, seed, dim),
  };
}

function queryKeyRecipes(spec: Spec, heads: Heads): Recipe[] {
  return (['wq', 'wk'] as const).map((name) => columnsOfHeads(name, spec, heads));
}

function blockRecipes(spec: Spec): Recipe[] {
  const all = everyHead(spec);
  return [
    ...queryKeyRecipes(spec, all),
    columnsOfHeads('wv', spec, all),
    columnsOfHeads('wo', spec, all),
    forwardOf('wide', spec),
    forwardOf('narrow', spec),
  ];
}

const shownHead = ({ head }: Spec): Heads => ({ first: head - 1, count: 1 });
const everyHead = ({ heads }: Spec): Heads => ({ first: 0, count: heads });

function hasCommonScale({ precision, reduce }: Spec): boolean {
  return reduce !== 'table' && (precision === 'int8' || precision === 'int4');
}

/** Whether the block shown is given tokens and positions side by side. */
export function fusesSideBySide(spec: Spec): boolean {
  return spec.fusion === 'concat' && familyOf(spec) === 'additive' && isFused(spec);
}

/** Whether the table is fused before the block shown. */
export function isFused(spec: Spec): boolean {
  return hasPositions(spec) && (spec.layer === 1 || spec.fused === 'every');
}

/** W_q and W_k one after the other, [2, rows, heads.count · dHead]. Kept: whoever asks frees it. */
function queryKeyOf(spec: Spec, heads: Heads, numbers: Numbers): Tensor3D {
  const query = headNumbers('wq', spec, heads, numbers);
  const both = new Float32Array(2 * query.length);
  both.set(query);
  both.set(headNumbers('wk', spec, heads, numbers), query.length);
  const count = heads.count * dimsOf(spec).dHead;
  return keep(tensor3d(both, [2, query.length / count, count]));
}

/** Kept: whoever asks frees it. */
function wholeBlock(spec: Spec, numbers: Numbers): SeededBlock {
  const all = everyHead(spec);
  const { dModel } = dimsOf(spec);
  const forward = (name: 'wide' | 'narrow', shape: [number, number]) =>
    keep(tensor2d(asHeld(numbers(forwardOf(name, spec)), spec), shape));
  return {
    queryKey: queryKeyOf(spec, all, numbers),
    wv: keep(headWeights('wv', spec, all, numbers)),
    wo: keep(headWeights('wo', spec, all, numbers)),
    wide: forward('wide', [dModel, 4 * dModel]),
    narrow: forward('narrow', [4 * dModel, dModel]),
  };
}

function asHeld(data: Float32Array, { precision, reduce }: Spec): Float32Array {
  return reduce === 'table' ? data : reduced(data, precision);
}

function lineFor(spec: Spec): Line {
  return lineOf(tokenize(spec.text, spec.tokens), spec.length, padded(spec));
}

const shownKey = (spec: Spec) => weightKey(spec, spec.head, spec.layer);

const padded = (spec: Spec) => spec.mask === 'padding';

function weightKey(spec: Spec, ...of: readonly number[]): string {
  const names = ['weights', 'seed', 'dim', 'heads', 'precision', 'reduce'] as const;
  return specKey(spec, names, fusesSideBySide(spec), ...of);
}
