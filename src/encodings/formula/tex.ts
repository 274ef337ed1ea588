/**
 * A formula as it is typeset: fractions, powers, cases. The same tree with numbers in place of
 * names shows how a cell came about.
 */
import { texNumber } from '../tex.ts';
import { type Binary, type Call, type Comparison, type Tree, type Variable } from './syntax.ts';

/** What stands for a variable: its name, or a number. */
export type Naming = (name: Variable) => string;

export function texOf(tree: Tree, naming: Naming): string {
  return at(tree, level.cases, { naming, inline: false });
}

/** Text that is no formula, as text: nothing in it acts as TeX. */
export function texOfText(text: string): string {
  const escaped = text.replace(/[\\{}$%#&_^~\-\p{C}\p{Zl}\p{Zp}]/gu, (c) => escapes.get(c) ?? ' ');
  return `\\text{${escaped}}`;
}

const escapes = new Map([
  ['\\', '\\textbackslash{}'],
  ['^', '\\textasciicircum{}'],
  ['~', '\\textasciitilde{}'],
  // Two in a row would become a dash.
  ['-', '{-}'],
  ...Array.from('{}$%#&_', (c) => [c, `\\${c}`] as const),
]);

interface Style {
  readonly naming: Naming;
  /** In an exponent: a/b on the line, no fraction. */
  readonly inline: boolean;
}

/** How tightly a piece holds together; a looser one stands in parentheses. */
const level = {
  cases: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  remainder: 5,
  sum: 6,
  product: 7,
  power: 8,
  atom: 9,
} as const;

type Piece = readonly [level: number, tex: string];

function at(tree: Tree, least: number, style: Style): string {
  const [own, tex] = piece(tree, style);
  return own < least ? parenthesised(tex) : tex;
}

function piece(tree: Tree, style: Style): Piece {
  switch (tree.kind) {
    case 'number':
      return numberPiece(texNumber(tree.value, 15));
    case 'constant':
      return [level.atom, tree.name === 'e' ? '\\mathrm{e}' : `\\${tree.name}`];
    case 'variable':
      return numberPiece(style.naming(tree.name));
    case 'unary':
      return tree.operator === '-'
        ? [level.sum, `-${at(tree.of, level.product, style)}`]
        : [level.not, `\\lnot ${at(tree.of, level.atom, style)}`];
    case 'binary':
      return binaryPiece(tree, style);
    case 'call':
      return callPiece(tree, style);
    case 'if':
      return [level.cases, cases(tree, style)];
  }
}

/** A number may itself be a product or a power of ten. */
function numberPiece(tex: string): Piece {
  if (tex.includes('\\times')) return [level.product, tex];
  return [tex.includes('^') ? level.power : level.atom, tex];
}

function binaryPiece({ operator, left, right }: Binary, style: Style): Piece {
  const both = (own: number, sign: string, first = own): Piece => [
    own,
    `${at(left, first, style)} ${sign} ${at(right, own + 1, style)}`,
  ];
  switch (operator) {
    case 'or':
      return both(level.or, '\\lor');
    case 'and':
      return both(level.and, '\\land');
    case '+':
    case '-':
      return both(level.sum, operator);
    case '*': {
      const second = at(right, level.power, style);
      const sign = adjoining.test(second) ? '\\,' : '\\cdot ';
      return [level.product, `${at(left, level.product, style)}${sign}${second}`];
    }
    case '/':
      if (style.inline) return both(level.product, '/');
      return [level.power, `\\frac{${at(left, 0, style)}}{${at(right, 0, style)}}`];
    case '^': {
      const exponent = at(right, level.cases, { ...style, inline: true });
      return [level.power, `${at(left, level.atom, style)}^{${exponent}}`];
    }
    default:
      return both(level.comparison, comparisonSigns[operator], level.comparison + 1);
  }
}

/** What may follow a factor with no dot between them: a name. */
const adjoining = /^(?:[a-z]|\\(?:pi|tau|mathrm|sin|cos|tan|exp|ln|sqrt|min|max))/;

const comparisonSigns: Readonly<Record<Comparison, string>> = {
  '<': '<',
  '<=': '\\le',
  '>': '>',
  '>=': '\\ge',
  '==': '=',
  '!=': '\\ne',
};

function callPiece({ name, given }: Call, style: Style): Piece {
  const inside = given.map((each) => at(each, level.cases, style)).join(', ');
  switch (name) {
    case 'sqrt':
      return [level.atom, `\\sqrt{${inside}}`];
    case 'abs':
      return [level.atom, `\\left|${inside}\\right|`];
    case 'floor':
      return [level.atom, `\\left\\lfloor ${inside} \\right\\rfloor`];
    case 'mod':
      return [
        level.remainder,
        given.map((each) => at(each, level.product, style)).join(' \\bmod '),
      ];
    default:
      return [level.power, `\\${name === 'log' ? 'ln' : name}${parenthesised(inside)}`];
  }
}

/** A chain of conditionals is one brace. */
function cases(tree: Tree, style: Style): string {
  const rows: string[] = [];
  let rest = tree;
  while (rest.kind === 'if') {
    rows.push(`${at(rest.yes, level.or, style)} & ${at(rest.condition, level.or, style)}`);
    rest = rest.no;
  }
  rows.push(`${at(rest, level.or, style)} & \\text{else}`);
  return `\\begin{cases} ${rows.join(' \\\\ ')} \\end{cases}`;
}

function parenthesised(tex: string): string {
  return `\\left(${tex}\\right)`;
}
