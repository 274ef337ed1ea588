/** How a number of the block came about, in one sentence with the number in it. */
import type { Origin } from '../../explain/origin.ts';
import { isHidden } from '../../explain/weight.ts';
import { say, shortValue } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { sourceOf } from './originSource.ts';
import { placesOf, sentenceOfWeight } from './weightSentence.ts';

export function sentenceOf(origin: Origin, frame: Frame): string {
  if (origin.kind === 'channel') {
    const value = shortValue(origin.parts[origin.stage]?.[origin.channel] ?? 0);
    return say('how.says.result', { source: sourceOf(origin), value });
  }
  const { stage, column, scores, bias, logits, weights } = origin;
  const places = placesOf(frame, origin);
  const logit = logits[column] ?? 0;
  switch (stage) {
    case 'scores':
      return say('how.says.score', { ...places, value: shortValue(scores[column] ?? 0) });
    case 'bias':
      return say('how.says.added', { ...places, value: shortValue(bias?.[column] ?? 0) });
    case 'logits':
      return isHidden(logit)
        ? say('how.says.hidden', places)
        : say('how.says.logit', { ...places, value: shortValue(logit) });
    default:
      return sentenceOfWeight(frame, origin, weights[column] ?? 0, logits);
  }
}
