/** Another scheme, with as much of the Spec as it can work with. */
import { type Fitted, workable } from './fitted.ts';
import { merged } from './patch.ts';
import type { Spec } from './spec.ts';

/**
 * The Spec with another scheme at its default parameters, so that there is a picture: sizes that
 * the scheme rejects become the nearest that it takes, and the notices say which.
 *
 * @throws RangeError for a scheme that does not exist
 */
export function chosen(spec: Spec, encoding: string): Fitted {
  return workable(merged(spec, { encoding }));
}
