/** Whether the reader has brought about what a step asks for. */
import type { Look } from '../state/page.ts';
import { pairsOf } from '../state/query.ts';
import type { Spec } from '../state/spec.ts';
import type { Step, Try } from './lesson.ts';
import { stepState } from './stepState.ts';

/** By the step's own rule, or by all that its `reach` names being as it says. */
export function isReached(step: Step, doing: Try, spec: Spec, look: Look): boolean {
  if (doing.reached) return doing.reached(spec, look);
  const goal = stepState(step, 'en', doing.reach);
  const now: Readonly<Record<string, unknown>> = { ...look, ...spec.params, ...spec };
  const wanted: Readonly<Record<string, unknown>> = {
    ...goal.look,
    ...goal.spec.params,
    ...goal.spec,
  };
  return pairsOf(doing.reach).every(({ name }) => now[name] === wanted[name]);
}
