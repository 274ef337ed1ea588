/** Why a scheme has no pairs of channels that turn, for the lenses that show such pairs. */

import { pairsOf } from '../../explain/pairs.ts';
import { say, schemeName } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { familyOf } from '../../state/spec.ts';

export function whyNoPairs(frame: Frame): string | null {
  if (pairsOf(frame)) return null;
  const family = familyOf(frame.spec);
  const scheme = schemeName(frame.spec);
  if (family === 'none') return say('pairs.none');
  if (family === 'bias') return say('pairs.bias', { scheme });
  if (family === 'contextual') return say('pairs.contextual', { scheme });
  if (frame.spec.encoding === 'custom') return say('pairs.custom');
  return say('pairs.additive', { scheme });
}
