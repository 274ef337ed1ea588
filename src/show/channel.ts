/** The channel under the crosshair in the stages that have channels and not keys; view state. */
import { createStore } from 'zustand/vanilla';
import type { StageCell } from '../explain/behind.ts';
import { type Frame, type StageName, squareStages } from '../state/frame.ts';
import { viewStore } from '../state/view.ts';
import type { Cross } from './cross.ts';

export const channelStore = createStore<{ readonly channel: number }>(() => ({ channel: 4 }));

/** Points at a channel. @returns whether it is another than before */
export function pointChannel(channel: number): boolean {
  const moved = channelStore.getState().channel !== channel;
  if (moved) channelStore.setState({ channel });
  return moved;
}

/** The stage that is shown: one that this scheme does not have gives way to the weights. */
export function stageOnShow(frame: Frame, wanted = viewStore.getState().stage): StageName {
  return frame.stages?.maps[wanted] ? wanted : 'weights';
}

/** The cell of the stage shown under the crosshair, inside the frame. */
export function cellUnder(frame: Frame, cross: Cross): StageCell {
  const stage = stageOnShow(frame);
  const last = frame.spec.length - 1;
  const lastChannel = (frame.stages?.maps[stage]?.columns ?? 1) - 1;
  return {
    stage,
    row: Math.min(cross.row, last),
    column: squareStages.includes(stage)
      ? Math.min(cross.column, last)
      : Math.min(channelStore.getState().channel, lastChannel),
  };
}
