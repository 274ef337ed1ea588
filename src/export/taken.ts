/** What is on the page now, for an export of it: the one file here that reads the page's stores. */
import { answers, shownStore } from '../show/shown.ts';
import { viewStore } from '../state/view.ts';
import type { About, ExportContext } from './export.ts';
import { exported, exportNamed, quantityFor } from './exports.ts';
import { asLook } from './look.ts';

/** @throws RangeError where there is no picture to be taken away */
export async function aboutNow(): Promise<Omit<About, 'quantity' | 'look'>> {
  const quantities = await answers.quantities();
  const { frame } = shownStore.getState();
  if (!frame) throw new RangeError('export: the page shows no picture');
  return { frame, quantities, link: globalThis.location.href, locale: viewStore.getState().locale };
}

export function contextOf(about: About): ExportContext {
  return { ...about, read: (name) => answers.read(name) };
}

/**
 * What a script asks for.
 *
 * @throws RangeError for a kind, a quantity or a look that there is not, and for what cannot be made
 */
export async function exportAsked(kind: unknown, asked?: unknown, look?: unknown): Promise<Blob> {
  const found = exportNamed(kind);
  const about = await aboutNow();
  const quantity = quantityFor(found, asked, about.quantities);
  return exported(found, contextOf({ ...about, quantity, look: asLook(look) }));
}
