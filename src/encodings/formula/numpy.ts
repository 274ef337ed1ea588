/** A formula in Python: the same tree as NumPy lines, with the numbers of a cell in its variables. */
import { pyLines, pyNumber } from '../numpy.ts';
import type { Scope } from './evaluate.ts';
import { type Binary, type Tree, variablesIn } from './syntax.ts';

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
