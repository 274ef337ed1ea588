/** What a script hands over, whatever it is: taken as what is asked for, or refused with a RangeError. */
import { cut } from '../text/notice.ts';

/** A value in a message: short, and never an error of its own. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${cut(value)}"`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return cut(String(value));
  return safely(() => Array.isArray(value)) ? 'a list' : 'an object';
}

/**
 * An object's own fields, copied: what its getters give now is what counts.
 *
 * @throws RangeError for anything else, and for an object that does not let itself be read
 */
export function asRecord(name: string, value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null;
  const record = isObject ? safely(() => !Array.isArray(value) && { ...value }) : undefined;
  if (record) return record;
  throw new RangeError(`${name}: ${shown(value)} is not an object of fields by name`);
}

/** @throws RangeError for anything but a name */
export function asName(call: string, value: unknown, known: readonly string[]): string {
  if (typeof value === 'string') return value;
  throw new RangeError(`${call}: ${shown(value)} is no name; there are ${known.join(', ')}`);
}

/** @throws RangeError for anything but a list of 0…length − 1, each once */
export function asOrder(value: unknown, length: number): readonly number[] {
  const rule = `a list of 0…${length - 1}, each once`;
  const list = safely(() => (Array.isArray(value) ? value.slice(0, length + 1) : null));
  if (!list) throw new RangeError(`order: ${shown(value)} is not ${rule}`);
  if (list.length !== length)
    throw new RangeError(`order: a list of another length is not ${rule}`);
  const found = new Set<unknown>();
  for (const place of list) {
    const allowed = Number.isInteger(place) && place >= 0 && place < length && !found.has(place);
    if (!allowed) throw new RangeError(`order: ${shown(place)} does not fit ${rule}`);
    found.add(place);
  }
  return list;
}

/** What reading a stranger's object gives; nothing where it throws. */
function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
