/** The registry: every scheme there is. The order is the order of the picker within a family. */
import type { AnyEncoding, Family } from './encoding.ts';

// A file in schemes/ is a scheme; nothing else has to name it.
const modules = import.meta.glob<AnyEncoding>(['./schemes/*.ts', '!./schemes/*.test.ts'], {
  eager: true,
  import: 'default',
});

/** In the order of the picker. */
export const families: readonly Family[] = ['none', 'additive', 'rotary', 'bias', 'contextual'];

export const encodings: readonly AnyEncoding[] = Object.values(modules).toSorted(
  (a, b) =>
    families.indexOf(a.family) - families.indexOf(b.family) ||
    a.source.year - b.source.year ||
    a.id.localeCompare(b.id),
);

const byId = new Map(encodings.map((encoding) => [encoding.id, encoding]));

export function encodingById(id: string): AnyEncoding | undefined {
  return byId.get(id);
}

/** @throws when there is no such scheme: our mistake, since links and patches are checked before */
export function encodingOf(id: string): AnyEncoding {
  const encoding = byId.get(id);
  if (!encoding) throw new Error(`encodings: no scheme "${id}"`);
  return encoding;
}
