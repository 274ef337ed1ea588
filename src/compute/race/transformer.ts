/**
 * A racer: token vectors, blocks with the norm before each part, and an unembedding, around the hooks
 * of any scheme. Runs the one pass of `attention/`; knows no task and learns nothing by itself.
 */
import {
  matMul,
  oneHot,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { causalMask, unmasked } from '../../attention/mask.ts';
import { tensorOf, viewOf } from '../../attention/matrixView.ts';
import {
  type BlockTrace,
  type BlockWeights,
  blockKinds,
  blockTrace,
  type Source,
} from '../../attention/pass.ts';
import { type Dims, sequence } from '../../encodings/encoding.ts';
import { encodingOf } from '../../encodings/index.ts';
import { type SeededNormal, seededNormal } from '../../encodings/seeded.ts';
import type { RaceConfig, Racer } from '../../state/race.ts';
import { racedEpsilon } from '../../state/raced.ts';
import { changed, thinMatrices } from './lowRank.ts';
import { learnedBy, type Parameter, trainedNormal, type Weights } from './parameters.ts';

interface Run {
  /** [sequence · position, vocabulary]. */
  readonly logits: Tensor2D;
  readonly blocks: readonly BlockTrace[];
  /** The scheme's own, [position, dModel]; null where it has none. */
  readonly table: Tensor2D | null;
}

export interface Transformer {
  /** In the order in which a row of its weights has them. */
  readonly parameters: readonly Parameter[];
  /** Blocks. */
  readonly depth: number;
  /** Whether it is learned; otherwise it stays as it starts. */
  readonly isTrained: (parameter: Parameter) => boolean;
  /**
   * Call inside a tidy.
   *
   * @param ids     [sequence, position]
   * @param length  positions of each
   */
  run(weights: Weights, ids: Int32Array, length: number): Run;
}

export function transformerOf(
  config: Omit<RaceConfig, 'racers'>,
  { encoding, params, trains = 'all' }: Racer,
  vocabulary: number,
): Transformer {
  const { depth, dim, heads, causal, seed } = config;
  const scheme = encodingOf(encoding);
  const around = parametersAround({ depth, dim, vocabulary, seed });

  function hooksFor(length: number, normal: SeededNormal) {
    const dims: Dims = { length, start: 0, dModel: dim, nHeads: heads, dHead: dim / heads };
    const positions = scheme.place?.(params, dims) ?? sequence(0, length);
    return { hooks: scheme.hooks(params, dims, normal), positions };
  }

  function run(weights: Weights, normal: SeededNormal, ids: Int32Array, length: number): Run {
    const at = (name: string) => {
      const tensor = weights.get(name);
      if (!tensor) throw new Error(`transformer: no weight "${name}"`);
      return tensor;
    };
    const norm = (name: string) => ({
      epsilon: racedEpsilon,
      scale: at(`${name}.scale`),
      bias: at(`${name}.shift`),
    });
    const matrix = (name: string) => ({ matrix: at(name) as Tensor2D });
    const { hooks, positions } = hooksFor(length, normal);
    const table = hooks.table?.(positions) ?? null;
    // A product with ones and zeros: its gradient, other than that of a look-up, is a product too.
    const chosen = oneHot(tensor1d(ids, 'int32'), vocabulary, 1, 0, 'float32') as Tensor2D;
    let source: Source = {
      x: viewOf(matMul(chosen, at('embedding') as Tensor2D)),
      sequences: ids.length / length,
      table,
      positions,
      mask: causal ? causalMask : unmasked,
    };
    const blocks = Array.from({ length: depth }, (_, layer) => {
      const own: BlockWeights = {
        heads,
        enter: norm(`${layer}.norm1`),
        queryKey: { matrix: at(`${layer}.queryKey`) as Tensor3D },
        value: matrix(`${layer}.wv`),
        out: matrix(`${layer}.wo`),
        between: norm(`${layer}.norm2`),
        wide: matrix(`${layer}.wide`),
        narrow: matrix(`${layer}.narrow`),
        end: norm(layer + 1 < depth ? `${layer + 1}.norm1` : 'norm'),
      };
      const block = blockTrace(source, own, blockKinds.encoder, hooks);
      source = { ...source, x: block.output, normed: block.normedSum, table: null };
      return block;
    });
    const logits: Tensor2D = matMul(
      tensorOf(source.normed ?? source.x),
      at('unembedding') as Tensor2D,
    );
    return { logits, blocks, table };
  }

  const learned = learnedBy(seed, (normal) =>
    tidy(() => {
      // Only what is asked for is looked at, whatever comes of it.
      const weights = new Map(around.map(({ name, shape }) => [name, zeros([...shape])]));
      run(weights, normal, new Int32Array(config.length), config.length);
    }),
  );
  const thin = typeof trains === 'number' ? thinMatrices(learned, trains, seed) : [];
  const isTable = (parameter: Parameter) => learned.includes(parameter);
  return {
    parameters: [...around, ...learned, ...thin],
    depth,
    isTrained: (parameter) => trains === 'all' || isTable(parameter) === (trains === 'tables'),
    run(weights, ids, length) {
      const all = thin.length > 0 ? changed(weights, learned) : weights;
      return run(all, trainedNormal(seed, all), ids, length);
    },
  };
}

/**
 * All but what the scheme learns. Token vectors are of variance 1, as those of the page, matrices of
 * variance 1/fan-in.
 */
function parametersAround({
  depth,
  dim,
  vocabulary,
  seed,
}: Pick<RaceConfig, 'depth' | 'dim' | 'seed'> & {
  readonly vocabulary: number;
}): readonly Parameter[] {
  const draw = seededNormal(seed);
  const normal = (name: string, shape: readonly number[], deviation: number): Parameter => {
    const numbers = draw(name);
    return { name, shape, start: (row, column) => deviation * numbers(row, column) };
  };
  const matrix = (name: string, rows: number, columns: number) =>
    normal(name, [rows, columns], 1 / Math.sqrt(rows));
  const norm = (name: string): Parameter[] => [
    { name: `${name}.scale`, shape: [dim], start: () => 1 },
    { name: `${name}.shift`, shape: [dim], start: () => 0 },
  ];
  const blocks = Array.from({ length: depth }, (_, layer) => [
    ...norm(`${layer}.norm1`),
    normal(`${layer}.queryKey`, [2, dim, dim], 1 / Math.sqrt(dim)),
    matrix(`${layer}.wv`, dim, dim),
    matrix(`${layer}.wo`, dim, dim),
    ...norm(`${layer}.norm2`),
    matrix(`${layer}.wide`, dim, 4 * dim),
    matrix(`${layer}.narrow`, 4 * dim, dim),
  ]);
  return [
    normal('embedding', [vocabulary, dim], 1),
    ...blocks.flat(),
    ...norm('norm'),
    matrix('unembedding', dim, vocabulary),
  ];
}
