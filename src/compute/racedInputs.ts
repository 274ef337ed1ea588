/** The tensors a pass starts from where its weights are those of a trained racer; all else as it was seeded. */
import {
  dispose,
  gather,
  keep,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Norm } from '../attention/dense.ts';
import { type RacedModel, racedEpsilon, racedOf, weightOf } from '../state/raced.ts';
import type { Spec } from '../state/spec.ts';
import { specKey } from '../state/specKey.ts';
import { type BlockNorms, type Inputs, kept, type SeededBlock } from './inputs.ts';

/** All of a racer's weights by name, on the device. */
type Weights = ReadonlyMap<string, Tensor>;

export function withRaced(seeded: Inputs): Inputs {
  const weights = kept<Weights>((all) => dispose([...all.values()]));
  const tokens = kept<Tensor2D>((x) => x.dispose());
  const shown = kept<Tensor3D>((queryKey) => queryKey.dispose());

  const keyOf = (spec: Spec, ...of: readonly unknown[]) => specKey(spec, ['racer'], ...of);
  const at = (spec: Spec, model: RacedModel, name: string): Tensor => {
    const all = weights.get(keyOf(spec), () => uploaded(model));
    const found = all.get(name);
    if (!found) throw new Error(`raced: no weight "${name}" in ${model.name}`);
    return found;
  };
  const blockOf = (spec: Spec, model: RacedModel, layer: number): SeededBlock => {
    const own = (name: string) => at(spec, model, `${layer - 1}.${name}`) as Tensor2D;
    const queryKey = at(spec, model, `${layer - 1}.queryKey`) as Tensor3D;
    return {
      queryKey,
      wv: own('wv'),
      wo: own('wo'),
      wide: own('wide'),
      narrow: own('narrow'),
    };
  };
  return {
    ...seeded,
    async prepare(specs, ...more) {
      await seeded.prepare(
        specs.filter((spec) => !racedOf(spec)),
        ...more,
      );
    },
    text(spec) {
      const model = racedOf(spec);
      const own = seeded.text(spec);
      return model ? { ...own, vectors: embedded(model, own.line.unique) } : own;
    },
    tokens(spec) {
      const model = racedOf(spec);
      if (!model) return seeded.tokens(spec);
      const { line } = seeded.text(spec);
      const ids = line.ids.map((id) => model.symbols.indexOf(line.unique[id] ?? ''));
      return tokens.get(keyOf(spec, ids), () =>
        keep(
          tidy(() =>
            gather(
              at(spec, model, 'embedding') as Tensor2D,
              tensor1d(Int32Array.from(ids), 'int32'),
            ),
          ),
        ),
      );
    },
    shown(spec) {
      const model = racedOf(spec);
      if (!model) return seeded.shown(spec);
      const { head, heads, dim, layer } = spec;
      const wide = dim / heads;
      return shown.get(keyOf(spec, head, layer), () =>
        keep(
          slice(blockOf(spec, model, layer).queryKey, [0, 0, (head - 1) * wide], [2, dim, wide]),
        ),
      );
    },
    block(spec, layer) {
      const model = racedOf(spec);
      return model ? blockOf(spec, model, layer) : seeded.block(spec, layer);
    },
    norms(spec): BlockNorms | null {
      const model = racedOf(spec);
      if (!model) return null;
      const { layer } = spec;
      const norm = (name: string): Norm => ({
        epsilon: racedEpsilon,
        scale: at(spec, model, `${name}.scale`),
        bias: at(spec, model, `${name}.shift`),
      });
      return {
        enter: norm(`${layer - 1}.norm1`),
        between: norm(`${layer - 1}.norm2`),
        end: norm(layer < model.depth ? `${layer}.norm1` : 'norm'),
      };
    },
    clear() {
      seeded.clear();
      weights.clear();
      tokens.clear();
      shown.clear();
    },
  };
}

/** The vectors of some tokens that it knows, [token, dModel]. */
function embedded(model: RacedModel, tokens: readonly string[]): Float32Array {
  const { dim, symbols } = model;
  const rows = weightOf(model, 'embedding')?.data ?? new Float32Array();
  const vectors = new Float32Array(tokens.length * dim);
  for (const [place, token] of tokens.entries()) {
    const from = symbols.indexOf(token) * dim;
    vectors.set(rows.subarray(from, from + dim), place * dim);
  }
  return vectors;
}

function uploaded(model: RacedModel): Weights {
  return new Map(
    model.learned.parameters.map(({ name }) => {
      const table = weightOf(model, name);
      if (!table) throw new Error(`raced: no weight "${name}"`);
      return [name, keep(tensor(table.data, [...table.shape]))] as const;
    }),
  );
}
