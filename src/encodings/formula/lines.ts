/**
 * Recognises a·p + b·q + c, where a, b and c know nothing of position. The angle of a sine or
 * cosine is mostly of this form, and then it can be had exactly.
 */
import { evaluate, type Scope } from './evaluate.ts';
import { type Binary, partsOf, type Tree, variablesIn } from './syntax.ts';

export interface Line {
  /** What multiplies p, and what multiplies q. */
  readonly p: number;
  readonly q: number;
  readonly rest: number;
}

/** What is known of the trees of one formula; each tree is looked at once. */
export interface Findings {
  /** The line that a tree is at each scope; null where it is none, or not finite. */
  linesOf(tree: Tree): readonly (Line | null)[];
  /**
   * Whether a tree depends on p and q through p − q alone, as far as can be seen: it is made of
   * lines with a = −b, at every scope.
   */
  dependsOnOffset(tree: Tree): boolean;
}

/** @param scopes  d, n and base, and each i there is */
export function findingsAt(scopes: readonly Scope[]): Findings {
  const linesOf: Findings['linesOf'] = once((tree) =>
    scopes.map((scope, place) => lineOf(tree, scope, (part) => linesOf(part)[place] ?? null)),
  );
  const dependsOnOffset: Findings['dependsOnOffset'] = once((tree) => {
    const lines = linesOf(tree).filter((line) => line !== null);
    if (lines.length === scopes.length) return lines.every(({ p, q }) => p === -q);
    const parts = partsOf(tree);
    return parts.length > 0 && parts.every(dependsOnOffset);
  });
  return { linesOf, dependsOnOffset };
}

function once<T>(find: (tree: Tree) => T): (tree: Tree) => T {
  const known = new Map<Tree, T>();
  return (tree) => {
    const found = known.get(tree) ?? find(tree);
    known.set(tree, found);
    return found;
  };
}

type LineOfPart = (part: Tree) => Line | null;

function lineOf(tree: Tree, scope: Scope, of: LineOfPart): Line | null {
  const line = ignoresPosition(tree)
    ? { p: 0, q: 0, rest: evaluate(tree, scope) }
    : straight(tree, scope, of);
  return line && [line.p, line.q, line.rest].every(Number.isFinite) ? line : null;
}

/** Whether a tree is the same at every position. */
function ignoresPosition(tree: Tree): boolean {
  const names = variablesIn(tree);
  return !names.has('p') && !names.has('q');
}

function straight(tree: Tree, scope: Scope, of: LineOfPart): Line | null {
  switch (tree.kind) {
    case 'variable':
      return { p: Number(tree.name === 'p'), q: Number(tree.name === 'q'), rest: 0 };
    case 'unary':
      return tree.operator === '-' ? times(of(tree.of), -1) : null;
    case 'binary':
      return combined(tree, scope, of);
    case 'if':
      if (!ignoresPosition(tree.condition)) return null;
      return of(evaluate(tree.condition, scope) === 0 ? tree.no : tree.yes);
    default:
      return null;
  }
}

function combined({ operator, left, right }: Binary, scope: Scope, of: LineOfPart): Line | null {
  switch (operator) {
    case '+':
      return sum(of(left), of(right));
    case '-':
      return sum(of(left), times(of(right), -1));
    case '*':
      if (ignoresPosition(left)) return times(of(right), evaluate(left, scope));
      return ignoresPosition(right) ? times(of(left), evaluate(right, scope)) : null;
    case '/':
      return ignoresPosition(right) ? times(of(left), 1 / evaluate(right, scope)) : null;
    default:
      return null;
  }
}

function sum(a: Line | null, b: Line | null): Line | null {
  return a && b && { p: a.p + b.p, q: a.q + b.q, rest: a.rest + b.rest };
}

function times(line: Line | null, factor: number): Line | null {
  return line && { p: line.p * factor, q: line.q * factor, rest: line.rest * factor };
}
