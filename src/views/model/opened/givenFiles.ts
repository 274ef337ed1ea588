/** Files that a person gives the page outside of the Model room: it goes there and opens them. */
import type { OpenedReport } from '../../../script.ts';
import { specStore } from '../../../state/store.ts';
import { viewStore } from '../../../state/view.ts';
import { enter } from '../../../state/visit.ts';
import { takeDropped } from './dropped.ts';

const inModelRoom = () => viewStore.getState().room === 'model';

export async function openGiven(files: readonly File[]): Promise<void> {
  const { openFromDisk } = await import('../../../show/opened.ts');
  if (!inModelRoom()) enter(specStore, viewStore, 'model');
  await openFromDisk(files);
}

/** What a script asks to open: files, or a model of the Hub. */
export async function openAsked(given: unknown): Promise<OpenedReport> {
  const { openFromDisk, openFromHub, openedStore } = await import('../../../show/opened.ts');
  if (!inModelRoom()) enter(specStore, viewStore, 'model');
  const { hub } = (given ?? {}) as { readonly hub?: unknown };
  if (typeof hub === 'string') await openFromHub(hub);
  else if (
    Array.isArray(given) &&
    given.length > 0 &&
    given.every((file) => file instanceof File)
  ) {
    await openFromDisk(given);
  } else throw new RangeError('open: expects a list of files, or { hub: "owner/name" }');
  const { opened, problems } = openedStore.getState();
  const description = opened?.described?.description;
  if (!description) {
    const said = problems.map(({ text }) => text.en).join(' ');
    throw new Error(`open: ${said || 'this is no language model that is run'}`);
  }
  const { family, layers, heads, width, trained, vocabulary } = description;
  return { family, layers: layers.length, heads, width, positions: trained, tokens: vocabulary };
}

/** There the form takes them itself. */
export function takeGiven(): void {
  takeDropped((files) => (inModelRoom() ? undefined : openGiven(files)));
}
