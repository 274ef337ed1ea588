/** The channel under the crosshair in the stages that have channels and not keys; view state. */
import { createStore } from 'zustand/vanilla';

export const channelStore = createStore<{ readonly channel: number }>(() => ({ channel: 4 }));

/** Points at a channel; the same again tells no one. */
export function pointChannel(channel: number): void {
  if (channelStore.getState().channel !== channel) channelStore.setState({ channel });
}
