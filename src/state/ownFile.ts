/** Whether numbers follow from a file that a person opened, which no link holds. */
import { rivalSpecs } from './compare.ts';
import type { Spec } from './spec.ts';
import { versionOf } from './specKey.ts';

export function refersToOwnFile(spec: Spec): boolean {
  return [spec, ...rivalSpecs(spec)].some((each) => versionOf(each) > 0);
}
