/** Cuts a formula into numbers, words and signs. Knows no grammar. */
import { type Problem, unknownCharacter } from './problems.ts';

export interface Token {
  readonly kind: 'number' | 'word' | 'sign' | 'end';
  /** As the grammar spells it: − is -, × and · are *. Empty at the end. */
  readonly text: string;
  /** Index in the formula. */
  readonly at: number;
}

const space = /\s+/uy;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][-+−]?\d+)?/uy;
const word = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const sign = /<=|>=|==|!=|[-+*/^(),?:<>−×·÷≤≥≠]/uy;

const spelling = new Map([
  ['−', '-'],
  ['×', '*'],
  ['·', '*'],
  ['÷', '/'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
]);

/** @returns the tokens, the last of kind 'end', or the first character that is none */
export function tokensOf(formula: string): readonly Token[] | Problem {
  const text = narrow(formula);
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const blank = match(space);
    const found = blank === undefined ? tokenAt(match, at) : undefined;
    if (found) tokens.push(found.token);
    const length = blank?.length ?? found?.length;
    if (length === undefined) {
      return unknownCharacter(String.fromCodePoint(text.codePointAt(at) ?? 0), at);
    }
    at += length;
  }
  return [...tokens, { kind: 'end', text: '', at }];
}

function tokenAt(match: (pattern: RegExp) => string | undefined, at: number) {
  for (const [kind, pattern] of [
    ['number', number],
    ['word', word],
    ['sign', sign],
  ] as const) {
    const found = match(pattern);
    if (found === undefined) continue;
    const text = kind === 'number' ? found.replace('−', '-') : (spelling.get(found) ?? found);
    return { token: { kind, text, at }, length: found.length };
  }
}

/** Full-width forms, as a Chinese keyboard types them, in place of which stand the plain ones. */
function narrow(formula: string): string {
  return formula.replace(/[！-～]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}
