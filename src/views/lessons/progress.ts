/** Where the reader is in which lesson, and what was guessed there: kept by the browser. */
import { createStore } from 'zustand/vanilla';

interface Kept {
  readonly guess: unknown;
  /** Whether the answer was asked for. */
  readonly shown: boolean;
}

export interface Progress {
  /** The place that was last open. */
  readonly last: { readonly lesson: string; readonly step: number } | null;
  /** By lesson and step, `order 3`. */
  readonly guesses: Readonly<Record<string, Kept>>;
}

const storedAs = 'whereabouts.lessons';
const nothing: Progress = { last: null, guesses: {} };

/** Nothing where the browser refuses, or has something else. */
function stored(): Progress {
  try {
    const { last, guesses } = Object(
      JSON.parse(localStorage.getItem(storedAs) ?? 'null'),
    ) as Record<string, unknown>;
    const { lesson, step } = Object(last) as Record<string, unknown>;
    const place = typeof lesson === 'string' && typeof step === 'number' ? { lesson, step } : null;
    const kept = Object.entries(Object(guesses)).filter(([, each]) => 'guess' in Object(each));
    return {
      last: place,
      guesses: Object.fromEntries(
        kept.map(([name, each]) => [
          name,
          { guess: Object(each).guess, shown: Object(each).shown === true },
        ]),
      ),
    };
  } catch {
    return nothing;
  }
}

export const progress = createStore<Progress>(stored);

progress.subscribe((now) => {
  try {
    localStorage.setItem(storedAs, JSON.stringify(now));
  } catch {
    // Refused: it is kept as long as the page is open.
  }
});

const nameOf = (lesson: string, step: number) => `${lesson} ${step}`;

export function keptAt({ guesses }: Progress, lesson: string, step: number): Kept | null {
  return guesses[nameOf(lesson, step)] ?? null;
}

/** @param kept  null to ask anew */
export function keep(lesson: string, step: number, kept: Kept | null): void {
  progress.setState(({ guesses }) => {
    const { [nameOf(lesson, step)]: _, ...others } = guesses;
    return { guesses: kept ? { ...others, [nameOf(lesson, step)]: kept } : others };
  });
}

export function beAt(lesson: string, step: number): void {
  progress.setState({ last: { lesson, step } });
}
