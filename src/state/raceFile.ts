/**
 * A run as a file: one JSON object with a version; of each racer its weights, float32 in base64, with
 * names and shapes. What it reads was written by anyone.
 */
import { readFloat32, writeFloat32 } from '../bytes/float32.ts';
import type { RacerState, RaceState } from './race.ts';
import { readRace, usualRace, writeRace } from './raceLink.ts';
import { type CurvePoint, configOf, type Run } from './raceRun.ts';
import type { RacerWeights } from './raceWeights.ts';

const format = 'whereabouts race';
const version = 2;

/** A larger file is none of ours: six racers of the largest sizes have 80 MB. */
export const mostRaceBytes = 128 * 2 ** 20;

export type RaceFileProblem = 'damaged' | 'version' | 'tooLarge' | 'shapes';

export function writeRunFile({ settings, text, state, curves, weights }: Run): string {
  const { status, step, backend, racers } = state;
  const ended = { status, step, backend, racers };
  const kept = weights?.map(({ step: made, parameters, ...rows }) => ({
    step: made,
    parameters,
    weights: writeFloat32(rows.weights),
    mean: writeFloat32(rows.mean),
    meanSquare: writeFloat32(rows.meanSquare),
  }));
  return JSON.stringify(
    { format, version, settings, text, ended, curves, weights: kept ?? null },
    null,
    1,
  );
}

/** The run of a file, or why there is none. Never throws. */
export function readRunFile(
  file: string,
): { readonly run: Run } | { readonly problem: RaceFileProblem } {
  const read = parsed(file);
  if (!isRecord(read) || read['format'] !== format) return { problem: 'damaged' };
  if (read['version'] !== version) return { problem: 'version' };
  const run = runOf(read);
  return run ? { run } : { problem: 'damaged' };
}

function runOf({
  settings: given,
  text,
  ended,
  curves,
  weights: kept,
}: Readonly<Record<string, unknown>>): Run | null {
  if (!isRecord(given) || typeof text !== 'string' || !isRecord(ended)) return null;
  // Through the link, which knows what each setting may be. A run is of one seed, whether it says so or not.
  const all = { seeds: 1, ...given };
  const known = Object.keys(usualRace).every((name) => name in all) && all.seeds === 1;
  const written = writeRace({ ...usualRace, ...all });
  const { settings, notices } = readRace(written);
  if (!known || notices.length > 0) return null;
  const racers = listOf(ended['racers'], racerOf);
  const points = listOf(curves, (curve) => listOf(curve, pointOf));
  const { step, backend } = ended;
  const count = racers?.length;
  if (!racers || !points || points.length !== count) return null;
  // A question has racers of its own, as many as it says.
  const own = settings.question === 'none' ? configOf({ settings, text }).racers.length : count;
  if (own !== count) return null;
  if (!isCount(step) || typeof backend !== 'string') return null;
  const status =
    ended['status'] === 'diverged' || ended['status'] === 'done' ? ended['status'] : 'stopped';
  const state: RaceState = {
    status,
    step,
    steps: settings.steps,
    stepsPerSecond: 0,
    backend,
    lastGood: null,
    racers,
  };
  const weights = kept === null ? null : listOf(kept, weightsOf);
  if (kept !== null && weights?.length !== count) return null;
  return { settings, text, state, curves: points, weights };
}

function racerOf(value: unknown): RacerState | null {
  if (!isRecord(value)) return null;
  const { encoding, step, loss, accuracy, before } = value;
  const byLength = listOf(value['byLength'], (each) =>
    isRecord(each) && isCount(each['length']) && isMeasured(each['accuracy'])
      ? { length: each['length'], accuracy: measured(each['accuracy']) }
      : null,
  );
  const byPosition = listOf(value['byPosition'], (each) => (isMeasured(each) ? { each } : null));
  const { diverged } = value;
  if (typeof encoding !== 'string' || !isCount(step) || !byLength || !byPosition) return null;
  if (diverged !== null && !isCount(diverged)) return null;
  if (!isMeasured(loss) || !isMeasured(accuracy) || !isMeasured(before)) return null;
  return {
    encoding,
    step,
    diverged,
    loss: measured(loss),
    accuracy: measured(accuracy),
    before: measured(before),
    byLength,
    byPosition: byPosition.map(({ each }) => measured(each)),
  };
}

function pointOf(value: unknown): CurvePoint | null {
  if (!isRecord(value)) return null;
  const { step, loss, accuracy } = value;
  return isCount(step) && isMeasured(loss) && isMeasured(accuracy)
    ? { step, loss: measured(loss), accuracy: measured(accuracy) }
    : null;
}

/** As many numbers as its shapes say; whether they are those of its racer is for who trains it. */
function weightsOf(value: unknown): RacerWeights | null {
  if (!isRecord(value) || !isCount(value['step'])) return null;
  const parameters = listOf(value['parameters'], (each) => {
    if (!isRecord(each) || typeof each['name'] !== 'string') return null;
    const shape = listOf(each['shape'], (size) => (isCount(size) ? { size } : null));
    return shape ? { name: each['name'], shape: shape.map(({ size }) => size) } : null;
  });
  if (!parameters) return null;
  const size = parameters.reduce(
    (sum, { shape }) => sum + shape.reduce((product, each) => product * each, 1),
    0,
  );
  const [weights, mean, meanSquare] = ['weights', 'mean', 'meanSquare'].map((name) => {
    const text = value[name];
    const row = typeof text === 'string' ? readFloat32(text) : null;
    return row?.length === size && row.every(Number.isFinite) ? row : null;
  });
  if (!weights || !mean || !meanSquare) return null;
  return { step: value['step'], parameters, weights, mean, meanSquare };
}

/** JSON has no NaN: what was not measured is null. */
const isMeasured = (value: unknown): value is number | null =>
  value === null || (typeof value === 'number' && Number.isFinite(value));
const measured = (value: number | null): number => value ?? Number.NaN;
const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All of a list, or nothing where one of it cannot be taken. */
function listOf<T>(value: unknown, take: (each: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value)) return null;
  const taken: T[] = [];
  for (const each of value) {
    const one = take(each);
    if (one === null) return null;
    taken.push(one);
  }
  return taken;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(file);
  } catch {
    return null;
  }
}
