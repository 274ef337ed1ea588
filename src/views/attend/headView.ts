/** What is looked at among the heads, for now: nothing here is computed, or in the link. */
import { createStore } from 'zustand/vanilla';

export interface HeadView {
  /** The head under the pointer or the focus, counted from 0; null where none is. */
  readonly preview: number | null;
  /** How the weights are drawn. */
  readonly form: 'matrix' | 'arcs';
}

export const headView = createStore<HeadView>(() => ({ preview: null, form: 'matrix' }));

export function preview(head: number | null): void {
  if (headView.getState().preview !== head) headView.setState({ preview: head });
}
