/** A formula in Python: the same tree as NumPy lines, with the numbers of a cell in its variables. */
import { pyFloat, pyLines, pyNumber } from '../numpy.ts';
import { evaluate, type Scope } from './evaluate.ts';
import { type Binary, comparisons, type Tree, type Variable, variablesIn } from './syntax.ts';

export function numpyOf(tree: Tree, scope: Scope): string {
  // As NumPy's numbers: divided by zero they are infinite, and a root of −1 is no number.
  const given = Array.from(
    variablesIn(tree),
    (name) => `${name} = np.float64(${pyNumber(scope[name])})`,
  );
  return pyLines(...given, `value = ${expression(tree)}`);
}

/** As the constants are called there. */
const constants = { pi: 'np.pi', e: 'np.e', tau: '(2 * np.pi)' } as const;

/** In parentheses: what binds how tightly differs between the two languages. */
function expression(tree: Tree): string {
  switch (tree.kind) {
    case 'number':
      return pyNumber(tree.value);
    case 'constant':
      return constants[tree.name];
    case 'variable':
      return tree.name;
    case 'unary': {
      const of = expression(tree.of);
      return tree.operator === 'not' ? `np.float64(${of} == 0)` : `(-${of})`;
    }
    case 'binary':
      return binary(tree);
    case 'call': {
      const given = tree.given.map(expression).join(', ');
      const list = tree.name === 'min' || tree.name === 'max';
      return `np.${tree.name}(${list ? `[${given}]` : given})`;
    }
    case 'if': {
      const [condition, yes, no] = [tree.condition, tree.yes, tree.no].map(expression);
      return `(${yes} if ${condition} != 0 else ${no})`;
    }
  }
}

function binary({ operator, left, right }: Binary): string {
  const [first, second] = [expression(left), expression(right)];
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return `(${first} ${operator} ${second})`;
    case '/':
    case '^': {
      const sign = operator === '/' ? '/' : '**';
      // Between numbers alone Python would have its own rules.
      const plain = variablesIn(left).size === 0 && variablesIn(right).size === 0;
      return `(${plain ? `np.float64(${first})` : first} ${sign} ${second})`;
    }
    case 'and':
    case 'or':
      return `np.float64(${first} != 0 ${operator} ${second} != 0)`;
    default:
      return `np.float64(${first} ${operator} ${second})`;
  }
}

/**
 * The same of whole arrays: an expression of those variables, what is known of the others worked out.
 *
 * @returns  from what the variables and the shape of the result are called
 */
export function arraysOf(
  tree: Tree,
  shared: Pick<Scope, 'd' | 'n' | 'base'>,
  arrays: readonly Variable[],
): (names: Partial<Record<Variable, string>>, shape: string) => string {
  const known = { ...shared, p: 0, q: 0, i: 0 };
  return (names, shape) => {
    const word = ofArrays(tree, known, arrays, names);
    return isConstant(tree, arrays)
      ? `np.full(${shape}, ${word})`
      : `np.broadcast_to(${word}, ${shape})`;
  };
}

const isConstant = (tree: Tree, arrays: readonly Variable[]) =>
  !arrays.some((name) => variablesIn(tree).has(name));

function ofArrays(
  tree: Tree,
  known: Scope,
  arrays: readonly Variable[],
  names: Partial<Record<Variable, string>>,
): string {
  const number = isConstant(tree, arrays) ? evaluate(tree, known) : null;
  if (number !== null) return number < 0 ? `(${pyFloat(number)})` : pyFloat(number);
  const word = (part: Tree) => ofArrays(part, known, arrays, names);
  switch (tree.kind) {
    case 'variable':
      return names[tree.name] ?? tree.name;
    case 'unary':
      if (tree.operator === '-') return `(-${word(tree.of)})`;
      return `np.where(${conditionOf(tree, word)}, 1.0, 0.0)`;
    case 'binary': {
      const sign = tree.operator === '^' ? '**' : tree.operator;
      if ('+-**/'.includes(sign)) return `(${word(tree.left)} ${sign} ${word(tree.right)})`;
      return `np.where(${conditionOf(tree, word)}, 1.0, 0.0)`;
    }
    case 'call': {
      const values = tree.given.map((part) => ({
        word: word(part),
        constant: isConstant(part, arrays),
      }));
      if (tree.name === 'mod') return `(${values.map((value) => value.word).join(' % ')})`;
      if (tree.name !== 'min' && tree.name !== 'max') return `np.${tree.name}(${values[0]?.word})`;
      return values
        .toSorted((a, b) => Number(a.constant) - Number(b.constant))
        .reduce((before, value) => ({
          word: atMost(tree.name === 'min', before.word, value.word, value.constant),
          constant: false,
        })).word;
    }
    case 'if': {
      const { condition, yes, no } = tree;
      if (isConstant(condition, arrays)) return word(evaluate(condition, known) === 0 ? no : yes);
      return `np.where(${conditionOf(condition, word)}, ${word(yes)}, ${word(no)})`;
    }
    default:
      throw new Error(`formula: a ${tree.kind} is a constant`);
  }
}

/** Where it is true, an expression of truths. */
function conditionOf(tree: Tree, word: (part: Tree) => string): string {
  if (tree.kind === 'unary' && tree.operator === 'not') return `${word(tree.of)} == 0`;
  if (tree.kind !== 'binary') return `${word(tree)} != 0`;
  const { operator, left, right } = tree;
  if (operator === 'and' || operator === 'or') {
    const [first, second] = [left, right].map((part) => conditionOf(part, word));
    return `(${first}) ${operator === 'and' ? '&' : '|'} (${second})`;
  }
  const compares = comparisons.some((sign) => sign === operator);
  return compares ? `${word(left)} ${operator} ${word(right)}` : `${word(tree)} != 0`;
}

/** The lesser or the greater of an array and a number, or of two arrays. */
function atMost(lesser: boolean, array: string, other: string, isNumber: boolean): string {
  if (!isNumber) return `np.${lesser ? 'minimum' : 'maximum'}(${array}, ${other})`;
  return `np.clip(${array}, ${lesser ? `None, ${other}` : `${other}, None`})`;
}
