/** The cells that a formula is worked out for at once: axes, and what differs along them. */
import type { Scope } from './evaluate.ts';
import { type Tree, variablesIn } from './syntax.ts';

/** A variable that differs from cell to cell, and its values along its side of the result. */
export interface Axis {
  readonly name: 'p' | 'q' | 'i';
  readonly values: Float64Array;
}

/**
 * What the result lies over: a table is [p, i], a bias is [i, p, q] with the same consecutive
 * positions along p and q. The rest is the same in all cells.
 */
export interface Space {
  readonly axes: readonly Axis[];
  readonly shared: Pick<Scope, 'd' | 'n' | 'base'>;
}

export function mentionedAxes(tree: Tree, { axes }: Space): readonly Axis[] {
  return axes.filter(({ name }) => variablesIn(tree).has(name));
}

/** The length along some of the axes, 1 along the others. */
export function shapeOf({ axes }: Space, along: readonly Axis['name'][]): number[] {
  return axes.map(({ name, values }) => (along.includes(name) ? values.length : 1));
}

/** A scope at each place of an axis; a single one where there is no axis. */
export function scopesAlong(axis: Axis | undefined, { shared }: Space): Scope[] {
  const origin = { p: 0, q: 0, i: 0, ...shared };
  return axis ? Array.from(axis.values, (value) => ({ ...origin, [axis.name]: value })) : [origin];
}

/** A scope at each i where the tree mentions it, else one. */
export function scopesOverI(tree: Tree, space: Space): Scope[] {
  return scopesAlong(
    mentionedAxes(tree, space).find(({ name }) => name === 'i'),
    space,
  );
}
