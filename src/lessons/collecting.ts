/**
 * Answers of a class: found in whatever text they were sent in, and kept by question and by student,
 * the last of each. Knows links, not where they come from, and says of each what became of it.
 */
import { pairsOf } from '../state/query.ts';
import { type QuestionPlace, ticketOf } from './answer.ts';

/** Answers as their links carry them, by question (`order 3`) and then by the student's ticket. */
export type Collection = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What became of the links of a text. */
export interface Received {
  readonly collection: Collection;
  /** New ones to the question at hand. */
  readonly taken: number;
  /** Those of students who had sent another answer to it before: this one counts now. */
  readonly changed: number;
  /** Those that were here already, or twice in the text. */
  readonly again: number;
  /** Those to other questions, kept there. */
  readonly elsewhere: readonly (QuestionPlace & { readonly count: number })[];
  /** Links that are not whole, or were altered on their way. */
  readonly broken: readonly string[];
  /** Links to this page or another without an answer. */
  readonly without: number;
}

export const questionName = ({ lesson, step }: QuestionPlace): string => `${lesson} ${step}`;

/** The answers to a question, in the order in which they came. */
export function answersTo(collection: Collection, place: QuestionPlace): readonly string[] {
  return Object.values(collection[questionName(place)] ?? {});
}

/** Takes the answers out of a text of any kind: many links, and anything around them. */
export function receive(collection: Collection, place: QuestionPlace, text: string): Received {
  let next = collection;
  const counts = { taken: 0, changed: 0, again: 0, without: 0 };
  const broken: string[] = [];
  const elsewhere = new Map<string, QuestionPlace & { count: number }>();
  for (const link of linksIn(text)) {
    const found = answerIn(link);
    if (!found) {
      if (/[?&]answer=/.test(link)) broken.push(link);
      else counts.without++;
      continue;
    }
    const { at, ticket, answer } = found;
    const name = questionName(at);
    const before = next[name]?.[ticket];
    next = { ...next, [name]: { ...next[name], [ticket]: answer } };
    if (before === answer) counts.again++;
    else if (name === questionName(place)) counts[before === undefined ? 'taken' : 'changed']++;
    else elsewhere.set(name, { ...at, count: (elsewhere.get(name)?.count ?? 0) + 1 });
  }
  return { collection: next, ...counts, elsewhere: [...elsewhere.values()], broken };
}

/** Without one student's answer to a question. */
export function without(collection: Collection, place: QuestionPlace, ticket: string): Collection {
  const name = questionName(place);
  const { [ticket]: _, ...others } = collection[name] ?? {};
  return { ...collection, [name]: others };
}

/** What looks like a link: it names this page's rooms, or is an address of any. */
function linksIn(text: string): readonly string[] {
  return text
    .replaceAll('&amp;', '&')
    .split(/[^\p{L}\p{M}\w%+\-.~&=,:/?#@()*;![\]]+|(?=https?:\/\/)/u)
    .filter(
      (part) => /^https?:\/\//.test(part) || /[?&]\w+=/.test(part) || part.startsWith('answer='),
    );
}

interface Found {
  readonly at: QuestionPlace;
  readonly ticket: string;
  readonly answer: string;
}

/** Null where a link has no answer, or not a whole one. */
function answerIn(link: string): Found | null {
  const values = new Map(
    pairsOf(link.replace(/^[^?]*\?/, '').replace(/#.*$/, '')).map(({ name, value }) => [
      name,
      value,
    ]),
  );
  const lesson = values.get('lesson');
  const step = values.get('step') ?? '1';
  const answer = values.get('answer');
  if (!lesson || !answer || !/^\d{1,2}$/.test(step)) return null;
  const at = { lesson, step: Number(step) };
  // The end of a sentence is no part of a link, nor is what follows without a space.
  for (const text of [
    answer,
    answer.replace(/[.,:;!?)\]]+$/, ''),
    answer.replace(/[^ -~][^]*$/, ''),
  ]) {
    const ticket = ticketOf(at, text);
    if (ticket) return { at, ticket, answer: text };
  }
  return null;
}
