/** How a stage is shown: its scale, and what it is called. */
import type { ColourScale } from '../fields/scale.ts';
import { type Frame, type StageName, stageNames } from '../state/frame.ts';
import { scaleOf } from './mapColours.ts';
import { type Picture, signed } from './pictures.ts';

export function stagePicture(name: StageName, use: string): Picture {
  return {
    key: `${use} ${name}`,
    matrix: (frame) => frame.stages?.maps[name] ?? null,
    scale: (frame): ColourScale => (name === 'weights' ? scaleOf('attention', frame) : signed),
  };
}

/** Those that the scheme has. */
export function stagesOf(frame: Frame): readonly StageName[] {
  return stageNames.filter((name) => frame.stages?.maps[name]);
}
