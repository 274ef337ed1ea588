/**
 * How far float32 on a GPU may be from float64 for a formula: the bound that each operation of
 * WGSL promises (WGSL §15.7.4, accuracy), carried from the leaves up. For tests only.
 */
import { evaluate, type Scope } from './evaluate.ts';
import { findingsAt } from './lines.ts';
import { type Binary, type Call, type Tree, type Variable, variablesIn } from './syntax.ts';

export interface Bounded {
  readonly value: number;
  /** ∞ where a jump, a pole or the end of float32 is within reach: nothing is promised there. */
  readonly error: number;
}

/** Half a unit in the last place of float32, relative. */
const half = 2 ** -24;
const nothing: Bounded = { value: Number.NaN, error: Number.POSITIVE_INFINITY };

/** @param axes  a tree that mentions one of these, or none, is float64 rounded once */
export function bounded(tree: Tree, scope: Scope, axes: readonly Variable[]): Bounded {
  const { value, error } = carried(tree, scope, axes);
  // Subnormal numbers may be taken for 0.
  return Math.abs(value) < 1e37 ? { value, error: error === 0 ? 0 : error + 1e-37 } : nothing;
}

function carried(tree: Tree, scope: Scope, axes: readonly Variable[]): Bounded {
  const of = (part: Tree) => bounded(part, scope, axes);
  if (axes.filter((axis) => variablesIn(tree).has(axis)).length < 2) {
    const value = evaluate(tree, scope);
    return { value, error: Math.abs(Math.fround(value) - value) };
  }
  switch (tree.kind) {
    case 'unary': {
      const { value, error } = of(tree.of);
      if (tree.operator === '-') return { value: -value, error };
      return error > 0 && Math.abs(value) <= error ? nothing : exactly(Number(value === 0));
    }
    case 'binary':
      return ofBinary(tree, of(tree.left), of(tree.right));
    case 'call':
      return ofCall(tree, scope, tree.given.map(of));
    case 'if': {
      const { value, error } = of(tree.condition);
      if (!(Math.abs(value) > error || error === 0)) return nothing;
      return of(value === 0 ? tree.no : tree.yes);
    }
    default:
      throw new Error(`bounds: a ${tree.kind} does not mix axes`);
  }
}

function exactly(value: number): Bounded {
  return { value, error: 0 };
}

/** Whole numbers that float32 holds stay exact through sums, products and the like. */
function rounded(value: number, error: number, inputs: readonly Bounded[]): Bounded {
  const whole = Number.isInteger(value) && Math.abs(value) < 2 ** 24;
  if (whole && inputs.every((each) => each.error === 0)) return exactly(value);
  return { value, error };
}

function ofBinary({ operator, right }: Binary, a: Bounded, b: Bounded): Bounded {
  const reach = a.error + b.error;
  const apart = !(reach > 0 && Math.abs(a.value - b.value) <= reach) && reach < Infinity;
  const known = [a, b].every(({ value, error }) => error === 0 || Math.abs(value) > error);
  const compare = (value: boolean) => (apart ? exactly(Number(value)) : nothing);
  switch (operator) {
    case '+':
    case '-': {
      const value = operator === '+' ? a.value + b.value : a.value - b.value;
      return rounded(value, reach + Math.abs(value) * half, [a, b]);
    }
    case '*': {
      const value = a.value * b.value;
      const error = Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error;
      return rounded(value, error + Math.abs(value) * half, [a, b]);
    }
    case '/':
      return quotient(a, b);
    case '^':
      return powerOf(a, b, variablesIn(right).size === 0);
    case '<':
      return compare(a.value < b.value);
    case '<=':
      return compare(a.value <= b.value);
    case '>':
      return compare(a.value > b.value);
    case '>=':
      return compare(a.value >= b.value);
    case '==':
      return compare(a.value === b.value);
    case '!=':
      return compare(a.value !== b.value);
    case 'and':
      return known ? exactly(Number(a.value !== 0 && b.value !== 0)) : nothing;
    case 'or':
      return known ? exactly(Number(a.value !== 0 || b.value !== 0)) : nothing;
  }
}

/** WGSL: 2.5 units in the last place, for a divisor between 2⁻¹²⁶ and 2¹²⁶. */
function quotient(a: Bounded, b: Bounded): Bounded {
  if (Math.abs(b.value) <= b.error || Math.abs(b.value) < 1e-37) return nothing;
  const value = a.value / b.value;
  const carriedOver = (a.error + Math.abs(value) * b.error) / (Math.abs(b.value) - b.error);
  return { value, error: carriedOver + 5 * half * Math.abs(value) };
}

/** Products for a whole exponent in the formula; else exp2(b · log2 a), each as WGSL has it. */
function powerOf(a: Bounded, b: Bounded, fixed: boolean): Bounded {
  const value = a.value ** b.value;
  if (fixed && Number.isInteger(b.value) && b.value !== 0) {
    if (Math.abs(a.value) <= a.error) return nothing;
    const relative = Math.abs(b.value) * (a.error / Math.abs(a.value) + 2 * half) + 5 * half;
    return rounded(value, relative > 0.1 ? Infinity : 2 * relative * Math.abs(value), [
      a,
      b.value > 0 ? b : nothing,
    ]);
  }
  if (a.value <= 100 * a.error || a.value < 1e-30) return nothing;
  const log = Math.log2(a.value);
  const logError = 2 ** -21 + 6 * half * Math.abs(log) + (2 * a.error) / a.value;
  const exponent = Math.abs(b.value) * logError + Math.abs(log) * b.error;
  const relative = 2 * exponent + (3 + 2 * Math.abs(b.value * log)) * 2 * half;
  return { value, error: relative > 0.1 ? Infinity : relative * Math.abs(value) };
}

function ofCall({ name, given }: Call, scope: Scope, values: readonly Bounded[]): Bounded {
  const [a = nothing, b = nothing] = values;
  const [angle] = given;
  switch (name) {
    case 'sin':
    case 'cos':
    case 'tan': {
      // A line is exact; WGSL promises 2⁻¹¹ on ±π for other angles and nothing beyond.
      const line = findingsAt([scope]).linesOf(angle)[0];
      if (!line && Math.abs(a.value) > Math.PI) return nothing;
      const error = line ? 5e-7 : a.error + 2 ** -11;
      if (name !== 'tan') return { value: Math[name](a.value), error };
      return quotient({ value: Math.sin(a.value), error }, { value: Math.cos(a.value), error });
    }
    case 'exp': {
      const value = Math.exp(a.value);
      const error = Math.expm1(a.error) + (3 + 2 * Math.abs(a.value)) * 2 * half;
      return { value, error: error * value };
    }
    case 'log': {
      if (a.value <= a.error) return nothing;
      const value = Math.log(a.value);
      const error = a.error / (a.value - a.error) + Math.max(2 ** -21, 6 * half * Math.abs(value));
      return { value, error };
    }
    case 'sqrt': {
      if (a.value <= a.error) return a.value === 0 && a.error === 0 ? exactly(0) : nothing;
      const value = Math.sqrt(a.value);
      return { value, error: a.error / Math.sqrt(a.value - a.error) + 8 * half * value };
    }
    case 'abs':
      return { value: Math.abs(a.value), error: a.error };
    case 'floor': {
      const same = Math.floor(a.value - a.error) === Math.floor(a.value + a.error);
      return same ? exactly(Math.floor(a.value)) : nothing;
    }
    case 'mod': {
      const value = a.value - b.value * Math.floor(a.value / b.value);
      const turns = quotient(a, b);
      const jumps =
        !Number.isFinite(turns.error) ||
        Math.floor(turns.value - turns.error) !== Math.floor(turns.value + turns.error);
      const whole = [a, b].every((each) => each.error === 0 && Number.isInteger(each.value));
      if (whole && b.value !== 0 && Math.abs(a.value) < 2 ** 24) return exactly(value);
      if (jumps) return nothing;
      const error = a.error + Math.abs(turns.value) * b.error + 4 * half * Math.abs(a.value);
      return { value, error: error + 2 * half * Math.abs(b.value) };
    }
    case 'min':
    case 'max':
      return {
        value: Math[name](...values.map((each) => each.value)),
        error: Math.max(...values.map((each) => each.error)),
      };
  }
}
