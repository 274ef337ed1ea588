/**
 * The file that a person opened, the table taken from it, and what is under way. Kept while the
 * page is open, whichever room is looked at. A file that cannot be taken leaves the one before.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { columnsOf } from '../../../bytes/columns.ts';
import { loadEncodings } from '../../../encodings/index.ts';
import { type OwnTable, setOwnTable } from '../../../encodings/ownTable.ts';
import {
  checkpointOf,
  type Embedded,
  headsFor,
  type Layer,
  type OpenCheckpoint,
} from '../../../files/checkpoint.ts';
import { hubSource } from '../../../files/hub.ts';
import type { PositionTable } from '../../../files/positionTable.ts';
import { Refusal, refusal } from '../../../files/refusal.ts';
import { fileSource, type Source } from '../../../files/source.ts';
import { matrixOf, type TensorInfo } from '../../../files/stored.ts';
import { openTensors, type Tensors } from '../../../files/tensors.ts';
import { mostBytes } from '../../../files/tokenizer/limits.ts';
import { type Tokenizer, tokenizerOf } from '../../../files/tokenizer/tokenizer.ts';
import { settled } from '../../../state/fitted.ts';
import type { OwnLook } from '../../../state/ownTable.ts';
import { mostLookedAt } from '../../../state/ownTable.ts';
import { merged } from '../../../state/patch.ts';
import { specStore } from '../../../state/store.ts';
import { viewStore } from '../../../state/view.ts';
import { visit } from '../../../state/visit.ts';
import type { Localized } from '../../../text/locale.ts';
import { askAgain, askLookAtTable, askOwnLayer } from '../../stage.ts';

export interface Opened {
  readonly file: Tensors;
  /** The file's name on disk, or the model's on the Hub. */
  readonly name: string;
  readonly from: 'disk' | 'hub';
  /** Null for a file that is shaped like neither BERT nor GPT-2. */
  readonly checkpoint: OpenCheckpoint | null;
}

export interface Taken {
  readonly tensor: TensorInfo;
  /** Null for a tensor whose name says nothing. */
  readonly recognised: PositionTable | null;
  /** The first row and channels of the tensor that are used. */
  readonly table: OwnTable;
}

export interface Work {
  /** What is being opened or read. */
  readonly name: string;
  /** Null until there is an answer. */
  readonly source: Source | null;
  readonly controller: AbortController;
}

/** Tokens that were put into the file, and the layer that is looked at. */
export interface Attended {
  readonly ids: readonly number[];
  readonly labels: readonly string[];
  /** 0…layers − 1, and how many heads each layer was taken to have. */
  readonly at: number;
  readonly heads: number;
  /** What goes into that layer, [token, width]. */
  readonly stream: Float32Array;
  readonly layer: Layer;
}

export interface OpenTokenizer {
  readonly name: string;
  readonly tokenizer: Tokenizer;
}

interface Own {
  readonly opened: Opened | null;
  readonly taken: Taken | null;
  /** Of the table taken; null until it is worked out. */
  readonly look: OwnLook | null;
  readonly tokenizer: OpenTokenizer | null;
  /** Of the file that is open; null until it is asked for. */
  readonly attended: Attended | null;
  readonly work: Work | null;
  readonly problem: Localized | null;
}

export const ownStore = createStore<Own>(() => ({
  opened: null,
  taken: null,
  look: null,
  tokenizer: null,
  attended: null,
  work: null,
  problem: null,
}));

export const useOwn = <T>(choose: (own: Own) => T): T => useStore(ownStore, choose);

/** As many positions as the page shows, and no more values than make 64 MiB. */
const mostRows = 4096;
const mostRead = 2 ** 24;
/** The widest dModel of the page. */
export const mostColumns = 1024;

/** A file of tensors, a tokenizer.json, or both. */
export async function openFromDisk(files: readonly File[]): Promise<void> {
  const isTokenizer = ({ name }: File) => name.toLowerCase().endsWith('.json');
  const [tokenizer, tensors] = [files.find(isTokenizer), files.find((file) => !isTokenizer(file))];
  if (tokenizer) await openTokenizer(tokenizer);
  if (tensors) await openTensorFile(tensors);
}

function openTokenizer(file: File): Promise<void> {
  return underway(file.name, async () => {
    if (file.size > mostBytes) {
      throw refusal('files.tokenizer.large', { bytes: file.size, most: mostBytes });
    }
    ownStore.setState({
      tokenizer: { name: file.name, tokenizer: tokenizerOf(await file.text()) },
    });
  });
}

export function closeTokenizer(): void {
  ownStore.setState({ tokenizer: null });
}

function openTensorFile(file: File): Promise<void> {
  return underway(file.name, async (work) => {
    await opening(fileSource(file, file.name), { name: file.name, from: 'disk' }, work);
  });
}

/** @param model  `owner/name` */
export function openFromHub(model: string): Promise<void> {
  return underway(model, async (work) => {
    const source = await hubSource({ model }, { signal: work.controller.signal });
    await opening(source, { name: model.trim(), from: 'hub' }, work);
  });
}

/** Takes another tensor of the file that is open. */
export function take(tensor: TensorInfo): Promise<void> {
  const { opened } = ownStore.getState();
  if (!opened) throw new Error(`opened: ${tensor.name} is taken before a file is open`);
  return underway(tensor.name, async (work) => {
    told(work, opened.file.source);
    shown(opened, await taking(opened, tensor, work));
  });
}

export function stop(): void {
  ownStore.getState().work?.controller.abort();
}

/** One at a time: what is under way ends when something else begins. */
async function underway(name: string, doing: (work: Work) => Promise<void>): Promise<void> {
  stop();
  const work: Work = { name, source: null, controller: new AbortController() };
  ownStore.setState({ work, problem: null });
  try {
    await doing(work);
  } catch (error) {
    if (work.controller.signal.aborted) return;
    if (!(error instanceof Refusal)) throw error;
    ownStore.setState({ problem: error.text });
  } finally {
    if (isCurrent(work)) ownStore.setState({ work: null });
  }
}

const isCurrent = (work: Work) => ownStore.getState().work?.controller === work.controller;

function told(work: Work, source: Source): void {
  if (isCurrent(work)) ownStore.setState({ work: { ...work, source } });
}

async function opening(
  source: Source,
  given: Pick<Opened, 'name' | 'from'>,
  work: Work,
): Promise<void> {
  told(work, source);
  const file = await openTensors(source, work.controller.signal);
  const opened = { ...given, file, checkpoint: checkpointOf(file) };
  const [likeliest] = file.tables;
  const [only, ...others] = file.matrices;
  const tensor = likeliest ? file.find(likeliest.name) : others.length === 0 ? only : null;
  if (tensor) shown(opened, await taking(opened, tensor, work));
  else ownStore.setState({ opened, taken: null, look: null, attended: null });
}

async function taking({ file, name }: Opened, tensor: TensorInfo, work: Work): Promise<Taken> {
  const matrix = matrixOf(tensor.shape);
  if (!matrix) throw new Error(`opened: ${tensor.name} is no matrix`);
  const recognised = file.tables.find((each) => each.name === tensor.name) ?? null;
  const first = recognised?.firstRow ?? 0;
  const fitting = Math.max(Math.floor(mostRead / matrix.columns), 1);
  const rows = Math.min(matrix.rows - first, mostRows, fitting);
  const values = await file.read(tensor.name, {
    rows: [first, first + rows],
    signal: work.controller.signal,
  });
  const columns = Math.min(matrix.columns, mostColumns);
  const whole = tensor.name === name ? name : `${tensor.name} (${name})`;
  const data = columnsOf(values, matrix.columns, 0, columns);
  return { tensor, recognised, table: { name: whole, rows, columns, data } };
}

function shown(opened: Opened, taken: Taken): void {
  setOwnTable(taken.table);
  const same = ownStore.getState().opened === opened;
  ownStore.setState({ opened, taken, look: null, ...(same ? {} : { attended: null }) });
  // The picture that is made of the table before it would be an old one.
  if (specStore.getState().spec.params.table === 'own') askAgain();
}

/** The tokens, and which layer is to be looked at. */
export type Asking = Pick<Attended, 'ids' | 'labels' | 'at' | 'heads'>;

/** Reads the rows of the tokens, runs the layers before the one asked for, and reads its weights. */
export function attend(asking: Asking): Promise<void> {
  const { opened, attended } = ownStore.getState();
  const checkpoint = opened?.checkpoint;
  if (!checkpoint) throw new Error('opened: no checkpoint to attend with');
  const { ids, at, heads } = asking;
  return underway(opened.name, async (work) => {
    told(work, opened.file.source);
    const { signal } = work.controller;
    const { shape, width, epsilon } = checkpoint;
    const setting = { shape, width, epsilon, heads, count: ids.length };
    let stream = summed(await checkpoint.readEmbedded(ids, signal));
    for (let below = 0; below < at; below++) {
      const weights = await checkpoint.readWholeLayer(below, signal);
      const next = await askOwnLayer({ ...setting, ...weights, stream });
      // The device was lost on the way: whoever looks on can ask again.
      if (!next || signal.aborted) return;
      stream = next;
    }
    const same = attended?.at === at ? attended.layer : null;
    const layer = same ?? (await checkpoint.readLayer(at, signal));
    ownStore.setState({ attended: { ...asking, stream, layer } });
  });
}

/** Token + position + segment, [token, width]. */
function summed({ tokens, positions, segment }: Embedded): Float32Array {
  const width = segment?.length ?? tokens.length;
  return tokens.map((value, i) => value + (positions[i] ?? 0) + (segment?.[i % width] ?? 0));
}

/** Works out what there is to see; nothing happens where the device is lost on the way. */
export async function lookAtTaken(): Promise<void> {
  const { taken } = ownStore.getState();
  if (!taken) return;
  const look = await askLookAtTable(taken.table);
  if (look && ownStore.getState().taken === taken) ownStore.setState({ look });
}

/** The table in the room of encodings, under the weights of the seed, as many rows as are looked at. */
export async function showInEncode({ rows, columns }: OwnTable): Promise<void> {
  await loadEncodings();
  const patch = {
    encoding: 'learned',
    params: { table: 'own' },
    model: 'seeded',
    order: 'forward',
    gain: 1,
    start: 0,
    length: Math.min(rows, mostLookedAt),
    dim: columns,
    heads: Math.min(headsFor(columns), 16),
    head: 1,
  } as const;
  visit(specStore, viewStore, { room: 'encode' }, (spec) => settled(merged(spec, patch)).spec);
}
