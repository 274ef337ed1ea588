/**
 * Reads a config.json field by field. A field that is absent where its class has no default, or is
 * another kind of value, is refused by its name; nothing is guessed.
 */
import { refusal } from '../refusal.ts';

export interface Config {
  /** A whole number 1…most; `null` is absent. Of several names the first that is there. */
  size(name: string | readonly string[], otherwise?: number, most?: number): number;
  /** A whole number that may be 0. */
  index(name: string, otherwise: number): number;
  /** A number above 0. */
  real(name: string | readonly string[], otherwise?: number): number;
  /** The same, null where it is absent. */
  realOrNull(name: string | readonly string[]): number | null;
  flag(name: string, otherwise: boolean): boolean;
  word(name: string | readonly string[], otherwise?: string): string;
  list(name: string): readonly unknown[] | null;
  /** What may be one value or a list of them; none where it is absent. */
  listed(name: string): readonly unknown[];
  /** An object in it. */
  part(name: string): Config | null;
  /** Whether it is there, were it as `null`. */
  has(name: string): boolean;
  /** What is thrown for a value that is read well and not computed here. */
  notComputed(name: string, value: unknown): Error;
}

/** More than any model has, and few enough to be gone through at once. */
export const mostLayers = 1024;
const mostSize = 2 ** 24;

/** @throws Refusal where the text is no JSON object */
export function parseConfig(text: string): Config {
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Refused below, as what is JSON and no object.
  }
  if (!isObject(json)) throw refusal('files.config.json');
  return configOf(json);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function configOf(json: Readonly<Record<string, unknown>>): Config {
  const found = (name: string | readonly string[]) => {
    const names = [name].flat();
    const own = names.find((each) => valueOf(json, each) !== null) ?? names[0] ?? '';
    return { own, value: valueOf(json, own) };
  };
  function taken<T>(
    name: string | readonly string[],
    otherwise: T | undefined,
    wanted: (value: unknown) => value is T,
  ): T {
    const { own, value } = found(name);
    if (value === null) {
      if (otherwise === undefined) throw refusal('files.config.missing', { name: own });
      return otherwise;
    }
    if (!wanted(value)) throw refusal('files.config.value', { name: own, found: written(value) });
    return value;
  }
  return {
    size: (name, otherwise, most = mostSize) =>
      taken(
        name,
        otherwise,
        (value): value is number => Number.isInteger(value) && inRange(value, most),
      ),
    index: (name, otherwise) =>
      taken(
        name,
        otherwise,
        (value): value is number =>
          Number.isInteger(value) && Number(value) >= 0 && Number(value) <= mostSize,
      ),
    real: (name, otherwise) => taken(name, otherwise, isPositive),
    realOrNull: (name) => (found(name).value === null ? null : taken(name, undefined, isPositive)),
    flag: (name, otherwise) => taken(name, otherwise, (value) => typeof value === 'boolean'),
    word: (name, otherwise) => taken(name, otherwise, (value) => typeof value === 'string'),
    list: (name) =>
      found(name).value === null ? null : taken(name, undefined, (value) => Array.isArray(value)),
    listed: (name) => (found(name).value === null ? [] : [found(name).value].flat()),
    part: (name) =>
      found(name).value === null ? null : configOf(taken(name, undefined, isObject)),
    has: (name) => Object.hasOwn(json, name),
    notComputed: (name, value) => refusal('files.config.value', { name, found: written(value) }),
  };
}

function valueOf(json: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(json, name) ? (json[name] ?? null) : null;
}

function inRange(value: unknown, most: number): boolean {
  return Number(value) >= 1 && Number(value) <= most;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}

function written(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
