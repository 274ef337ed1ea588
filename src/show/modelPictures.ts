/** What is drawn of the trained encoder: whose matrix, in which colours. */
import { type Frame, flowNames } from '../state/frame.ts';
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

/** @param at  of `flowNames` */
export function flowPicture(at: number): Picture {
  return {
    key: `model flow ${at}`,
    matrix: (frame) => frame.model?.flow?.[at] ?? null,
    scale: (frame) => {
      if (flowNames[at] === 'cosine') {
        return { kind: 'diverging', domain: { kind: 'fixed', max: 1 }, curve: 'linear' };
      }
      const { max, beyond } = spreadOfFlow(frame, at);
      return { kind: 'sequential', domain: { kind: 'fixed', max, beyond }, curve: 'sqrt' };
    },
  };
}

/** The largest over all tokens but the first, which may stand far above them, and whether it does. */
function spreadOfFlow({ model, line }: Frame, at: number) {
  const flow = model?.own?.flow ?? new Float32Array();
  const own = flow.subarray(
    (at * flow.length) / flowNames.length,
    ((at + 1) * flow.length) / flowNames.length,
  );
  const largest = (values: Float32Array) => values.reduce((a, b) => Math.max(a, b), 0);
  const max = largest(own.subarray(line.tokens.length > 1 ? own.length / line.tokens.length : 0));
  return { max, beyond: largest(own) > max };
}

export const sentencePicture: Picture = {
  key: 'model sentence',
  matrix: (frame) => frame.model?.sentence ?? null,
  scale: () => signed,
};
