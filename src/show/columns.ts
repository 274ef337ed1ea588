/** The columns of the Compare room: the Spec's own scheme first, then those beside it. */
import { type Rival, readRivals, rivalSpecs, writeRivals } from '../state/compare.ts';
import { problemOf } from '../state/fitted.ts';
import type { BlockName, Frame } from '../state/frame.ts';
import { familyOf, type Spec } from '../state/spec.ts';
import { change, specStore } from '../state/store.ts';
import type { SquareMap } from '../state/view.ts';
import type { Localized } from '../text/locale.ts';
import { scaleOf } from './mapColours.ts';
import { type Picture, signed } from './pictures.ts';

export interface Column {
  /** 0 is the Spec's own. */
  readonly place: number;
  readonly spec: Spec;
  /** Why it cannot be computed, or null. */
  readonly problem: Localized | null;
  readonly frame: Frame | null;
  /**
   * Its place among what is computed: 0 is the Spec's own, the frame's rivals count from 1. Null
   * for what cannot be computed.
   */
  readonly computed: number | null;
}

/** What the square map of a scheme by itself shows: how alike positions are, or what they add. */
export function kindOf(spec: Spec): 'similarity' | 'added' {
  return ['bias', 'contextual'].includes(familyOf(spec)) ? 'added' : 'similarity';
}

/** By which the numbers of a map are asked for. */
export function blockOf(computed: number, map: SquareMap, difference = false): BlockName {
  if (computed === 0) return map;
  return `rival ${computed - 1} ${map}${difference ? ' difference' : ''}`;
}

/** A map of what is computed: its own, or its difference from the first's. */
export function pictureOf(computed: number, map: SquareMap, difference: boolean): Picture {
  const rival = (frame: Frame) => frame.rivals[computed - 1];
  return {
    key: blockOf(computed, map, difference),
    follows: map,
    matrix: (frame) => {
      if (computed === 0) return frame.maps[map];
      return (difference ? rival(frame)?.differences[map] : rival(frame)?.frame.maps[map]) ?? null;
    },
    scale: (frame) => {
      const own = computed === 0 ? frame : rival(frame)?.frame;
      return difference || !own ? signed : scaleOf(map, own);
    },
  };
}

/** What stands beside, of what was computed; a column waits for the frame that has it. */
export function columnsOf(spec: Spec, shown: Frame | null): readonly Column[] {
  let next = 1;
  const rivals = rivalSpecs(spec).map((each, index): Column => {
    const problem = problemOf(each);
    const computed = problem ? null : next++;
    const found = computed === null ? undefined : shown?.rivals[computed - 1]?.frame;
    const frame = found?.spec.encoding === each.encoding ? found : null;
    return { place: index + 1, spec: each, problem, frame, computed };
  });
  return [{ place: 0, spec, problem: null, frame: shown, computed: 0 }, ...rivals];
}

/** Changes the list of schemes beside the Spec's own, as one step. */
export function setRivals(make: (before: readonly Rival[]) => readonly Rival[]): void {
  const { spec } = specStore.getState();
  change(specStore, { compare: writeRivals(make(readRivals(spec.compare).rivals)) });
}

/** Puts a scheme first, to be changed by the controls, and the first in its place. */
export function makeFirst(place: number): void {
  const { spec } = specStore.getState();
  const { rivals } = readRivals(spec.compare);
  const chosen = rivals[place - 1];
  if (!chosen) return;
  const own = { encoding: spec.encoding, params: spec.params };
  change(specStore, {
    ...chosen,
    compare: writeRivals(rivals.map((rival, index) => (index === place - 1 ? own : rival))),
  });
}
