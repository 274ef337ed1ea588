/**
 * Follows the crosshair and the stage: reads the few rows that the number under it came from, once
 * the picture has settled. One question in flight, the newest wins.
 */
import { createStore } from 'zustand/vanilla';
import { queryFactor } from '../encodings/queryScale.ts';
import { type Part, partsBehind, type StageCell } from '../explain/behind.ts';
import { hasTerms, type Origin } from '../explain/origin.ts';
import type { Product, Turn } from '../explain/product.ts';
import {
  type BetweenName,
  type BlockName,
  type Frame,
  type StageName,
  squareStages,
} from '../state/frame.ts';
import { dimsOf, familyOf, hasNormsBetween } from '../state/spec.ts';
import { viewStore } from '../state/view.ts';
import { cellUnder, channelStore } from './channel.ts';
import { newestWins } from './newestWins.ts';
import { readout } from './readout.ts';
import { afterPause, answers, shownStore } from './shown.ts';

export interface Found {
  readonly frame: Frame;
  readonly origin: Origin;
}

export interface How {
  /** The newest that was read; null before the first, and where there is nothing to read. */
  readonly found: Found | null;
  /** The same once the crosshair has rested, for what is typeset. */
  readonly rested: Found | null;
  /** Whether what was read is of what is shown. */
  readonly fresh: boolean;
}

export const howStore = createStore<How>(() => ({ found: null, rested: null, fresh: false }));

const restMs = 60;

/** Starts following; returns what stops it. */
export function followOrigin(): () => void {
  let following = true;
  let stay = () => {};

  /** A new picture makes old what is written; a moved crosshair is answered in a moment. */
  function changed(): void {
    howStore.setState({ fresh: false });
    moved();
  }

  function moved(): void {
    stay();
    if (shownStore.getState().settled) ask();
  }

  const ask = newestWins(async (overtaken) => {
    const found = await readNow().catch(() => null);
    const now = shownStore.getState();
    // Not that alone: a picture on its way asks when it has settled.
    if (overtaken() || !following || !now.settled) return;
    if (found && now.frame !== found.frame) return;
    howStore.setState({ found, fresh: found !== null });
    stay();
    stay = afterPause(restMs, () => howStore.setState({ rested: found }));
  });

  const stops = [
    readout.subscribe((now, before) => {
      if (now.frame !== before.frame) changed();
      else if (now.cross !== before.cross) moved();
    }),
    shownStore.subscribe((now, before) => {
      if (now.frame !== before.frame || now.settled !== before.settled) changed();
    }),
    viewStore.subscribe((view, before) => {
      if (view.stage !== before.stage) changed();
    }),
    channelStore.subscribe(moved),
  ];
  moved();
  return () => {
    following = false;
    stay();
    for (const stop of stops) stop();
    howStore.setState({ found: null, rested: null, fresh: false });
  };
}

async function readNow(): Promise<Found | null> {
  const frame = shownStore.getState().frame;
  const { cross } = readout.getState();
  if (!frame?.stages || !cross) return null;
  const cell = cellUnder(frame, cross);
  const read = squareStages.includes(cell.stage) ? readPair : readChannel;
  const origin = await read(frame, cell);
  return origin && { frame, origin };
}

/** What a cell of a square stage came from; null where the device has gone, or nothing is there to read. */
export async function readPair(
  frame: Frame,
  { stage, row, column }: StageCell,
): Promise<Origin | null> {
  const { spec, stages } = frame;
  // The heads of the trained encoder get wider from layer to layer.
  const dHead = stages?.maps.query?.columns ?? dimsOf(spec).dHead;
  const keys = (name: BlockName) => answers.block(name, row, 0, 1, spec.length);
  const terms = hasTerms(frame) ? [0, 1, 2, 3] : [];
  const [query, key, scores, bias, logits, weights, ...parts] = await Promise.all([
    answers.block('query', row, 0, 1, dHead),
    answers.block('key', column, 0, 1, dHead),
    keys('scores'),
    stages?.maps.bias ? keys('bias') : null,
    keys('logits'),
    keys('weights'),
    ...terms.map((term) => keys(`term ${term}`)),
  ]);
  if (!query || !key || !scores || !logits || !weights) return null;
  return {
    kind: 'pair',
    stage,
    spec,
    row,
    column,
    scale: stages?.scale ?? 1,
    query,
    key,
    scores,
    bias: bias ?? null,
    biasSteps: biasSteps(frame, row, column, bias?.[column]),
    logits,
    weights,
    terms: parts.filter((part) => part !== null && part !== undefined),
  };
}

/** How a bias follows from its head and its offset; null where it follows from more than those. */
function biasSteps(
  { spec, exact }: Frame,
  row: number,
  column: number,
  bias: number | undefined,
): string | null {
  if (familyOf(spec) !== 'bias' || !exact || bias === undefined) return null;
  const place = [spec.head - 1, column - row + spec.length - 1] as const;
  const apart = Math.abs(exact.cell(...place) - bias);
  return apart <= 1e-5 * Math.max(1, Math.abs(bias)) ? exact.steps(...place) : null;
}

/** The rows that a channel's line of arithmetic and its bars are made of, itself the last. */
function rowsRead(stage: StageName, behind: readonly Part[]): readonly (StageName | BetweenName)[] {
  if (stage === 'output') return ['residual', 'forward', 'output'];
  // Of what is projected or mixed the row is read with its column.
  return factorsOf(stage, behind) ? [stage] : [...behind.map((part) => part.stage), stage];
}

/** What is multiplied to make a stage; null where nothing is. */
function factorsOf(
  stage: StageName,
  [first]: readonly Part[],
): Pick<Product, 'from' | 'by'> | null {
  switch (stage) {
    case 'query':
    case 'key':
    case 'value': {
      const by = { query: 'wq', key: 'wk', value: 'wv' } as const;
      return first ? { from: first.stage, by: by[stage] } : null;
    }
    case 'mixed':
      return { from: 'weights', by: 'value' };
    case 'attended':
      return { from: 'joined', by: 'wo' };
    case 'output':
      return { from: 'hidden', by: 'narrow' };
    default:
      return null;
  }
}

async function readChannel(frame: Frame, cell: StageCell): Promise<Origin | null> {
  const { stage, row, column: channel } = cell;
  const { spec, stages } = frame;
  const maps = stages?.maps;
  if (!maps) return null;
  const behind = partsBehind(cell, spec, (name) => Boolean(maps[name]));
  const factors = hasNormsBetween(spec) ? null : factorsOf(stage, behind);
  const rows = hasNormsBetween(spec) ? [stage] : rowsRead(stage, behind);
  const width = (name: StageName | BetweenName) =>
    name === 'hidden'
      ? 4 * spec.dim
      : name in maps
        ? (maps[name as StageName]?.columns ?? 0)
        : spec.dim;
  const [product, ...read] = await Promise.all([
    factors && readProduct(frame, factors, width(factors.from), cell),
    ...rows.map(async (name) => {
      const values = await answers.block(name, row, 0, 1, width(name));
      return values && ([name, values] as const);
    }),
  ]);
  const parts = read.filter((part) => part !== null);
  if (parts.length < read.length || (factors && !product)) return null;
  return {
    kind: 'channel',
    stage,
    spec,
    row,
    channel,
    parts: Object.fromEntries(parts),
    product,
  };
}

/** A row and a column of the pass shown; null where the device has gone. */
async function readProduct(
  frame: Frame,
  { from, by }: Pick<Product, 'from' | 'by'>,
  width: number,
  { stage, row, column }: StageCell,
): Promise<Product | null> {
  const { spec } = frame;
  const { dHead } = dimsOf(spec);
  // Q, K and V are those of one head; its columns follow those of the heads before.
  const first = by === 'wq' || by === 'wk' || by === 'wv' ? (spec.head - 1) * dHead : 0;
  const columnOf = (channel: number) => answers.block(by, 0, first + channel, width, 1);
  const pair = stage === 'query' || stage === 'key' ? pairOf(frame, column) : null;
  // Where one channel becomes a pair, it is the one of the pair's own index.
  const single = Boolean(frame.exact?.radius);
  const [values, matrix, other] = await Promise.all([
    answers.block(from, row, 0, 1, width),
    columnOf(pair && single ? pair.pair : column),
    pair && !single ? columnOf(pair.other) : null,
  ]);
  if (!values || !matrix || (pair && !single && !other)) return null;
  const turn = pair && turnOf(frame, spec.start + row, pair, stage, other);
  const factor = stage === 'query' ? queryFactor(spec, spec.start + row) : 1;
  return { from, by, row: values, column: matrix, turn, factor };
}

interface PairOfChannels {
  readonly pair: number;
  readonly channels: readonly [number, number];
  /** The channel that is not the one asked about. */
  readonly other: number;
}

/** The pair in which a rotary scheme turns a channel; null where it turns none. */
function pairOf({ spec, exact }: Frame, channel: number): PairOfChannels | null {
  if (familyOf(spec) !== 'rotary') return null;
  for (let pair = 0; pair < (exact?.pairs ?? 0); pair++) {
    const channels = exact?.channels?.(pair);
    if (!channels?.includes(channel)) continue;
    const [first, second] = channels;
    return { pair, channels, other: channel === first ? second : first };
  }
  return null;
}

function turnOf(
  { spec, exact }: Frame,
  position: number,
  { pair, channels }: PairOfChannels,
  stage: StageName,
  other: Float32Array | null,
): Turn {
  const phase = stage === 'key' ? (exact?.keyPhase?.(pair, spec.head - 1) ?? 0) : 0;
  return {
    channels,
    angle: (exact?.angle?.(position, pair) ?? 0) + phase,
    gain: exact?.gain?.(position, pair, stage === 'key' ? 'key' : 'query') ?? 1,
    other,
  };
}
