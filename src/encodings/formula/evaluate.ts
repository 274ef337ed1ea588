/**
 * The value of a formula at one cell, in float64: the honest half, and what is worked out on the
 * host for the other. Comparisons are 1 or 0; what is not 0 counts as true.
 */
import type { BinaryOperator, Call, Constant, FunctionName, Tree, Variable } from './syntax.ts';

/** A number for every variable. */
export type Scope = Readonly<Record<Variable, number>>;

export function evaluate(tree: Tree, scope: Scope): number {
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'constant':
      return constantValues[tree.name];
    case 'variable':
      return scope[tree.name];
    case 'unary': {
      const of = evaluate(tree.of, scope);
      return tree.operator === 'not' ? Number(of === 0) : -of;
    }
    case 'binary':
      return operations[tree.operator](evaluate(tree.left, scope), evaluate(tree.right, scope));
    case 'call':
      return called(tree, scope);
    case 'if':
      return evaluate(evaluate(tree.condition, scope) === 0 ? tree.no : tree.yes, scope);
  }
}

const constantValues: Readonly<Record<Constant, number>> = {
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
};

const operations: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
};

function called({ name, given }: Call, scope: Scope): number {
  const [first, ...rest] = given;
  return calls[name](evaluate(first, scope), ...rest.map((each) => evaluate(each, scope)));
}

const calls: Readonly<Record<FunctionName, (first: number, ...rest: number[]) => number>> = {
  sin: (x) => Math.sin(x),
  cos: (x) => Math.cos(x),
  tan: (x) => Math.tan(x),
  exp: (x) => Math.exp(x),
  log: (x) => Math.log(x),
  sqrt: (x) => Math.sqrt(x),
  abs: (x) => Math.abs(x),
  floor: (x) => Math.floor(x),
  mod: (a, b = Number.NaN) => modulo(a, b),
  min: (first, ...rest) => Math.min(first, ...rest),
  max: (first, ...rest) => Math.max(first, ...rest),
};

/** a − b⌊a/b⌋: 0 or of the sign of b, so −1 modulo 4 is 3. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}
