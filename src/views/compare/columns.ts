/** The columns of the Compare room: the Spec's own scheme first, then those beside it. */
import { type Rival, readRivals, rivalSpecs, writeRivals } from '../../state/compare.ts';
import { problemOf } from '../../state/fitted.ts';
import type { Frame, RivalFrame } from '../../state/frame.ts';
import type { Spec } from '../../state/spec.ts';
import { change, specStore } from '../../state/store.ts';
import type { Localized } from '../../text/locale.ts';
import { scaleOf } from '../paintPlate.ts';
import { type Picture, signed } from '../pictures.ts';

export const squareMaps = ['similarity', 'attention'] as const;
export type SquareMap = (typeof squareMaps)[number];

export interface Column {
  /** 0 is the Spec's own. */
  readonly place: number;
  readonly spec: Spec;
  /** Why it cannot be computed, or null. */
  readonly problem: Localized | null;
  readonly frame: Frame | null;
  readonly differences: RivalFrame['differences'] | null;
  /** Its place among the frame's rivals, which leave out what cannot be computed. */
  readonly rival: number | undefined;
}

/**
 * A map of a column: its own, or its difference from the first's.
 *
 * @param column  0 is the first; rivals count from 1
 */
export function pictureOf(column: number, map: SquareMap, difference: boolean): Picture {
  const rival = (frame: Frame) => frame.rivals[column - 1];
  return {
    key: `${column} ${map}${difference ? ' difference' : ''}`,
    follows: map,
    matrix: (frame) => {
      if (column === 0) return frame.maps[map];
      return (difference ? rival(frame)?.differences[map] : rival(frame)?.frame.maps[map]) ?? null;
    },
    scale: (frame) => {
      const own = column === 0 ? frame : rival(frame)?.frame;
      return difference || !own ? signed : scaleOf(map, own);
    },
  };
}

/** What stands beside, of what was computed; a column waits for the frame that has it. */
export function columnsOf(spec: Spec, shown: Frame | null): readonly Column[] {
  let next = 0;
  const rivals = rivalSpecs(spec).map((each, index): Column => {
    const problem = problemOf(each);
    const rival = problem ? undefined : next++;
    const found = rival === undefined ? undefined : shown?.rivals[rival];
    const same = found?.frame.spec.encoding === each.encoding ? found : undefined;
    return {
      place: index + 1,
      spec: each,
      problem,
      frame: same?.frame ?? null,
      differences: same?.differences ?? null,
      rival,
    };
  });
  const own = { place: 0, spec, problem: null, frame: shown, differences: null, rival: undefined };
  return [own, ...rivals];
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
