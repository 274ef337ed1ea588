/** One key for whatever is kept by Spec: equal keys ask for the same numbers. */
import { openedModelVersion } from './openedModel.ts';
import { heldRacedVersion } from './raced.ts';
import { type Spec, schemeOf } from './spec.ts';

/**
 * A key of the fields that something depends on, with the version of what they refer to: a Spec
 * names a table or a model that was opened and does not hold it.
 *
 * @param more  what it depends on besides
 */
export function specKey(
  spec: Spec,
  names: readonly (keyof Spec)[],
  ...more: readonly unknown[]
): string {
  return JSON.stringify([names.map((name) => spec[name]), versionOf(spec), more]);
}

/** Which of the things that a Spec refers to is in force; 0 where it holds all that it is. */
export function versionOf(spec: Spec): number {
  const file = spec.model === 'file' ? openedModelVersion() : 0;
  const raced = spec.weights === 'raced' ? heldRacedVersion() : 0;
  return file + raced + (schemeOf(spec).versionFor?.(spec.params) ?? 0);
}
