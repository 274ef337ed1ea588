/**
 * What a formula is once it is read: a tree, and the names that may stand in one. Knows neither
 * text nor the numbers of a cell.
 */

/**
 * p: position, of the query where there is q; q: position of the key; i: channel, or head where
 * there is q, from 0; d: dModel, or dHead where there is q; n: length; base: the parameter.
 */
export const variables = ['p', 'q', 'i', 'd', 'n', 'base'] as const;
export type Variable = (typeof variables)[number];

export const constants = ['pi', 'e', 'tau'] as const;
export type Constant = (typeof constants)[number];

/** How many values each function takes; a list has a least number and no most. */
export const functions = {
  sin: { values: 1 },
  cos: { values: 1 },
  tan: { values: 1 },
  exp: { values: 1 },
  log: { values: 1 },
  sqrt: { values: 1 },
  abs: { values: 1 },
  floor: { values: 1 },
  mod: { values: 2 },
  min: { values: 2, list: true },
  max: { values: 2, list: true },
} as const satisfies Record<string, { readonly values: number; readonly list?: true }>;
export type FunctionName = keyof typeof functions;

export const comparisons = ['<', '<=', '>', '>=', '==', '!='] as const;
export type Comparison = (typeof comparisons)[number];
export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | Comparison | 'and' | 'or';

/** Truth is a number: a comparison is 1 or 0, and what is not 0 counts as true. */
export type Tree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'constant'; readonly name: Constant }
  | { readonly kind: 'variable'; readonly name: Variable }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly of: Tree }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Tree;
      readonly right: Tree;
    }
  | {
      readonly kind: 'call';
      readonly name: FunctionName;
      readonly given: readonly [Tree, ...Tree[]];
    }
  | {
      readonly kind: 'if';
      readonly condition: Tree;
      readonly yes: Tree;
      readonly no: Tree;
    };

export type Binary = Extract<Tree, { kind: 'binary' }>;
export type Call = Extract<Tree, { kind: 'call' }>;

/** The trees directly below, in the order they are written. */
export function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case 'unary':
      return [tree.of];
    case 'binary':
      return [tree.left, tree.right];
    case 'call':
      return tree.given;
    case 'if':
      return [tree.condition, tree.yes, tree.no];
    default:
      return [];
  }
}

const mentioned = new WeakMap<Tree, ReadonlySet<Variable>>();

/** The variables that a tree mentions; worked out once for each tree. */
export function variablesIn(tree: Tree): ReadonlySet<Variable> {
  const known = mentioned.get(tree);
  if (known) return known;
  const names = new Set(
    tree.kind === 'variable'
      ? [tree.name]
      : partsOf(tree).flatMap((part) => [...variablesIn(part)]),
  );
  mentioned.set(tree, names);
  return names;
}
