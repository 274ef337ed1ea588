/** The lessons there are: each a file `NAME.lesson.ts`, fetched when it is asked for. */
import { loadEncodings } from '../encodings/index.ts';
import { schemesIn } from '../state/url.ts';
import { nameTexts } from '../text/t.ts';
import type { Doing, Lesson, Step } from './lesson.ts';
import { queryOf } from './stepState.ts';

export interface NamedLesson extends Lesson {
  /** The name of its file. */
  readonly id: string;
}

const end = '.lesson.ts';
const fetchers = new Map(
  Object.entries(import.meta.glob<Lesson>('./*.lesson.ts', { import: 'default' })).map(
    ([path, fetch]) => [path.slice('./'.length, -end.length), fetch],
  ),
);

/** Every lesson's id, whether its file is here already or not. */
export const lessonIds: readonly string[] = [...fetchers.keys()];

const here = new Map<string, NamedLesson>();
/** Those whose schemes are here too. */
const ready = new Map<string, NamedLesson>();

/** One that was fetched whole, with its schemes. */
export function lessonHere(id: string): NamedLesson | undefined {
  return ready.get(id);
}

/** Fetches a lesson and the schemes of its steps; null where there is no such lesson. */
export async function loadLesson(id: string): Promise<NamedLesson | null> {
  const lesson = await fetched(id);
  if (!lesson) return null;
  await loadEncodings(schemesIn(queriesOf(lesson).join('&')));
  ready.set(id, lesson);
  return lesson;
}

/** All that can be had, in the order of the contents: the course, then the questions. */
export async function loadLessons(): Promise<readonly NamedLesson[]> {
  const all = await Promise.allSettled(lessonIds.map(fetched));
  return all
    .flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value] : []))
    .toSorted((a, b) => a.part.localeCompare(b.part) || a.place - b.place);
}

async function fetched(id: string): Promise<NamedLesson | null> {
  const before = here.get(id);
  const lesson = before ?? (await fetchers.get(id)?.());
  if (!lesson || before) return before ?? null;
  const named = { id, ...lesson };
  here.set(id, named);
  nameTexts(`lesson.${id}`, lesson);
  return named;
}

/** All queries that a lesson has, those that are merged into others too. */
function queriesOf({ steps }: Lesson): readonly string[] {
  return steps.flatMap((step) => [queryOf(step, 'en'), ...mergedQueries(step.does)]);
}

/** What an action merges into the query of its step. */
export function mergedQueries(doing: Doing): readonly string[] {
  if (doing.kind === 'try') return [doing.reach];
  if (doing.kind === 'play') return doing.ideas.map(({ shows }) => shows);
  return doing.reveals === undefined ? [] : [doing.reveals];
}

/** The step of a number from 1, the nearest where there is none. */
export function nearestStep(
  { steps }: Lesson,
  number: number,
): { readonly number: number; readonly step: Step } {
  const nearest = Math.min(Math.max(Math.round(number), 1), steps.length);
  const step = steps[nearest - 1];
  if (!step) throw new Error('lessons: a lesson without steps');
  return { number: nearest, step };
}
