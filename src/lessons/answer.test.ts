import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPage, readPage, writePage } from '../state/page.ts';
import { defaultSpec } from '../state/spec.ts';
import { often } from '../testing/often.ts';
import {
  type Answer,
  longestAnswer,
  longestName,
  type QuestionPlace,
  readAnswer,
  ticketFor,
  tidyName,
  writeAnswer,
} from './answer.ts';
import { answersTo, type Collection, questionName, receive, without } from './collecting.ts';
import { choose, drawCurve, guessNumber, pickCell, pickColour } from './lesson.ts';
import type { Question } from './result.ts';

const text = (en: string) => ({ en, 'zh-CN': en });
const ask = text('?');
const principle = () => Promise.reject(new Error('no page'));

const questions = {
  choose: choose({
    ask,
    options: [text('a'), text('b'), text('c')],
    right: () => 0,
    explain: () => ask,
  }),
  number: guessNumber({ ask, decimals: 1, near: () => 1, truth: principle, explain: () => ask }),
  cell: pickCell({ ask, map: 'attention', truth: principle, explain: () => ask }),
  colour: pickColour({
    ask,
    cell: { map: 'attention', row: 1, column: 0 },
    decimals: 1,
    near: () => 0.5,
    explain: () => ask,
  }),
  curve: drawCurve({
    ask,
    curve: ask,
    axis: ask,
    first: 0,
    count: () => 9,
    range: [-1, 1],
    truth: principle,
    explain: () => ask,
  }),
} satisfies Readonly<Record<string, Question>>;

const anyPlace: fc.Arbitrary<QuestionPlace> = fc.record({
  lesson: fc.constantFrom('order', 'clocks', 'why-sinusoids'),
  step: fc.integer({ min: 1, max: 9 }),
});
const anyAnswer: fc.Arbitrary<readonly [Question, Answer]> = fc
  .oneof(
    fc.tuple(fc.constant(questions.choose), fc.integer({ min: 0, max: 2 })),
    fc.tuple(
      fc.constantFrom(questions.number, questions.colour),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    ),
    fc.tuple(
      fc.constant(questions.cell),
      fc.record({ row: fc.nat({ max: 4095 }), column: fc.nat({ max: 4095 }) }),
    ),
    fc.tuple(
      fc.constant(questions.curve),
      fc.array(fc.integer({ min: 0, max: 63 }), { minLength: 9, maxLength: 9 }),
    ),
  )
  .chain(([question, guess]) =>
    fc.tuple(
      fc.constant(question),
      fc.record({
        guess: fc.constant(
          question.kind === 'curve' ? (guess as number[]).map((n) => (2 * n) / 63 - 1) : guess,
        ),
        ticket: fc.nat().map((secret) => ticketFor({ lesson: 'order', step: 1 }, secret)),
        name: fc.oneof(
          fc.constant(''),
          fc.constantFrom('Mia', '小明', 'O’Neil & Söhne'),
          fc.string(),
        ),
      }),
    ),
  );

/** As it stands in an address. */
const linkOf = ({ lesson, step }: QuestionPlace, answer: string) =>
  `https://a.example/w/?${writePage({ ...defaultPage, room: 'lessons', lesson, step, answer })}`;

describe('an answer', () => {
  it('reads as it was written, through a link', () => {
    fc.assert(
      fc.property(anyPlace, anyAnswer, (place, [question, answer]) => {
        const written = writeAnswer(place, question, answer);
        expect(written.length).toBeLessThan(longestAnswer);
        const { page, notices } = readPage(new URL(linkOf(place, written)).search);
        expect(notices).toEqual([]);
        const read = readAnswer(place, question, defaultSpec, page.answer);
        expect(read).toEqual({ ...answer, name: tidyName(answer.name) });
      }),
    );
  });

  it('is refused when it is cut, altered or put under another question', () => {
    fc.assert(
      fc.property(
        anyPlace,
        anyPlace,
        anyAnswer,
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 1 }),
        (place, other, [question, answer], at, letter) => {
          const written = writeAnswer(place, question, answer);
          const end = at % written.length;
          expect(readAnswer(place, question, defaultSpec, written.slice(0, end))).toBeNull();
          const altered = written.slice(0, end) + letter + written.slice(end + 1);
          // The check has five digits: one alteration in 60 million passes.
          fc.pre(altered !== written && questionName(other) !== questionName(place));
          expect(readAnswer(place, question, defaultSpec, altered)).toBeNull();
          expect(readAnswer(other, question, defaultSpec, written)).toBeNull();
        },
      ),
    );
  });

  it('is none to a question of another kind, or with another number of places', () => {
    const place = { lesson: 'order', step: 3 };
    const own = { ticket: 'abc12', name: '' };
    const second = writeAnswer(place, questions.choose, { ...own, guess: 1 });
    expect(readAnswer(place, questions.number, defaultSpec, second)).toBeNull();
    const outside = writeAnswer(place, questions.choose, { ...own, guess: 7 });
    expect(readAnswer(place, questions.choose, defaultSpec, outside)).toBeNull();
    const short = writeAnswer(place, questions.curve, { ...own, guess: [0, 1, -1] });
    expect(readAnswer(place, questions.curve, defaultSpec, short)).toBeNull();
  });

  it('never throws, whatever a link says', () => {
    fc.assert(
      fc.property(anyPlace, fc.string(), (place, said) => {
        for (const question of Object.values(questions)) {
          expect(readAnswer(place, question, defaultSpec, said)).toBeNull();
        }
      }),
      { numRuns: often(5000) },
    );
  });

  it('keeps a name on one line, and short', () => {
    expect(tidyName('  Mia\n\tand  Jon ')).toBe('Mia and Jon');
    expect(Array.from(tidyName('名'.repeat(99)))).toHaveLength(longestName);
  });

  it('has a ticket of its own for each question and each device', () => {
    const tickets = [1, 2].flatMap((secret) =>
      [1, 2].map((step) => ticketFor({ lesson: 'order', step }, secret)),
    );
    expect(new Set(tickets).size).toBe(4);
    expect(ticketFor({ lesson: 'order', step: 1 }, 1)).toBe(tickets[0]);
  });
});

describe('a class’s answers', () => {
  const here = { lesson: 'counting', step: 3 };
  const there = { lesson: 'order', step: 1 };
  const answerOf = (student: number, guess: number, at = here, name = '') =>
    linkOf(at, writeAnswer(at, questions.choose, { guess, ticket: ticketFor(at, student), name }));
  const kept = (collection: Collection, at = here) =>
    answersTo(collection, at).map((each) => readAnswer(at, questions.choose, defaultSpec, each));

  it('are found in any text around them, one after another', () => {
    const sent = [
      `Mia: ${answerOf(1, 0, here, '小明')}, and mine is (${answerOf(2, 1)}).`,
      `答案${answerOf(3, 2)}。谢谢！<${answerOf(4, 1)}>${answerOf(5, 0)}${answerOf(6, 0)}`,
      `“${answerOf(7, 2).replaceAll('&', '&amp;')}” — ${new URL(answerOf(8, 1)).search}`,
    ].join('\n');
    const { collection, ...found } = receive({}, here, sent);
    expect(found).toEqual({
      taken: 8,
      changed: 0,
      again: 0,
      elsewhere: [],
      broken: [],
      without: 0,
    });
    const all = kept(collection);
    expect(all.map((each) => Number(each?.guess)).toSorted((a, b) => a - b)).toEqual([
      0, 0, 0, 1, 1, 1, 2, 2,
    ]);
    expect(all.map((each) => each?.name).filter(Boolean)).toEqual(['小明']);
  });

  it('count once for each student, the last of them', () => {
    const first = receive({}, here, `${answerOf(1, 0)} ${answerOf(1, 0)} ${answerOf(2, 0)}`);
    expect([first.taken, first.again]).toEqual([2, 1]);
    const second = receive(first.collection, here, `${answerOf(1, 2)}\n${answerOf(2, 0)}`);
    expect([second.taken, second.changed, second.again]).toEqual([0, 1, 1]);
    expect(kept(second.collection).map((each) => each?.guess)).toEqual([2, 0]);
    const left = without(second.collection, here, ticketFor(here, 1));
    expect(kept(left).map((each) => each?.guess)).toEqual([0]);
  });

  it('to another question are kept there, and what is cut is handed back', () => {
    const cut = answerOf(2, 1).slice(0, -3);
    const sent = `${answerOf(1, 0, there)} ${cut} ${answerOf(3, 1)} https://b.example/x?y=1 hello`;
    const { collection, ...found } = receive({}, here, sent);
    expect(found).toEqual({
      taken: 1,
      changed: 0,
      again: 0,
      elsewhere: [{ ...there, count: 1 }],
      broken: [cut],
      without: 1,
    });
    expect(kept(collection, there).map((each) => each?.guess)).toEqual([0]);
  });

  it('are never lost to a text that makes no sense', () => {
    const before = receive({}, here, answerOf(1, 1)).collection;
    fc.assert(
      fc.property(fc.string(), (sent) => {
        const { collection } = receive(before, here, sent);
        expect(kept(collection).map((each) => each?.guess)).toEqual([1]);
      }),
      { numRuns: often(5000) },
    );
  });
});
