/** How figures look: what the dialog offers, and a script may ask for. */
import { asRecord, shown } from '../state/call.ts';

/** Pixels of a PNG of scale 1. */
export const dotsPerInch = 150;

/** What a figure may be of, beside a quantity; `usual` is what goes with the room that is open. */
const subjects = [
  'usual',
  'plate',
  'stage',
  'comparison',
  'curve',
  'lens',
  'experiment',
  'room',
] as const;
export type Subject = (typeof subjects)[number];

export interface Look {
  readonly of: Subject;
  /** In the colours of which theme. */
  readonly theme: 'paper' | 'white' | 'night';
  /** Nothing behind the figure, in place of the theme's own ground. */
  readonly transparent: boolean;
  /** Millimetres: one column of a journal, or two. */
  readonly width: 89 | 183;
  /** A PNG has that many times 150 pixels an inch. */
  readonly scale: 1 | 2 | 3 | 4;
  /** What the maps of an SVG are made of. */
  readonly cells: 'image' | 'rectangles';
}

export const looks = {
  of: subjects,
  theme: ['paper', 'white', 'night'],
  transparent: [false, true],
  width: [89, 183],
  scale: [1, 2, 3, 4],
  cells: ['image', 'rectangles'],
} as const satisfies { readonly [K in keyof Look]: readonly Look[K][] };

export const defaultLook: Look = {
  of: 'usual',
  theme: 'white',
  transparent: false,
  width: 183,
  scale: 2,
  cells: 'image',
};

/** @throws RangeError that names field, value and what is allowed */
export function asLook(given: unknown): Look {
  if (given === undefined) return defaultLook;
  const record = asRecord('export', given);
  for (const [name, value] of Object.entries(record)) {
    const allowed: readonly unknown[] | undefined = Object.hasOwn(looks, name)
      ? looks[name as keyof Look]
      : undefined;
    if (!allowed) {
      const names = Object.keys(looks).join(', ');
      throw new RangeError(`export: ${shown(name)} is not expected; there are ${names}`);
    }
    if (!allowed.includes(value)) {
      throw new RangeError(`export: ${name}: ${shown(value)} is not one of ${allowed.join(', ')}`);
    }
  }
  return { ...defaultLook, ...record };
}
