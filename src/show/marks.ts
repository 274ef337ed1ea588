/** What a lesson marks and covers on the maps: nothing here is computed, or in the link. */
import { createStore } from 'zustand/vanilla';
import type { StageName } from '../state/frame.ts';
import type { MapName } from '../state/view.ts';
import { mapNames } from './shown.ts';

/** A map, or part of one: a row, a column, or with both a cell. */
export interface Part {
  readonly map: MapName | StageName;
  readonly row?: number;
  readonly column?: number;
}

/** What is pointed at, what was guessed, and what is so. */
export interface Mark extends Part {
  readonly kind: 'point' | 'guess' | 'truth';
}

export interface Marks {
  readonly marks: readonly Mark[];
  /** Cells that are covered: they would give an answer away. */
  readonly veils: readonly Part[];
}

export const noMarks: Marks = { marks: [], veils: [] };

export const marksStore = createStore<Marks>(() => noMarks);

/** Whether anything of a map is covered: then nothing that says its numbers is shown. */
export const isVeiled = ({ veils }: Marks, map: MapName | StageName): boolean =>
  veils.some((veil) => veil.map === map);

/** The map whose crosshair a part has: a stage of the Attend room has that of the attention map. */
export const crossMapOf = ({ map }: Part): MapName =>
  mapNames.find((each) => each === map) ?? 'attention';
