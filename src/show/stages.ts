/** How a stage is shown: its scale, and which of them there are. */
import type { ColourScale } from '../fields/scale.ts';
import { type Frame, type StageName, stageNames } from '../state/frame.ts';
import type { MapName } from '../state/view.ts';
import { scaleOf } from './mapColours.ts';
import { type Picture, signed } from './pictures.ts';
import { mapNames } from './shown.ts';

export function stagePicture(name: StageName, use: string): Picture {
  return {
    key: `${use} ${name}`,
    matrix: (frame) => frame.stages?.maps[name] ?? null,
    scale: (frame) => scaleOn(name, frame),
  };
}

/** The scale of a map of the plate, or of a stage. */
export function scaleOn(map: MapName | StageName, frame: Pick<Frame, 'spec'>): ColourScale {
  const name = map === 'weights' ? 'attention' : mapNames.find((each) => each === map);
  return name ? scaleOf(name, frame) : signed;
}

/** Those that the scheme has. */
export function stagesOf(frame: Frame): readonly StageName[] {
  return stageNames.filter((name) => frame.stages?.maps[name]);
}
