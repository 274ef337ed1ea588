/** Files that a person gives the page outside of the Model room: it goes there and opens them. */
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

/** There the form takes them itself. */
export function takeGiven(): void {
  takeDropped((files) => (inModelRoom() ? undefined : openGiven(files)));
}
