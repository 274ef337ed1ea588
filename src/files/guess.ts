/**
 * A model without its configuration: which family's names its weights have, and the configuration that it
 * then probably has. What no weight tells is a guess, and said to be one; each can be changed.
 */
import { activationNames } from './families/description.ts';
import type { GuessKind, Told } from './families/family.ts';
import { type Described, describedBy, families } from './families/index.ts';
import { prefixIn, type WeightNames } from './families/names.ts';
import { matrixOf } from './stored.ts';
import type { Tensors } from './tensors.ts';

export type GuessedValue = number | string | boolean;

export interface Guess {
  /** `model_type` of the family that it is taken for, and of all that it can be taken for. */
  readonly family: string;
  readonly families: readonly string[];
  readonly told: Told;
  /** What is taken for its config.json. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What in it no weight tells. */
  readonly guessed: readonly Guessed[];
}

export interface Guessed {
  readonly kind: GuessKind;
  /** In a config.json. */
  readonly field: string;
  readonly value: GuessedValue;
  /** All that it can be; none for a number that is typed. */
  readonly values: readonly GuessedValue[];
}

/** Channels; several times those of the widest such model. */
const widest = 2 ** 14;
const mostRows = 2 ** 24;

/** @returns null for a file under other names */
export function guessOf(file: Tensors): Guess | null {
  const possible = families.flatMap((family) => {
    const told = family.guess && toldBy(file, family.names);
    return told ? [{ family, told }] : [];
  });
  const [first] = possible;
  if (!first) return null;
  const types = possible.map(({ family }) => family.type);
  const table = file.tables.map(({ family }) => family.toLowerCase().replace('-', ''))[0] ?? '';
  const likeliest = types.includes(table) ? table : first.family.type;
  return taken(likeliest, types, first.told);
}

/** The same file taken for another family, or with another value for what no weight tells. */
export function guessedAgain(guess: Guess, kind: GuessKind | 'family', value: GuessedValue): Guess {
  const { family, families: types, told, guessed } = guess;
  if (kind === 'family') {
    // An ε goes with its family; the rest is taken over as far as the other has it.
    const kept = guessed.filter((each) => each.kind !== 'epsilon');
    return kept.reduce(withValue, taken(String(value), types, told));
  }
  const own = guessed.find((each) => each.kind === kind);
  return own ? withValue(guess, { ...own, value }) : taken(family, types, told);
}

function withValue(guess: Guess, { kind, value }: Guessed): Guess {
  const own = guess.guessed.find((each) => each.kind === kind);
  if (!own) return guess;
  return {
    ...guess,
    config: { ...guess.config, [own.field]: value },
    guessed: guess.guessed.map((each) => (each === own ? { ...own, value } : each)),
  };
}

function taken(type: string, types: readonly string[], told: Told): Guess {
  const guess = families.find((each) => each.type === type)?.guess;
  if (!guess) throw new Error(`guess: ${type} cannot be told by its weights`);
  const config = guess.config(told);
  const guessed = Object.entries(guess.fields).map(([kind, field]): Guessed => {
    const value = config[field] as GuessedValue; // each of its fields is in it
    return { kind: kind as GuessKind, field, value, values: valuesOf(kind as GuessKind, told) };
  });
  return { family: type, families: types, told, config, guessed };
}

function valuesOf(kind: GuessKind, { width }: Told): readonly GuessedValue[] {
  switch (kind) {
    case 'heads':
      return divisorsOf(width);
    case 'activation':
      return activationNames;
    case 'epsilon':
      return [1e-12, 1e-8, 1e-7, 1e-6, 1e-5, 1e-3];
    case 'padding':
      return [0, 1, 2, 3];
    default:
      return [false, true];
  }
}

/** @throws Refusal for what the family does not have, such as a padding beyond its table */
export function describedByGuess({ family, config }: Guess): Described {
  return describedBy(JSON.stringify({ model_type: family, ...config }));
}

/** What the shapes of weights under these names say; null where the first layer is not there. */
function toldBy(file: Tensors, names: WeightNames): Told | null {
  const prefix = prefixIn(file, names);
  if (prefix === null) return null;
  const sizeOf = (stem = '', at = 0) => {
    const shape = file.find(`${prefix}${stem.replace('{}', String(at))}.weight`)?.shape;
    const size = shape && matrixOf(shape);
    if (!size) return null;
    const { rows, columns } = size;
    return names.inputFirst ? { from: rows, to: columns } : { from: columns, to: rows };
  };
  const { layer, table, embeddingProjection } = names;
  const words = file.find(`${prefix}${names.embedding}.weight`);
  const embedded = words && matrixOf(words.shape);
  const stored = file.find(`${prefix}${table}.weight`);
  const places = stored && matrixOf(stored.shape);
  const width = sizeOf(layer.query ?? layer.queryKeyValue)?.from ?? 0;
  if (!embedded || !places || places.columns !== embedded.columns) return null;
  if (width === 0 || Math.max(width, embedded.columns) > widest) return null;
  if (Math.max(embedded.rows, places.rows) > mostRows) return null;
  if (embedded.columns !== width && !sizeOf(embeddingProjection)) return null;
  let layers = 0;
  while (sizeOf(layer.query ?? layer.queryKeyValue, layers)) layers++;
  return {
    width,
    heads: headsFor(width),
    layers,
    vocabulary: embedded.rows,
    positions: places.rows,
    inner: sizeOf(layer.up)?.to ?? 4 * width,
    embeddingWidth: embedded.columns,
  };
}

function divisorsOf(width: number): readonly number[] {
  return Array.from({ length: width }, (_, i) => i + 1).filter((n) => width % n === 0);
}

/** The divisor of a width whose heads are nearest to 64 channels. */
export function headsFor(width: number): number {
  const off = (heads: number) => Math.abs(Math.log2(width / heads / 64));
  return divisorsOf(width).toSorted((a, b) => off(a) - off(b))[0] ?? 1;
}
