/** A race's configuration out of what a script gives, and whether a scheme can run at its sizes. */
import { encodingOf } from '../encodings/index.ts';
import type { Localized } from '../text/locale.ts';
import { cut } from '../text/notice.ts';
import { asRecord } from './call.ts';
import { readRivals } from './compare.ts';
import { usualValues } from './options.ts';
import { checked } from './patch.ts';
import { mostRacers, type RaceConfig, type RaceOptions, type Racer, raceOptions } from './race.ts';

/** Why a scheme cannot race at these sizes; null where it can. @param length  of the sequences */
export function raceProblem(
  { encoding, params }: Racer,
  { dim, heads, length: trained }: Pick<RaceConfig, 'dim' | 'heads' | 'length'>,
  length = trained,
): Localized | null {
  const dims = { length, start: 0, dModel: dim, nHeads: heads, dHead: dim / heads };
  return encodingOf(encoding).check?.(params, dims) ?? null;
}

/**
 * A configuration with some of its options given; the others are at their defaults.
 *
 * @throws RangeError that names option, value and what is allowed
 */
export function raceConfigOf(given: unknown = {}): RaceConfig {
  const values = checked(asRecord('config', given), raceOptions, []);
  // Each value passed the option of its name, so it is of that option's type.
  const options: RaceOptions = { ...usualValues(raceOptions), ...Object.fromEntries(values) };
  const { rivals: racers, bad } = readRivals(options.racers, mostRacers);
  if (bad.length > 0 || racers.length === 0) {
    const text = cut(bad.join(';') || options.racers);
    throw new RangeError(
      `racers: "${text}" is not 1…${mostRacers} encodings such as rope(base=500000);alibi`,
    );
  }
  const { dim, heads } = options;
  if (dim % heads !== 0) throw new RangeError(`dim: ${dim} is not a multiple of heads ${heads}`);
  for (const racer of racers) {
    const problem = raceProblem(racer, options);
    if (problem) throw new RangeError(`racers: ${racer.encoding}: ${problem.en}`);
  }
  return { ...options, racers };
}
