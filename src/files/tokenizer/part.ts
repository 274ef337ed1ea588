/** Looking into JSON that anyone may have written: what is not there is null. */
import { refusal } from '../refusal.ts';

export type Part = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): Part | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;
}

export function childOf(part: Part | null, name: string): Part | null {
  return objectOf(part?.[name]);
}

export function listOf(part: Part | null, name: string): readonly Part[] {
  const list: unknown = part?.[name];
  if (!Array.isArray(list)) return [];
  return list.map(objectOf).filter((entry) => entry !== null);
}

export function textOf(part: Part | null, name: string): string | null {
  const value = part?.[name];
  return typeof value === 'string' ? value : null;
}

export function numberOf(part: Part | null, name: string): number | null {
  const value = part?.[name];
  return typeof value === 'number' ? value : null;
}

/** @throws Refusal for what cannot count the rows of a table */
export function idOf(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw refusal('files.tokenizer.json');
}

/** A switch, or what it is where it is not said. */
export function flagOf(part: Part | null, name: string, usual: boolean): boolean {
  const value = part?.[name];
  return typeof value === 'boolean' ? value : usual;
}

/** The `type` that names a step; empty where it has none. */
export function kindOf(part: Part): string {
  return textOf(part, 'type') ?? '';
}
