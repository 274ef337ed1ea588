/**
 * Reads a formula. From loose to tight: a ? b : c; or; and; not; one comparison; + and −, with a
 * minus in front; * and /; a minus after an operator; ^ from the right. So −2^2 is −4, 2^3^2 is
 * 2^9 and 8 / −2 * 4 is −16. Nothing is ever run as code, and nothing is thrown.
 */
import {
  chained,
  emptyFormula,
  misplaced,
  mostCharacters,
  mostNested,
  neverClosed,
  notCalled,
  operatorExpected,
  type Problem,
  tooDeep,
  tooLong,
  unknownName,
  valueExpected,
  withoutElse,
  wrongCount,
} from './problems.ts';
import {
  type BinaryOperator,
  comparisons,
  constants,
  type FunctionName,
  functions,
  type Tree,
  variables,
} from './syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

export type Parsed =
  | { readonly kind: 'tree'; readonly tree: Tree }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** @param formula  at most 512 UTF-16 units, nested at most 64 deep; otherwise a problem */
export function parse(formula: string): Parsed {
  try {
    if (formula.length > mostCharacters) stop(tooLong(formula.length));
    const tokens = tokensOf(formula);
    if ('message' in tokens) stop(tokens);
    return { kind: 'tree', tree: whole(readerOf(tokens)) };
  } catch (stopped) {
    if (stopped instanceof Stopped) return { kind: 'problem', problem: stopped.problem };
    throw stopped;
  }
}

/** Ends the reading at the first problem; caught in `parse`. */
class Stopped extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message.en);
    this.problem = problem;
  }
}

function stop(problem: Problem): never {
  throw new Stopped(problem);
}

/** A place among the tokens. */
interface Reader {
  current(): Token;
  pass(): void;
  /** Passes over the current token and says which it was, if it is one of these. */
  take<T extends string>(...texts: readonly T[]): T | undefined;
  /** Reads something that stands within something else. */
  nested(read: (reader: Reader) => Tree): Tree;
}

function readerOf(tokens: readonly Token[]): Reader {
  const end: Token = { kind: 'end', text: '', at: 0 };
  let place = 0;
  let nesting = 0;
  const reader: Reader = {
    current: () => tokens[place] ?? tokens.at(-1) ?? end,
    pass() {
      place += 1;
    },
    take(...texts) {
      const { kind, text } = reader.current();
      const found = kind === 'number' ? undefined : texts.find((each) => each === text);
      if (found !== undefined) reader.pass();
      return found;
    },
    nested(read) {
      nesting += 1;
      if (nesting > mostNested) stop(tooDeep(reader.current().at));
      const tree = read(reader);
      nesting -= 1;
      return tree;
    },
  };
  return reader;
}

function whole(reader: Reader): Tree {
  if (reader.current().kind === 'end') stop(emptyFormula());
  const tree = choice(reader);
  const { kind, text, at } = reader.current();
  if (kind !== 'end') unexpected(reader, misplaced(text, at));
  return tree;
}

function choice(reader: Reader): Tree {
  const condition = either(reader);
  const { at } = reader.current();
  if (!reader.take('?')) return condition;
  const yes = reader.nested(choice);
  if (!reader.take(':')) unexpected(reader, withoutElse(at));
  return { kind: 'if', condition, yes, no: reader.nested(choice) };
}

function either(reader: Reader): Tree {
  return chain(reader, both(reader), ['or'], both);
}

function both(reader: Reader): Tree {
  return chain(reader, negation(reader), ['and'], negation);
}

function negation(reader: Reader): Tree {
  if (!reader.take('not')) return comparison(reader);
  return { kind: 'unary', operator: 'not', of: reader.nested(negation) };
}

function comparison(reader: Reader): Tree {
  const left = sum(reader);
  const operator = reader.take(...comparisons);
  if (!operator) return left;
  const right = sum(reader);
  const { at } = reader.current();
  if (reader.take(...comparisons)) stop(chained(at));
  return { kind: 'binary', operator, left, right };
}

function sum(reader: Reader): Tree {
  const sign = reader.take('+', '-');
  const first = signed(sign, product(reader));
  return chain(reader, first, ['+', '-'], product);
}

function product(reader: Reader): Tree {
  return chain(reader, factor(reader), ['*', '/'], factor);
}

function factor(reader: Reader): Tree {
  const sign = reader.take('+', '-');
  return sign ? signed(sign, reader.nested(factor)) : power(reader);
}

function power(reader: Reader): Tree {
  const left = value(reader);
  if (!reader.take('^')) return left;
  return { kind: 'binary', operator: '^', left, right: reader.nested(factor) };
}

function value(reader: Reader): Tree {
  const { kind, text, at } = reader.current();
  const name = reader.take(...variables);
  if (name) return { kind: 'variable', name };
  const constant = reader.take(...constants);
  if (constant) return { kind: 'constant', name: constant };
  if (kind === 'number') {
    reader.pass();
    return { kind: 'number', value: Number(text) };
  }
  if (reader.take('(')) return parenthesised(reader, at);
  const called = reader.take('if', ...functionNames);
  if (called) return call(reader, called, at);
  if (kind === 'word' && !joining.has(text)) stop(unknownName(text, at));
  stop(valueExpected(text, at));
}

// Object.keys forgets the names; they are the table's.
const functionNames = Object.keys(functions) as FunctionName[];
const joining: ReadonlySet<string> = new Set(['and', 'or', 'not']);

function parenthesised(reader: Reader, open: number): Tree {
  const tree = reader.nested(choice);
  close(reader, open);
  return tree;
}

function call(reader: Reader, name: FunctionName | 'if', at: number): Tree {
  const open = reader.current().at;
  if (!reader.take('(')) stop(notCalled(name, at));
  if (reader.take(')')) stop(wrongCount(name, 0, at));
  const given: [Tree, ...Tree[]] = [reader.nested(choice)];
  while (reader.take(',')) given.push(reader.nested(choice));
  close(reader, open);
  if (name === 'if') {
    const [condition, yes, no, more] = given;
    if (!condition || !yes || !no || more) stop(wrongCount(name, given.length, at));
    return { kind: 'if', condition, yes, no };
  }
  const taken = functions[name];
  const fits = 'list' in taken ? given.length >= taken.values : given.length === taken.values;
  if (!fits) stop(wrongCount(name, given.length, at));
  return { kind: 'call', name, given };
}

function chain(
  reader: Reader,
  first: Tree,
  operators: readonly BinaryOperator[],
  next: (reader: Reader) => Tree,
): Tree {
  let left = first;
  for (;;) {
    const operator = reader.take(...operators);
    if (!operator) return left;
    left = { kind: 'binary', operator, left, right: next(reader) };
  }
}

function signed(sign: '+' | '-' | undefined, of: Tree): Tree {
  return sign === '-' ? { kind: 'unary', operator: '-', of } : of;
}

/** The “)” of the “(” at `open`. */
function close(reader: Reader, open: number): void {
  if (reader.take(')')) return;
  const { kind, text, at } = reader.current();
  unexpected(reader, kind === 'end' ? neverClosed(open) : misplaced(text, at));
}

/** Where a value is complete: a further one lacks an operator, anything else has its own problem. */
function unexpected(reader: Reader, problem: Problem): never {
  const { kind, text, at } = reader.current();
  const begins = kind === 'number' || text === '(' || (kind === 'word' && !joining.has(text));
  stop(begins ? operatorExpected(text, at) : problem);
}
