/** Which head is looked at for a moment: nothing here is computed, or in the link. */
import { createStore } from 'zustand/vanilla';

export interface HeadView {
  /** The head under the pointer or the focus, counted from 0; null where none is. */
  readonly preview: number | null;
}

export const headView = createStore<HeadView>(() => ({ preview: null }));

export function preview(head: number | null): void {
  if (headView.getState().preview !== head) headView.setState({ preview: head });
}
