/** Going to a room, a lens or an experiment: one step of the browser's history. */

import { everyText } from '../text/t.ts';
import type { Look, RoomName } from './page.ts';
import { defaultSpec, openingTexts, type Spec } from './spec.ts';
import { finish, type SpecStore, sideOf, turn } from './store.ts';
import { withText } from './typing.ts';
import type { ViewStore } from './view.ts';

const noLesson = {
  lesson: '',
  step: 1,
  beside: 'encode',
  classroom: 'none',
  level: 0,
  round: 1,
  answer: '',
} as const;

/**
 * Goes somewhere, with another Spec where one is made from that of the room gone to. All of it is
 * one step. The text goes along.
 */
export function visit(
  specs: SpecStore,
  views: ViewStore,
  look: Partial<Look>,
  make: (spec: Spec) => Spec = (spec) => spec,
): void {
  const asked = { ...views.getState(), ...look };
  // Whoever goes to another room leaves the lesson.
  const next = asked.room === 'lessons' ? look : { ...look, ...noLesson };
  const { text } = specs.getState().spec;
  turn(specs, sideOf({ ...asked, ...next }));
  specs.setState(({ spec }) => ({ spec: make(withText(spec, carried(text, spec))) }));
  views.setState(next);
  finish(specs);
}

/**
 * The text that goes along to a Spec. An opening sentence that nobody changed stays where its
 * language is read: the trained encoder has the English one.
 */
function carried(text: string, there: Spec): string {
  const opening = everyText(openingTexts);
  if (!opening.includes(text)) return text;
  if (there.model === 'use-lite') return openingTexts.en;
  return opening.includes(there.text) ? there.text : text;
}

/**
 * Opens a room, that of the lessons at its contents. A comparison begins with a second scheme, so that
 * there is something to compare.
 */
export function enter(specs: SpecStore, views: ViewStore, room: RoomName): void {
  visit(specs, views, { room, ...noLesson }, (spec) =>
    room === 'compare' ? compared(spec) : spec,
  );
}

/** With a second scheme beside it. */
export function compared(spec: Spec): Spec {
  if (spec.compare !== '') return spec;
  return { ...spec, compare: spec.encoding === 'rope' ? 'alibi' : 'rope' };
}

/**
 * With weights from the seed again, where the trained ones were asked for beside the plate: as it
 * was before that, or else at the usual sizes. The text stays as it is.
 */
export function seededAgain(spec: Spec, past: readonly Spec[]): Spec {
  const { length, dim, heads, head, layer, order } = defaultSpec;
  const sizes = { model: 'seeded', length, dim, heads, head, layer, order } as const;
  const before = past.findLast(({ model }) => model === 'seeded') ?? {
    ...spec,
    ...sizes,
    text: defaultSpec.text,
  };
  return withText(before, spec.text);
}
