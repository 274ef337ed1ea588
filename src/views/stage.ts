/**
 * What is on show: the frame, what measures and paints it, and what is said about it. Set by
 * main.tsx; read by the views, which never see a tensor.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Extent } from '../fields/statistics.ts';
import type { Measurement, Painter } from '../paint/painter.ts';
import type { Experiments } from '../state/experiment.ts';
import type {
  BlockName,
  Check,
  DeviceInfo,
  Frame,
  ModelState,
  Permutation,
  Pieces,
  Problem,
} from '../state/frame.ts';
import type { AskLens } from '../state/lens.ts';
import type { AttendOwn, LookAtTable, RunOwnLayer } from '../state/ownTable.ts';
import type { Spec } from '../state/spec.ts';
import { type History, specStore } from '../state/store.ts';
import type { Thumbnail } from '../state/thumbnail.ts';
import { type MapName, type View, viewStore } from '../state/view.ts';

export const mapNames = [
  'positions',
  'similarity',
  'attention',
] as const satisfies readonly MapName[];

export interface Shown {
  readonly frame: Frame;
  /** Of the maps whose range is not known beforehand; null where there is none. */
  readonly measurement: Measurement | null;
  /** Those maps, in the order in which they were measured. */
  readonly measured: readonly MapName[];
}

export interface Stage {
  readonly painter: Painter | null;
  readonly shown: Shown | null;
  /** Whether a picture is on its way. */
  readonly computing: boolean;
  /** Whether a person stopped it, and there is no older picture to go back to. */
  readonly stopped: boolean;
  /** Nothing newer is on its way: time to read a row, or to check. */
  readonly settled: boolean;
  /** Of the measured maps on show; null until they have been read back (a few numbers). */
  readonly extents: Readonly<Record<MapName, Extent | null>>;
  readonly device: DeviceInfo | null;
  /** How far the maps lie from float64; null while that is worked out. */
  readonly check: Check | null;
  readonly problem: Problem | null;
  /** The files of the trained encoder. */
  readonly model: ModelState;
  /** A passing word, such as that the link is copied. */
  readonly word: string | null;
  /** Shows a newer version of the page, by a reload; null while there is none. */
  readonly newer: (() => void) | null;
}

export const noExtents: Stage['extents'] = { positions: null, similarity: null, attention: null };

export const stage = createStore<Stage>(() => ({
  painter: null,
  shown: null,
  computing: false,
  stopped: false,
  settled: false,
  extents: noExtents,
  device: null,
  check: null,
  problem: null,
  model: { kind: 'absent' },
  word: null,
  newer: null,
}));

export const useStage = <T>(choose: (stage: Stage) => T): T => useStore(stage, choose);
export const useView = <T>(choose: (view: View) => T): T => useStore(viewStore, choose);
export const useSpecs = <T>(choose: (history: History) => T): T => useStore(specStore, choose);

/** What views ask of the rest of the page. */
export interface Actions {
  /** The GPU's value of one cell of the frame on show, or of a rival's by its place. */
  cell(map: MapName, row: number, column: number, rival?: number): Promise<number | null>;
  lens: AskLens;
  permute(order?: readonly number[]): Promise<Permutation>;
  readonly experiments: Experiments;
  cancelModel(): void;
  /** Gives up the picture that is being computed. */
  stop(): void;
  /** Asks for the picture once more, after something it needed could not be had. */
  again(): void;
  /** Sentence vectors with the positions of a Spec, [text, 512]; null where they cannot be had. */
  sentences(spec: Spec, texts: readonly string[]): Promise<Float32Array | null>;
  /** What the trained encoder takes texts for, once its files are here. */
  pieces(texts: readonly string[]): Promise<readonly Pieces[]>;
  /** What there is to see in a table that a person opened. */
  lookAtTable: LookAtTable;
  /** One head of a layer of a file that a person opened. */
  attendOwn: AttendOwn;
  /** A whole layer of it. */
  runOwnLayer: RunOwnLayer;
  /** A small picture of a scheme; null when it cannot be had now. */
  thumbnail(encoding: string): Promise<Thumbnail | null>;
  block(
    map: BlockName,
    top: number,
    left: number,
    rows: number,
    columns: number,
  ): Promise<Float32Array | null>;
}

let actions: Actions | null = null;
let provide: (given: Actions) => void;
/** Whoever asks before there is a pipeline waits for it. */
const provided = new Promise<Actions>((resolve) => {
  provide = resolve;
});

export function provideActions(given: Actions): void {
  actions = given;
  provide(given);
}

export const askAgain = (): void => actions?.again();
export const stopComputing = (): void => actions?.stop();
export const cancelModel = (): void => actions?.cancelModel();
export const askPermute: Actions['permute'] = async (order) => (await provided).permute(order);
export const askSentences: Actions['sentences'] = async (...asked) =>
  (await provided).sentences(...asked);
export const askPieces: Actions['pieces'] = async (texts) => (await provided).pieces(texts);
export const askLookAtTable: LookAtTable = async (table) => (await provided).lookAtTable(table);
export const askOwnAttention: AttendOwn = async (head) => (await provided).attendOwn(head);
export const askOwnLayer: RunOwnLayer = async (layer) => (await provided).runOwnLayer(layer);
/** Questions that have not been answered yet. */
let unanswered = 0;

async function counted<T>(question: (of: Actions) => Promise<T>): Promise<T> {
  unanswered += 1;
  try {
    return await question(await provided);
  } finally {
    unanswered -= 1;
  }
}

/** Whether nothing has been asked that is still on its way. */
export const allAnswered = (): boolean => unanswered === 0;

export const askCell: Actions['cell'] = (...cell) => counted((of) => of.cell(...cell));
export const askLens: AskLens = (name) => counted((of) => of.lens(name));
export const askThumbnail: Actions['thumbnail'] = async (encoding) =>
  (await provided).thumbnail(encoding);
export const askBlock: Actions['block'] = (...block) => counted((of) => of.block(...block));
export const experiments: Experiments = {
  stream: async (...asked) => (await provided).experiments.stream(...asked),
  apart: async (...asked) => (await provided).experiments.apart(...asked),
  byDistance: async (...asked) => (await provided).experiments.byDistance(...asked),
};
