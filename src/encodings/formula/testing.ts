/** Random formulas, and how a tree is spelled. For tests only. */
import fc from 'fast-check';
import {
  type BinaryOperator,
  comparisons,
  constants,
  type FunctionName,
  functions,
  type Tree,
  variables,
} from './syntax.ts';

const binaryOperators = ['+', '-', '*', '/', '^', ...comparisons, 'and', 'or'] as const;
const functionNames = Object.keys(functions) as FunctionName[];

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 0.5, 10, 1e-3).map((value) => ({ kind: 'number', value }) as const),
  fc.constantFrom(...constants).map((name) => ({ kind: 'constant', name }) as const),
  fc.constantFrom(...variables).map((name) => ({ kind: 'variable', name }) as const),
);

/** Trees of a few levels, in which every kind of node stands. */
export const trees: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.constantFrom(...binaryOperators), tie('tree'), tie('tree'))
      .map(([operator, left, right]) => ({ kind: 'binary', operator, left, right }) as const),
    fc
      .tuple(fc.constantFrom('-', 'not'), tie('tree'))
      .map(([operator, of]) => ({ kind: 'unary', operator, of }) as const),
    fc
      .tuple(
        fc.constantFrom(...functionNames),
        tie('tree'),
        fc.array(tie('tree'), { minLength: 1, maxLength: 2 }),
      )
      .map(
        ([name, first, rest]) =>
          ({ kind: 'call', name, given: [first, ...fitting(name, rest)] }) as const,
      ),
    fc
      .tuple(tie('tree'), tie('tree'), tie('tree'))
      .map(([condition, yes, no]) => ({ kind: 'if', condition, yes, no }) as const),
  ),
})).tree;

/** As many of the further values as the function takes. */
function fitting(name: FunctionName, rest: readonly Tree[]): readonly Tree[] {
  return 'list' in functions[name] ? rest : rest.slice(0, functions[name].values - 1);
}

/** Looser operators first; what stands to the right of its own level needs parentheses. */
const levels: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '==': 4,
  '!=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '^': 8,
};

/**
 * A formula that is read as this tree.
 *
 * @param tight  with no more parentheses than are needed, and `a ? b : c`; else with all of them
 */
export function spelled(tree: Tree, tight: boolean): string {
  return tight ? spelledAt(tree, 0) : full(tree);
}

function full(tree: Tree): string {
  switch (tree.kind) {
    case 'number':
      return String(tree.value);
    case 'unary':
      return `(${tree.operator} ${full(tree.of)})`;
    case 'binary':
      return `(${full(tree.left)} ${tree.operator} ${full(tree.right)})`;
    case 'call':
      return `${tree.name}(${tree.given.map(full).join(', ')})`;
    case 'if':
      return `if(${full(tree.condition)}, ${full(tree.yes)}, ${full(tree.no)})`;
    default:
      return tree.name;
  }
}

/** @param least  the loosest level that may stand here without parentheses */
function spelledAt(tree: Tree, least: number): string {
  const [level, text] = loose(tree);
  return level < least ? `(${text})` : text;
}

function loose(tree: Tree): readonly [level: number, text: string] {
  switch (tree.kind) {
    case 'unary':
      return tree.operator === 'not'
        ? [3, `not ${spelledAt(tree.of, 3)}`]
        : // In front of a sum a minus takes a whole product; a further minus is a factor's.
          [5, `-${spelledAt(tree.of, 6)}`];
    case 'binary': {
      const { operator, left, right } = tree;
      const level = levels[operator];
      if (operator === '^') return [level, `${spelledAt(left, 9)}^${spelledAt(right, 8)}`];
      const first = level === 4 ? level + 1 : level;
      return [level, `${spelledAt(left, first)} ${operator} ${spelledAt(right, level + 1)}`];
    }
    case 'call':
      return [9, `${tree.name}(${tree.given.map((each) => spelledAt(each, 0)).join(',')})`];
    case 'if':
      return [
        0,
        `${spelledAt(tree.condition, 1)}?${spelledAt(tree.yes, 0)}:${spelledAt(tree.no, 0)}`,
      ];
    default:
      return [9, full(tree)];
  }
}
