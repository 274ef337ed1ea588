/** Going to a room, a lens or an experiment: one step of the browser's history. */
import { lengthAfter } from '../text/line.ts';
import { tokenize } from '../text/tokens.ts';
import { settled } from './fitted.ts';
import type { Look, Room } from './page.ts';
import type { Spec } from './spec.ts';
import { finish, type SpecStore, sideOf, turn } from './store.ts';
import type { ViewStore } from './view.ts';

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
  const { room } = { ...views.getState(), ...look };
  const { text } = specs.getState().spec;
  turn(specs, sideOf(room));
  specs.setState(({ spec }) => ({ spec: make(withText(spec, text)) }));
  views.setState(look);
  finish(specs);
}

/** Opens a room; a comparison begins with a second scheme, so that there is something to compare. */
export function enter(specs: SpecStore, views: ViewStore, room: Room): void {
  visit(specs, views, { room }, (spec) =>
    room === 'compare' && spec.compare === ''
      ? { ...spec, compare: spec.encoding === 'rope' ? 'alibi' : 'rope' }
      : spec,
  );
}

/** The Spec with another text; its length follows the text where it is as long. */
export function withText(spec: Spec, text: string): Spec {
  if (text === spec.text) return spec;
  const [before, after] = [spec.text, text].map((each) => tokenize(each, spec.tokens).length);
  const length = lengthAfter(spec.length, before ?? 0, after ?? 0);
  return settled({ ...spec, text, length }).spec;
}
