/** The exports that there are, by the files that declare them, and how one is made. */
import { asName } from '../state/call.ts';
import { enLater } from '../text/enLater.ts';
import { cut } from '../text/notice.ts';
import { type About, type Export, type ExportContext, groups, Refused } from './export.ts';

const files = import.meta.glob<Export>('./*.export.ts', { eager: true, import: 'default' });

const named = Object.keys(enLater);
const placeOf = ({ id }: Export) => named.indexOf(`export.name.${id}`);

/** In the order of the groups, and in each in that of their words. */
export const exports: readonly Export[] = groups.flatMap((group) =>
  Object.values(files)
    .filter((each) => each.group === group)
    .toSorted((a, b) => placeOf(a) - placeOf(b)),
);

/** @throws RangeError for anything but the name of one */
export function exportNamed(kind: unknown): Export {
  const names = exports.map(({ id }) => id);
  const name = asName('export', kind, names);
  const found = exports.find(({ id }) => id === name);
  if (found) return found;
  throw new RangeError(`export: no "${cut(name)}"; there are ${names.join(', ')}`);
}

/**
 * What it is asked of: of one quantity, that by the name; the positions where an export is of one and
 * none is named.
 *
 * @throws RangeError for a quantity that there is not, and for one where none is taken
 */
export function quantityFor(
  { id, takes }: Export,
  asked: unknown,
  quantities: About['quantities'],
): About['quantity'] {
  if (asked === undefined || asked === null) {
    return takes === 'one' ? (quantities.find(({ name }) => name === 'positions') ?? null) : null;
  }
  const names = quantities.map(({ name }) => name);
  const name = asName('export', asked, names);
  if (!takes) throw new RangeError(`export: ${id} is of no quantity, got "${cut(name)}"`);
  const found = quantities.find((each) => each.name === name);
  if (found) return found;
  throw new RangeError(`export: no "${cut(name)}"; there are ${names.join(', ')}`);
}

/** @throws Refused where it cannot be made */
export async function exported(asked: Export, context: ExportContext): Promise<Blob> {
  const reason = asked.refuses?.(context);
  if (reason) throw new Refused(asked.id, reason);
  return new Blob([await asked.make(context)], { type: asked.mediaType });
}

/** What its file is called: whereabouts-rope-weights.csv. */
export function fileName({ ending }: Export, { frame, quantity }: About): string {
  const of = quantity ? `-${quantity.name.replaceAll(/[^\w-]+/g, '-')}` : '';
  return `whereabouts-${frame.spec.encoding}${of}.${ending}`;
}
