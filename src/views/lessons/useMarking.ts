/** Shows on the page what a step points at, covers what would give its answer away, marks what came of it. */
import { useEffect } from 'react';
import type { Place, Step, Target } from '../../lessons/lesson.ts';
import type { Question } from '../../lessons/result.ts';
import { crossMapOf, type Mark, marksStore, noMarks } from '../../show/marks.ts';
import { point, viewStore } from '../../state/view.ts';
import { useFrame } from '../hooks/stores.ts';
import { type Asking, questionOf } from './useQuestion.ts';

const isPlace = (target: Target | undefined): target is Place => !!target && 'map' in target;

/** @param place  another for each step of each lesson */
export function useMarking(place: string, step: Step, { guess, result }: Asking): void {
  const question = questionOf(step);
  const shown = useFrame() !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each step, and with the first picture.
  useEffect(() => {
    const target = isPlace(step.point) ? step.point : null;
    // Where there is room for one map, that which is asked about.
    const seen = placeAsked(question) ?? target;
    if (seen) viewStore.setState({ map: crossMapOf(seen) });
    if (!target || !shown) return;
    const { row, column } = target;
    if (row === undefined && column === undefined) return;
    point(viewStore, { map: crossMapOf(target), row: row ?? 0, column: column ?? 0 });
    // oxlint-disable-next-line react/exhaustive-deps
  }, [place, shown]);
  useEffect(() => {
    const pointed: readonly Mark[] =
      isPlace(step.point) && hasPart(step.point) ? [{ ...step.point, kind: 'point' }] : [];
    const asked: readonly Mark[] =
      question?.kind === 'colour' ? [{ ...question.cell, kind: result ? 'truth' : 'point' }] : [];
    const on = question?.kind === 'cell' ? question.map : null;
    const cells = [
      { cell: on && guess, kind: 'guess' },
      { cell: on && result?.cell, kind: 'truth' },
    ] as const;
    const found = cells.flatMap(({ cell, kind }): readonly Mark[] =>
      on && cell && typeof cell === 'object' && 'row' in cell
        ? [{ map: on, row: cell.row, column: cell.column, kind }]
        : [],
    );
    marksStore.setState({
      marks: [...pointed, ...asked, ...found],
      veils: result ? [] : (question?.veil ?? []),
    });
  }, [step, question, guess, result]);
  useEffect(() => () => marksStore.setState(noMarks), []);
  const control = step.point && 'control' in step.point ? step.point.control : null;
  useEffect(() => {
    if (control === null) return;
    // A rule of its own, so that whatever is drawn anew is marked too.
    const sheet = new CSSStyleSheet();
    const named = `[data-control="${CSS.escape(control)}"]`;
    // A choice with its label.
    sheet.replaceSync(
      `label:has(> select${named}), ${named}:not(select) { outline: 2px solid var(--accent); outline-offset: 4px; border-radius: 2px; }`,
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    };
  }, [control]);
}

/** Where a cell is to be picked, or the one whose colour is. */
function placeAsked(question: Question | null): Place | null {
  if (question?.kind === 'cell') return question;
  return question?.kind === 'colour' ? question.cell : null;
}

/** A map as a whole needs no frame: it is there to be looked at. */
function hasPart({ row, column }: Place): boolean {
  return row !== undefined || column !== undefined;
}
