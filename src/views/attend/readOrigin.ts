/**
 * Follows the crosshair and the stage: reads the few rows that the number under it came from, once
 * the picture has settled. One question in flight, the newest wins.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type BlockName, type Frame, type StageName, squareStages } from '../../state/frame.ts';
import { dimsOf, familyOf } from '../../state/spec.ts';
import { viewStore } from '../../state/view.ts';
import { readout } from '../readout.ts';
import { askBlock, stage as onStage } from '../stage.ts';
import { channelStore } from './channel.ts';
import { carried, type Origin, valueSource } from './origin.ts';

export interface Found {
  readonly frame: Frame;
  readonly origin: Origin;
}

export interface How {
  /** The newest that was read; null before the first, and where there is nothing to read. */
  readonly found: Found | null;
  /** The same once the crosshair has rested, for what is typeset. */
  readonly rested: Found | null;
  /** Whether what was read is of what is on show. */
  readonly fresh: boolean;
}

export const howStore = createStore<How>(() => ({ found: null, rested: null, fresh: false }));
export const useHow = <T>(choose: (how: How) => T): T => useStore(howStore, choose);

const restMs = 60;

/** The stage that is on show: one that this scheme does not have gives way to the weights. */
export function stageOnShow(frame: Frame, wanted: StageName): StageName {
  return frame.stages?.maps[wanted] ? wanted : 'weights';
}

/** Starts following; returns what stops it. */
export function followOrigin(): () => void {
  let asking = false;
  let again = false;
  let following = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** A new picture makes old what is written; a moved crosshair is answered in a moment. */
  function changed(): void {
    howStore.setState({ fresh: false });
    moved();
  }

  function moved(): void {
    clearTimeout(timer);
    if (!onStage.getState().settled) return;
    if (asking) again = true;
    else void ask();
  }

  async function ask(): Promise<void> {
    asking = true;
    do {
      again = false;
      const found = await readNow().catch(() => null);
      const now = onStage.getState();
      // Not `again` alone: a picture on its way asks when it has settled.
      if (again || !following || !now.settled) continue;
      if (found && now.shown?.frame !== found.frame) continue;
      howStore.setState({ found, fresh: found !== null });
      clearTimeout(timer);
      timer = setTimeout(() => howStore.setState({ rested: found }), restMs);
    } while (again);
    asking = false;
  }

  const stops = [
    readout.subscribe((now, before) => {
      if (now.frame !== before.frame) changed();
      else if (now.cross !== before.cross) moved();
    }),
    onStage.subscribe((now, before) => {
      if (now.shown !== before.shown || now.settled !== before.settled) changed();
    }),
    viewStore.subscribe((view, before) => {
      if (view.stage !== before.stage) changed();
    }),
    channelStore.subscribe(moved),
  ];
  moved();
  return () => {
    following = false;
    clearTimeout(timer);
    for (const stop of stops) stop();
    howStore.setState({ found: null, rested: null, fresh: false });
  };
}

async function readNow(): Promise<Found | null> {
  const frame = onStage.getState().shown?.frame;
  const { cross } = readout.getState();
  if (!frame?.stages || !cross) return null;
  const name = stageOnShow(frame, viewStore.getState().stage);
  const last = frame.spec.length - 1;
  const row = Math.min(cross.row, last);
  const origin = squareStages.includes(name)
    ? await readPair(frame, name, row, Math.min(cross.column, last))
    : await readChannel(frame, name, row);
  return origin && { frame, origin };
}

async function readPair(
  frame: Frame,
  stage: StageName,
  row: number,
  column: number,
): Promise<Origin | null> {
  const { spec, stages } = frame;
  const { dHead } = dimsOf(spec);
  const keys = (name: BlockName) => askBlock(name, row, 0, 1, spec.length);
  const terms = stages?.terms ?? [];
  const [query, key, scores, bias, logits, weights, ...parts] = await Promise.all([
    askBlock('query', row, 0, 1, dHead),
    askBlock('key', column, 0, 1, dHead),
    keys('scores'),
    stages?.maps.bias ? keys('bias') : null,
    keys('logits'),
    keys('weights'),
    ...terms.map((_, term) => keys(`term ${term}`)),
  ]);
  if (!query || !key || !scores || !logits || !weights) return null;
  return {
    kind: 'pair',
    stage,
    spec,
    row,
    column,
    scale: frame.exact?.scale ?? 1 / Math.sqrt(dHead),
    query,
    key,
    scores,
    bias: bias ?? null,
    logits,
    weights,
    terms: parts.filter((part) => part !== null && part !== undefined),
  };
}

/** The stages that a number of a stage is made from, itself the last. */
function sourcesOf(frame: Frame, stage: StageName): readonly StageName[] {
  const hasTable = Boolean(frame.stages?.maps.table);
  switch (stage) {
    case 'input':
      return hasTable ? ['tokens', 'table', 'input'] : ['tokens', 'input'];
    case 'query':
    case 'key':
      return [hasTable ? 'input' : 'tokens', stage];
    case 'value':
      return [valueSource(frame.spec, hasTable), 'value'];
    case 'mixed':
      return ['weights', 'value', 'mixed'];
    case 'attended':
      return ['mixed', 'attended'];
    case 'residual':
      return [carried(frame.spec, hasTable), 'attended', 'residual'];
    case 'output':
      return ['residual', 'output'];
    default:
      return [stage];
  }
}

async function readChannel(frame: Frame, stage: StageName, row: number): Promise<Origin | null> {
  const { spec, stages, exact } = frame;
  const maps = stages?.maps;
  const own = maps?.[stage];
  if (!maps || !own) return null;
  const channel = Math.min(channelStore.getState().channel, own.columns - 1);
  const read = await Promise.all(
    sourcesOf(frame, stage).map(async (name) => {
      const matrix = maps[name];
      if (!matrix) return null;
      const values =
        stage === 'mixed' && name === 'value'
          ? await askBlock(name, 0, channel, spec.length, 1)
          : await askBlock(name, row, 0, 1, matrix.columns);
      return values && ([name, values] as const);
    }),
  );
  const parts = read.filter((part) => part !== null);
  if (parts.length < read.length) return null;
  const turns = (stage === 'query' || stage === 'key') && familyOf(spec) === 'rotary';
  const pair = turns ? pairOf(frame, channel) : null;
  return {
    kind: 'channel',
    stage,
    spec,
    row,
    channel,
    parts: Object.fromEntries(parts),
    angle: pair === null ? null : (exact?.angle?.(spec.start + row, pair) ?? null),
  };
}

function pairOf({ exact }: Frame, channel: number): number | null {
  for (let pair = 0; pair < (exact?.pairs ?? 0); pair++) {
    if (exact?.channels?.(pair).includes(channel)) return pair;
  }
  return null;
}
