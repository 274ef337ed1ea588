/**
 * The door to tfjs. A scheme's parameters, formula and float64 half are needed for the first paint
 * of the page; tensors come later, with what computes, and are provided here.
 */
import type * as Operations from './operations.ts';

/** tfjs; calling it before it is provided is our mistake and throws. */
export let tf: typeof Operations;

export function provideTensors(operations: typeof Operations): void {
  tf = operations;
}
