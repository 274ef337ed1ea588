/** Which row and which column a number came from, in a sentence. */

import { addedToValues, isFused, type Origin, rootOf } from '../../explain/origin.ts';
import { isHidden } from '../../explain/weight.ts';
import { say, shortValue } from '../../show/words.ts';

export function sourceOf(origin: Origin): string {
  const { spec, stage } = origin;
  const row = spec.start + origin.row;
  if (origin.kind === 'pair') {
    const column = spec.start + origin.column;
    switch (stage) {
      case 'scores': {
        const root = rootOf(origin.scale);
        return say(root === null ? 'attend.how.from.product' : 'attend.how.from.scores', {
          row,
          column,
        });
      }
      case 'bias':
        return say('attend.how.from.bias', { offset: column - row });
      case 'logits':
        if (isHidden(origin.logits[origin.column] ?? 0))
          return say('attend.how.from.hidden', { row, column });
        return say(origin.bias ? 'attend.how.from.biased' : 'attend.how.from.logits', {
          row,
          column,
        });
      default:
        return say('attend.how.from.weights', { row, column });
    }
  }
  const { channel, parts, product } = origin;
  if (spec.model === 'use-lite') return say('attend.how.from.trained', { row, channel });
  switch (stage) {
    case 'tokens':
      return say('attend.how.from.tokens', { row });
    case 'table':
      return say('attend.how.from.table', { row, channel });
    case 'input':
      return say(
        isFused(origin) ? `attend.how.from.${fusionOf(spec.fusion)}` : 'attend.how.from.alone',
        { row, channel },
      );
    case 'query':
    case 'key':
    case 'value': {
      const matrix = { query: 'W_q', key: 'W_k', value: 'W_v' }[stage];
      const from = say(product?.from === 'input' ? 'stage.input' : 'stage.tokens');
      if (product?.turn) {
        const angle = shortValue(product.turn.angle);
        return say('attend.how.from.turned', { row, channel, from, matrix, angle });
      }
      return say('attend.how.from.projected', { row, channel, from, matrix });
    }
    case 'mixed':
      return say(
        product && addedToValues(spec, product, parts.mixed?.[channel] ?? 0) !== 0
          ? 'attend.how.from.mixedMore'
          : 'attend.how.from.mixed',
        { row, channel },
      );
    case 'attended':
      return say('attend.how.from.attended', { row, channel });
    case 'residual':
      return say('attend.how.from.residual', {
        row,
        from: say(parts.input ? 'stage.input' : 'stage.tokens'),
      });
    default:
      return say('attend.how.from.output', { row, channel });
  }
}

const fusionOf = (fusion: Origin['spec']['fusion']) => (fusion === 'query-key' ? 'add' : fusion);
