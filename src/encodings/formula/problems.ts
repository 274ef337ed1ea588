/** What can be wrong with a formula, in a sentence that names the character. */
import type { Localized } from '../../text/locale.ts';
import { constants, type FunctionName, functions, variables } from './syntax.ts';

export interface Problem {
  readonly message: Localized;
  /** Index of the character, in UTF-16 units from 0; the sentence counts from 1. */
  readonly at: number;
}

/** In UTF-16 units. */
export const mostCharacters = 512;
/** Parentheses, functions, signs, powers and conditionals within one another. */
export const mostNested = 64;

export function emptyFormula(): Problem {
  return { at: 0, message: { en: 'The formula is empty.', 'zh-CN': '公式是空的。' } };
}

export function tooLong(length: number): Problem {
  return {
    at: mostCharacters,
    message: {
      en: `The formula is ${length} characters long; at most ${mostCharacters} are allowed.`,
      'zh-CN': `公式有 ${length} 个字符，最多允许 ${mostCharacters} 个。`,
    },
  };
}

export function tooDeep(at: number): Problem {
  return problem(
    at,
    (place) => `At character ${place} the formula is nested more than ${mostNested} levels deep.`,
    (place) => `公式在第 ${place} 个字符处嵌套超过 ${mostNested} 层。`,
  );
}

export function unknownName(name: string, at: number): Problem {
  const known = [...variables, ...constants, ...Object.keys(functions), 'if'].join(', ');
  return problem(
    at,
    (place) => `Unknown name “${shown(name)}” at character ${place}; known: ${known}.`,
    (place) => `第 ${place} 个字符处的名称“${shown(name)}”未知；可用的有：${known}。`,
  );
}

export function unknownCharacter(character: string, at: number): Problem {
  const instead = habits.get(character);
  if (instead !== undefined) {
    return problem(
      at,
      (place) => `“${character}” at character ${place} has no meaning here; write ${instead}.`,
      (place) => `第 ${place} 个字符“${character}”在这里没有意义，请写成 ${instead}。`,
    );
  }
  return problem(
    at,
    (place) => `“${shown(character)}” at character ${place} is not allowed in a formula.`,
    (place) => `第 ${place} 个字符“${shown(character)}”不能出现在公式里。`,
  );
}

/** What other languages write, and what is written here. */
const habits = new Map([
  ['=', '=='],
  ['&', 'and'],
  ['|', 'or'],
  ['!', 'not'],
  ['%', 'mod(a, b)'],
]);

export function valueExpected(text: string, at: number): Problem {
  if (text === '') {
    return problem(
      at,
      (place) => `The formula ends at character ${place}, where a number or a name is expected.`,
      (place) => `公式在第 ${place} 个字符处结束了，这里应有一个数或名称。`,
    );
  }
  return problem(
    at,
    (place) => `A number or a name is expected at character ${place}, not “${text}”.`,
    (place) => `第 ${place} 个字符处应是一个数或名称，而不是“${text}”。`,
  );
}

export function operatorExpected(text: string, at: number): Problem {
  return problem(
    at,
    (place) => `An operator is missing before “${shown(text)}” at character ${place}.`,
    (place) => `第 ${place} 个字符“${shown(text)}”之前缺少运算符。`,
  );
}

export function misplaced(text: string, at: number): Problem {
  return problem(
    at,
    (place) => `“${text}” at character ${place} matches nothing before it.`,
    (place) => `第 ${place} 个字符处的“${text}”前面没有与它对应的部分。`,
  );
}

export function neverClosed(at: number): Problem {
  return problem(
    at,
    (place) => `The “(” at character ${place} is never closed.`,
    (place) => `第 ${place} 个字符处的“(”没有闭合。`,
  );
}

export function withoutElse(at: number): Problem {
  return problem(
    at,
    (place) => `The “?” at character ${place} has no “:” after it.`,
    (place) => `第 ${place} 个字符处的“?”后面没有“:”。`,
  );
}

export function chained(at: number): Problem {
  return problem(
    at,
    (place) => `Comparisons cannot be chained (character ${place}); join them with “and”.`,
    (place) => `第 ${place} 个字符处：比较不能连写，请用“and”连接两个比较。`,
  );
}

export function notCalled(name: string, at: number): Problem {
  return problem(
    at,
    (place) => `“${name}” at character ${place} is a function; write ${name}(…).`,
    (place) => `第 ${place} 个字符处的“${name}”是函数，请写成 ${name}(…)。`,
  );
}

export function wrongCount(name: FunctionName | 'if', count: number, at: number): Problem {
  const { values, list } = name === 'if' ? { values: 3 } : { list: false, ...functions[name] };
  return problem(
    at,
    (place) =>
      `“${name}” at character ${place} takes ${list ? 'at least ' : ''}${values} ${values === 1 ? 'value' : 'values'}, not ${count}.`,
    (place) =>
      `第 ${place} 个字符处的“${name}”${list ? '至少' : ''}需要 ${values} 个值，现有 ${count} 个。`,
  );
}

function problem(
  at: number,
  en: (place: number) => string,
  zh: (place: number) => string,
): Problem {
  return { at, message: { en: en(at + 1), 'zh-CN': zh(at + 1) } };
}

/** Short enough for a sentence; what has no look of its own by its code point. */
function shown(text: string): string {
  const characters = Array.from(text, (character) =>
    /[\p{C}\p{Z}\p{M}]/u.test(character)
      ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
      : character,
  );
  return characters.length > 24 ? `${characters.slice(0, 24).join('')}…` : characters.join('');
}
