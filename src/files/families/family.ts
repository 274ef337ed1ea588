/** What a family of models is: a file that says how it is told, described and stored. */
import type { Config } from './config.ts';
import type { ModelDescription } from './description.ts';
import type { WeightNames } from './names.ts';

export interface Family {
  /** `model_type` of its configurations. */
  readonly type: string;
  /** @throws Refusal for what the configuration lacks, or asks for and is not computed here */
  describe(config: Config): ModelDescription;
  /** In safetensors, as the transformers library writes them. */
  readonly names: WeightNames;
  /** How it is taken where no configuration is at hand; a family without it can't be told by its weights. */
  readonly guess?: Guessing;
}

/** What the shapes of its weights say, and with how many heads it would have 64 channels in each. */
export interface Told {
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly vocabulary: number;
  /** Rows of its table of positions. */
  readonly positions: number;
  readonly inner: number;
  readonly embeddingWidth: number;
}

/**
 * What no weight tells: heads per layer, the activation, the ε of the norms, whether later tokens are
 * hidden, the row of the padding, whether scores are divided by the layer's number.
 */
export type GuessKind = 'heads' | 'activation' | 'epsilon' | 'causal' | 'padding' | 'byLayer';

export interface Guessing {
  /** The fields of a configuration that say it. */
  readonly fields: Readonly<Partial<Record<GuessKind, string>>>;
  /** The configuration that it probably has. */
  config(told: Told): Readonly<Record<string, unknown>>;
}

export function defineFamily(family: Family): Family {
  return family;
}
