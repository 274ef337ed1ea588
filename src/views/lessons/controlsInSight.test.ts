/** What a step says is in sight below the maps is there: a control that its state does not have would be missed. */
import { expect, it } from 'vitest';
import type { Step } from '../../lessons/lesson.ts';
import { lessonIds, loadLesson, mergedQueries } from '../../lessons/lessons.ts';
import { stepState } from '../../lessons/stepState.ts';
import { rivalSpecs } from '../../state/compare.ts';
import { controlName } from '../../state/settings.ts';
import { choiceItems, sliderItems } from '../controlItems.tsx';
import { roomNamed } from '../rooms.ts';

/** The controls of a step's state, with what is merged into it. */
function namesIn(step: Step, more: string): readonly string[] {
  const { spec, look, hide } = stepState(step, 'en', more);
  const rivals = look.room === 'compare' ? rivalSpecs(spec) : [];
  const owners = [spec, ...rivals].map((each, place) => ({ place, spec: each, of: undefined }));
  const hidden = [...hide, ...(roomNamed(look.room).ownControls?.(hide) ?? [])];
  const items = [...sliderItems(spec, owners, hidden), ...choiceItems(spec, owners, hidden)];
  return items.map(({ name }) => controlName(name));
}

it.each(lessonIds)('the controls that %s names are in sight', async (id) => {
  const lesson = await loadLesson(id);
  const missing = (lesson?.steps ?? []).flatMap((step, at) => {
    // Some come with what the step leads to: the window with its mask.
    const names = ['', ...mergedQueries(step.does)].flatMap((more) => namesIn(step, more));
    return (step.controls ?? [])
      .filter((name) => !names.includes(name))
      .map((name) => `step ${at + 1}: ${name}`);
  });
  expect(missing).toEqual([]);
});
