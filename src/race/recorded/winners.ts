/**
 * Trained racers that the page has at hand, one file each in `winners/`, written by
 * `scripts/race-results.mjs --winners`; fetched when they are asked for.
 */
import { readFloat32 } from '../../bytes/float32.ts';
import type { ParamValues } from '../../encodings/params.ts';
import type { RaceConfig } from '../../state/race.ts';
import { holdRaced, racedNamed } from '../../state/raced.ts';
import type { Spec } from '../../state/spec.ts';

/** A racer as it is written: what it was trained on, what it makes of it, what it has learned. */
export interface Winner {
  /** Those that are not as the room opens; of one racer. */
  readonly settings: Partial<Omit<RaceConfig, 'racers'>> & { readonly racers: string };
  readonly encoding: string;
  readonly params: ParamValues;
  readonly depth: number;
  readonly dim: number;
  readonly heads: number;
  readonly causal: boolean;
  /** How each token is written, by its id. */
  readonly symbols: readonly string[];
  /** A sequence of its task. */
  readonly text: string;
  /** Share of right answers at the trained length, 0…1. */
  readonly accuracy: number;
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** float32, base64, in the order of the parameters. */
  readonly weights: string;
}

const files = import.meta.glob<Winner>('./winners/*.json', { import: 'default' });
const pathOf = (name: string) => `./winners/${name}.json`;

/** As Spec's `racer` names them: task and scheme. */
export const winnerNames: readonly string[] = Object.keys(files).map((file) =>
  file.slice('./winners/'.length, -'.json'.length),
);

/** @throws Error for one that there is not: our mistake */
export async function winnerNamed(name: string): Promise<Winner> {
  const fetch = files[pathOf(name)];
  if (!fetch) throw new Error(`winners: no ${name}.json`);
  return fetch();
}

/** The racer whose weights a Spec asks for, fetched for whoever computes; null where there is none to fetch. */
export function racerOf({ model, weights, racer }: Spec): Promise<void> | null {
  return model === 'seeded' && weights === 'raced' ? loadWinner(racer) : null;
}

/** Fetches one; null where it is here, or is not one of these. */
export function loadWinner(name: string): Promise<void> | null {
  if (racedNamed(name) || !winnerNames.includes(name)) return null;
  return winnerNamed(name).then((winner) => {
    const { encoding, params, depth, dim, heads, symbols, text, parameters } = winner;
    const weights = readFloat32(winner.weights);
    if (!weights) throw new Error(`winners: ${name}.json holds no numbers`);
    const racer = { encoding, params };
    const learned = { parameters, weights };
    holdRaced({ name, racer, depth, dim, heads, symbols, text, learned });
  });
}
