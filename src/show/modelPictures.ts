/** What is drawn of the trained encoder: whose matrix, in which colours. */
import type { Frame } from '../state/frame.ts';
import { scaleOf } from './mapColours.ts';
import { type Picture, signed } from './pictures.ts';

export const attentionPicture: Picture = {
  key: 'model attention',
  matrix: (frame) => frame.maps.attention,
  scale: (frame) => scaleOf('attention', frame),
  follows: 'attention',
};

/** As far as attention itself goes, so that the two can be held side by side. */
export const changePicture: Picture = {
  key: 'model change',
  matrix: (frame) => frame.model?.change ?? null,
  scale: (frame) => ({ ...scaleOf('attention', frame), kind: 'diverging' }),
  follows: 'attention',
};

/** @param layer  counted from 0, as `head` is */
export function headPicture(layer: number, head: number): Picture {
  return {
    key: `model layer ${layer} head ${head}`,
    matrix: (frame) => frame.model?.heads[layer]?.[head] ?? null,
    scale: (frame) => scaleOf('attention', frame),
  };
}

export const timingPicture: Picture = {
  key: 'model timing',
  matrix: ({ maps }: Frame) => maps.positions,
  scale: (frame) => scaleOf('positions', frame),
};

/** @param place  0 before layer 1, then after each layer */
export function streamPicture(place: number): Picture {
  return {
    key: `model stream ${place}`,
    matrix: (frame) => frame.model?.streams[place] ?? null,
    // A few channels are ten times as large as the others.
    scale: () => ({ ...signed, curve: 'sqrt' }),
  };
}

export const sentencePicture: Picture = {
  key: 'model sentence',
  matrix: (frame) => frame.model?.sentence ?? null,
  scale: () => signed,
};
