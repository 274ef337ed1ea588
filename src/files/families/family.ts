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
}

export function defineFamily(family: Family): Family {
  return family;
}
