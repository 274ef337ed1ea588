/** What stands in the way of a Spec that asks for the weights of a trained racer, and what would do instead. */
import type { Localized } from '../text/locale.ts';
import type { Notice } from '../text/notice.ts';
import { localized } from '../text/t.ts';
import { lineOf, tokenize } from '../text/tokens.ts';
import { changes, type Fitted, workable } from './fitted.ts';
import { racedOf } from './raced.ts';
import type { Spec } from './spec.ts';

/** Why a Spec cannot be computed with the weights of its racer; null where it can, or asks for none. */
export const racedProblem = (spec: Spec): Localized | null => trouble(spec)?.reason ?? null;

/** The nearest Spec that can be computed, with a notice for each thing that stands in the way. */
export function racedNearest(spec: Spec): Fitted {
  const notices: Notice[] = [];
  let nearest = spec;
  for (let found = trouble(nearest); found; found = trouble(nearest)) {
    const next = { ...nearest, ...found.instead };
    const told = changes(nearest, next, found.reason);
    // The sentence names all that go together: it is said once, of what matters most.
    const [first] = Object.keys(found.instead).flatMap(
      (name) => told.find(({ field }) => field === name) ?? [],
    );
    if (first) notices.push(first);
    nearest = next;
  }
  const { spec: fitted, notices: ofScheme } = workable(nearest);
  return { spec: fitted, notices: [...notices, ...ofScheme] };
}

interface Trouble {
  readonly reason: Localized;
  /** What matters most first. */
  readonly instead: Partial<Spec>;
}

/** What stands first in the way of its racer's weights, and what would do; null where nothing does. */
function trouble(spec: Spec): Trouble | null {
  if (spec.model !== 'seeded' || spec.weights !== 'raced') return null;
  const model = racedOf(spec);
  if (!model) {
    const { racer } = spec;
    const reason = racer === '' ? localized('raced.none') : localized('raced.missing', { racer });
    return { reason, instead: { weights: 'random', racer: '' } };
  }
  const { dim, heads, symbols, text } = model;
  if (spec.dim !== dim || spec.heads !== heads || spec.depth > model.depth) {
    const depth = Math.min(spec.depth, model.depth);
    const head = Math.min(spec.head, heads);
    const layer = Math.min(spec.layer, depth);
    const reason = localized('raced.sizes', { dim, heads, depth: model.depth });
    return { reason, instead: { dim, heads, depth, head, layer } };
  }
  if (spec.fusion === 'concat') {
    return { reason: localized('raced.concat'), instead: { fusion: 'add' } };
  }
  const { unique } = lineOf(tokenize(spec.text, spec.tokens), spec.length, false);
  const strange = unique.find((token) => !symbols.includes(token));
  if (strange === undefined) return null;
  const known = symbols.join(' ');
  return {
    reason: localized('raced.token', { token: strange, known }),
    instead: { text, tokens: 'characters', length: [...text].length },
  };
}
