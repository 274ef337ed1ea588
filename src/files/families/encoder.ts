/** What encoders have in common: a table of positions, biases everywhere, and every token sees every other. */
import { alike, type ModelDescription, noPositions } from './description.ts';

type Needed =
  | 'family'
  | 'vocabulary'
  | 'width'
  | 'heads'
  | 'headDim'
  | 'inner'
  | 'norm'
  | 'norms'
  | 'activation';

type Own = Pick<ModelDescription, Needed> &
  Partial<Omit<ModelDescription, Needed | 'layers' | 'table' | 'trained'>> & {
    /** Of its table. */
    readonly rows: number;
    /** How many layers. */
    readonly depth: number;
  };

/** An encoder by what it has of its own. */
export function encoderOf({ rows, depth, ...own }: Own): ModelDescription {
  return {
    keyHeads: own.heads,
    trained: rows,
    parallel: false,
    queryKeyNorm: false,
    embeddingNorm: false,
    gated: false,
    biases: { queryKeyValue: true, out: true, forward: true },
    output: 'none',
    embeddingWidth: own.width,
    segments: false,
    embeddingScale: 1,
    table: { rows, first: 0 },
    causal: false,
    logitCap: null,
    layers: alike(depth, {
      positions: noPositions,
      window: 0,
      scale: 1 / Math.sqrt(own.headDim),
    }),
    ...own,
  };
}
