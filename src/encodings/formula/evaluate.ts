/**
 * The value of a formula at one cell, in float64: the honest half, and what is worked out on the
 * host for the other. Comparisons are 1 or 0; what is not 0 counts as true.
 */
import type { BinaryOperator, Constant, FunctionName, Tree, Variable } from './syntax.ts';

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
      return calls[tree.name](...tree.given.map((each) => evaluate(each, scope)));
    case 'if':
      return evaluate(evaluate(tree.condition, scope) === 0 ? tree.no : tree.yes, scope);
  }
}

export const constantValues: Readonly<Record<Constant, number>> = {
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

const calls: Readonly<Record<FunctionName, (...given: number[]) => number>> = {
  sin: (x = Number.NaN) => Math.sin(x),
  cos: (x = Number.NaN) => Math.cos(x),
  tan: (x = Number.NaN) => Math.tan(x),
  exp: (x = Number.NaN) => Math.exp(x),
  log: (x = Number.NaN) => Math.log(x),
  sqrt: (x = Number.NaN) => Math.sqrt(x),
  abs: (x = Number.NaN) => Math.abs(x),
  floor: (x = Number.NaN) => Math.floor(x),
  mod: (a = Number.NaN, b = Number.NaN) => modulo(a, b),
  min: Math.min,
  max: Math.max,
};

/** a − b⌊a/b⌋: 0 or of the sign of b, so −1 modulo 4 is 3. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}
