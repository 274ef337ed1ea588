/** What there are several of under one word: `lens.clocks` says how the lens `clocks` is called. */
import { en } from './en.ts';

type English = keyof typeof en;

/** The kinds of which each has its word, and by it its name in the link. */
export type Kind = 'lens' | 'experiment' | 'app.room';

export type NameUnder<K extends Kind> = English extends infer Key
  ? Key extends `${K}.${infer Name}`
    ? Name
    : never
  : never;

/** The names of a kind, in the order of their words. */
export function namesUnder<K extends Kind>(kind: K): readonly NameUnder<K>[] {
  const start = `${kind}.`;
  return Object.keys(en).flatMap((key) =>
    // What is left of such a key is a name by definition.
    key.startsWith(start) ? [key.slice(start.length) as NameUnder<K>] : [],
  );
}
