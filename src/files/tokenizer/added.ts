/** Tokens that are found in the text as they stand, before any other step: `[MASK]`, `</s>`. */
import { checkCount, checkLength } from './limits.ts';
import { flagOf, idOf, listOf, type Part, textOf } from './part.ts';

export interface Added {
  readonly content: string;
  readonly id: number;
  /** Whether the spaces before and after it are part of it. */
  readonly before: boolean;
  readonly after: boolean;
  /** Whether it is only found apart from letters and digits. */
  readonly alone: boolean;
}

/**
 * @param vocabulary  a token that is in it keeps its id
 * @throws Refusal
 */
export function addedOf(file: Part, vocabulary: ReadonlyMap<string, number>): readonly Added[] {
  const entries = listOf(file, 'added_tokens');
  checkCount('added_tokens', entries.length);
  return entries.flatMap((entry): Added[] => {
    const content = textOf(entry, 'content');
    if (!content) return [];
    checkLength('added_tokens', content);
    return [
      {
        content,
        id: vocabulary.get(content) ?? idOf(entry.id),
        before: flagOf(entry, 'lstrip', false),
        after: flagOf(entry, 'rstrip', false),
        alone: flagOf(entry, 'single_word', false),
      },
    ];
  });
}

/** The text between added tokens, and their ids; the longest that fits is taken. */
export function splitter(added: readonly Added[]): (text: string) => readonly (string | number)[] {
  const byStart = new Map<string, Added[]>();
  for (const token of added) {
    const start = token.content.charAt(0);
    const others = byStart.get(start);
    if (others) others.push(token);
    else byStart.set(start, [token]);
  }
  for (const tokens of byStart.values()) {
    tokens.sort((a, b) => b.content.length - a.content.length);
  }
  return (text) => {
    const parts: (string | number)[] = [];
    let from = 0;
    for (let at = 0; at < text.length; ) {
      const found = byStart
        .get(text.charAt(at))
        ?.find(
          ({ content, alone }) =>
            text.startsWith(content, at) && !(alone && joined(text, at, content)),
        );
      if (!found) {
        at++;
        continue;
      }
      const between = text.slice(from, at);
      parts.push(found.before ? between.trimEnd() : between, found.id);
      at += found.content.length;
      if (found.after) while (/\s/u.test(text.charAt(at))) at++;
      from = at;
    }
    return [...parts, text.slice(from)].filter((part) => part !== '');
  };
}

const letter = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

/** Whether a letter or digit stands right before or after it. */
function joined(text: string, at: number, content: string): boolean {
  const before = Array.from(text.slice(Math.max(at - 2, 0), at)).at(-1) ?? '';
  const [after = ''] = text.slice(at + content.length, at + content.length + 2);
  return letter.test(before) || letter.test(after);
}
