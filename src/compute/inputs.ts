/**
 * The tensors a pass starts from, kept while what they depend on stays the same: token vectors and
 * the weights of the heads asked for.
 */
import { gather, keep, type Tensor2D, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { type MatrixName, tokenVectors, weightColumns } from '../attention/weights.ts';
import type { Heads } from '../encodings/encoding.ts';
import { dimsOf, type Spec } from '../state/spec.ts';
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

export interface Inputs {
  /** The line of tokens and the vectors of its different words, on the host. */
  text(spec: Spec): Text;
  /** X, [position, dModel]. */
  tokens(spec: Spec): Tensor2D;
  /** The query and key weights of the head that is shown, [dModel, dHead]. */
  shown(spec: Spec): { readonly wq: Tensor2D; readonly wk: Tensor2D };
  clear(): void;
}

export function createInputs(): Inputs {
  const texts = kept<Text>(() => {});
  const tokens = kept<Tensor2D>((x) => x.dispose());
  const shown = kept<{ wq: Tensor2D; wk: Tensor2D }>(({ wq, wk }) => {
    wq.dispose();
    wk.dispose();
  });
  const textOf = (spec: Spec) =>
    texts.get(keyOf(spec.text, spec.tokens, spec.length, spec.seed, spec.dim), () => {
      const line = lineOf(tokenize(spec.text, spec.tokens), spec.length);
      return { line, vectors: tokenVectors(line.unique, spec.seed, spec.dim) };
    });
  return {
    text: textOf,
    tokens: (spec) =>
      tokens.get(keyOf(spec.text, spec.tokens, spec.length, spec.seed, spec.dim), () => {
        const { line, vectors } = textOf(spec);
        return tidy(() =>
          keep(
            gather(
              tensor2d(vectors, [line.unique.length, spec.dim]),
              tensor1d(Int32Array.from(line.ids), 'int32'),
            ),
          ),
        );
      }),
    shown: (spec) =>
      shown.get(keyOf(spec.weights, spec.seed, spec.dim, spec.heads, spec.head), () => {
        const heads = { first: spec.head - 1, count: 1 };
        return tidy(() => ({
          wq: keep(headWeights('wq', spec, heads)),
          wk: keep(headWeights('wk', spec, heads)),
        }));
      }),
    clear() {
      texts.clear();
      tokens.clear();
      shown.clear();
    },
  };
}

/** The columns of a run of heads, [dModel, heads.count · dHead]. */
export function headWeights(name: MatrixName, spec: Spec, heads: Heads): Tensor2D {
  const { dModel, dHead } = dimsOf(spec);
  const [from, count] = [heads.first * dHead, heads.count * dHead];
  return tensor2d(weightColumns(name, spec.weights, spec.seed, dModel, from, count), [
    dModel,
    count,
  ]);
}

function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}
