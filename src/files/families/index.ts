/** The families that are run. A file `NAME.family.ts` is one; nothing else has to name it. */
import { refusal } from '../refusal.ts';
import { type Config, parseConfig } from './config.ts';
import type { ModelDescription } from './description.ts';
import type { Family } from './family.ts';
import type { WeightNames } from './names.ts';

export const families: readonly Family[] = Object.values(
  import.meta.glob<Family>('./*.family.ts', { eager: true, import: 'default' }),
);

export interface Described {
  readonly description: ModelDescription;
  readonly names: WeightNames;
  /** Tokens that end a text; none where it is not said. */
  readonly ends: readonly number[];
}

/**
 * What a config.json says.
 *
 * @throws Refusal for one of a family that is not run, or that lacks what its family needs
 */
export function describedBy(text: string): Described {
  const config = parseConfig(text);
  const type = config.word('model_type');
  const family = families.find((each) => each.type === type);
  if (!family) {
    const known = families.map((each) => each.type).join(', ');
    throw refusal('files.family', { family: type, known });
  }
  return { description: family.describe(config), names: family.names, ends: endsIn(config) };
}

/** One id or several. */
function endsIn(config: Config): readonly number[] {
  const name = 'eos_token_id';
  return config.listed(name).filter((id) => typeof id === 'number');
}
