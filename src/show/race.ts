/**
 * The race that is run, and the runs there were while the page is open. Started, paused and stopped by
 * the views; what trains is handed in by main.tsx, and no tensor is seen here.
 */
import { createStore } from 'zustand/vanilla';
import { baseOf, beginningsOf, questionNamed, racedIn } from '../race/questions.ts';
import { type Inspection, type Race, type RaceState, unmeasured } from '../state/race.ts';
import {
  mostRaceBytes,
  type RaceFileProblem,
  readRunFile,
  writeRunFile,
} from '../state/raceFile.ts';
import { fittedRace, type RaceSettings, readRace, writeRace } from '../state/raceLink.ts';
import { type Asked, curvesCsv, grown, ofSeed, type Run } from '../state/raceRun.ts';
import type { KeptRace, RacerWeights } from '../state/raceWeights.ts';
import { specStore } from '../state/store.ts';
import { viewStore } from '../state/view.ts';
import { makeRace } from './makeRace.ts';

/** A run among those of the page. */
export interface KnownRun extends Run {
  /** Counted from 1. */
  readonly id: number;
  /** Whether it came from a file. */
  readonly loaded: boolean;
}

interface Races {
  readonly runs: readonly KnownRun[];
  /** The run that is looked at; null before the first. */
  readonly shown: number | null;
  /** What trains the latest run; null where there is none that can go on. */
  readonly race: Race | null;
  /** The run that it trains. */
  readonly trains: number | null;
  /** Of a file that could not be taken. */
  readonly problem: RaceFileProblem | null;
  /** Why training broke off, in English. */
  readonly failed: string | null;
}

export const raceStore = createStore<Races>(() => ({
  runs: [],
  shown: null,
  race: null,
  trains: null,
  problem: null,
  failed: null,
}));

/** Changes settings of the race; those that no longer go together give way. */
export function setRace(patch: Partial<RaceSettings>): void {
  if (specStore.getState().frozen) return;
  const before = readRace(viewStore.getState().race).settings;
  viewStore.setState({ race: writeRace(fittedRace({ ...before, ...patch }).settings) });
}

/** What would be raced now. */
function askedNow(): Asked {
  return asked(viewStore.getState().race, specStore.getState().spec.text);
}

/** @param race  as the view has it */
export function asked(race: string, text: string): Asked {
  const { settings } = readRace(race);
  return { settings, text: settings.task === 'text' ? text : '' };
}

/** Whether a run is one of these settings. */
export const isOf = (run: Run, { settings, text }: Asked): boolean =>
  writeRace(run.settings) === writeRace(settings) && run.text === text;

/** Whether another race comes before it: that which trains the racer it is about. */
const isFirst = ({ settings }: Asked): boolean =>
  typeof questionNamed(settings.question)?.steps === 'number';

export const shownRun = ({ runs, shown }: Races): KnownRun | null =>
  runs.find(({ id }) => id === shown) ?? null;

/** Of the seeds that are asked for, from 0, those that no run here has raced to its end. */
export function unracedOf(runs: readonly KnownRun[], now: Asked): readonly number[] {
  return Array.from({ length: now.settings.seeds }, (_, place) => place).filter(
    (place) => !runs.some((run) => run.state.status === 'done' && isOf(run, ofSeed(now, place))),
  );
}

/** What is to be raced next: of several seeds the first that has not been. */
const nextOf = (runs: readonly KnownRun[], now: Asked): Asked =>
  ofSeed(now, unracedOf(runs, now)[0] ?? 0);

/** Whether a run is what is to be raced next, or comes before it. */
function leadsTo(run: Run, next: Asked): boolean {
  return isOf(run, next) || (isFirst(next) && isOf(run, baseOf(next)));
}

/** Whether the settings of now are those that are trained. */
export function isTrained({ race, runs, trains }: Races, now: Asked): boolean {
  const run = runs.find(({ id }) => id === trains);
  return race !== null && run !== undefined && leadsTo(run, nextOf(runs, now));
}

/** Whether what trains can go on with the settings of now. */
export function canGoOn(races: Races, now: Asked): boolean {
  const status = races.runs.find(({ id }) => id === races.trains)?.state.status;
  return isTrained(races, now) && (status === 'paused' || status === 'ready');
}

/** Trains: goes on where it was paused, or begins a run. */
export async function start(): Promise<void> {
  (await current())?.start();
}

let starting: Promise<void> | null = null;

/** How the race of the settings of now ends; it is run to its end, unless one of the page's runs has been. */
export async function raceToEnd(): Promise<RaceState> {
  const asks = ofSeed(askedNow(), 0);
  const ended = ({ runs }: Races) =>
    runs.findLast((run) => isOf(run, asks) && run.state.status === 'done');
  const before = raceStore.getState();
  const known = ended(before);
  if (known) {
    void show(known.id);
    return known.state;
  }
  const training = before.runs.find(({ id }) => id === before.trains);
  const runs = training?.state.status === 'running' && isOf(training, asks);
  if (!runs) {
    starting ??= start().finally(() => {
      starting = null;
    });
    await starting;
  }
  return new Promise((resolve) => {
    const unsubscribe = raceStore.subscribe((races) => {
      const run = ended(races);
      if (!run) return;
      unsubscribe();
      resolve(run.state);
    });
  });
}

/** Of the rate with which a race diverged: what it is gone on with. */
export const gentler = (rate: number): number => Number((rate / 10).toPrecision(3));

/** A run of its own, from the last good state of the one that trains, at a tenth of its rate. */
export async function goOnGently(): Promise<void> {
  const { race, runs, trains } = raceStore.getState();
  const run = runs.find(({ id }) => id === trains);
  const from = await race?.lastGood();
  if (!run || !from) return;
  const settings = fittedRace({ ...run.settings, rate: gentler(run.settings.rate) }).settings;
  const { text } = run;
  setRace(settings);
  await letGo();
  const next = await makeRace(racedIn({ settings, text }), from);
  const curves = run.curves.map((curve) => curve.filter(({ step }) => step <= from.state.step));
  follow(add({ settings, text, state: next.state(), curves, weights: null }, false), next);
  next.start();
}

/** A single step of all racers, and is paused then. */
export async function stepOnce(): Promise<void> {
  await (await current())?.step(1);
}

export const pause = (): void => raceStore.getState().race?.pause();

/** Ends the run; what it has learned is kept. */
export async function stop(): Promise<void> {
  const { race } = raceStore.getState();
  await keepWeights();
  race?.stop();
}

/** What a racer of the run that trains makes of a sequence; null where it is not at hand any more. */
export async function inspect(
  run: KnownRun,
  racer: number,
  tokens: readonly number[],
): Promise<Inspection | null> {
  const { race, trains } = raceStore.getState();
  if (!race || trains !== run.id) return null;
  const found = await race.inspect(racer, tokens);
  return raceStore.getState().race === race ? found : null;
}

/** What the racers of a run have learned; null where that is not at hand any more. */
export async function weightsOf(run: KnownRun): Promise<readonly RacerWeights[] | null> {
  const { race, trains } = raceStore.getState();
  return race && trains === run.id && race.state().status !== 'stopped'
    ? (await race.keep()).weights
    : run.weights;
}

/** What trains the settings of now: that there is, or another. */
async function current(): Promise<Race | null> {
  const before = raceStore.getState();
  if (canGoOn(before, askedNow())) return before.race;
  const asks = nextOf(before.runs, askedNow());
  await letGo();
  const trained = isFirst(asks) ? await trainedFor(asks) : null;
  const now = isFirst(asks) && !trained ? baseOf(asks) : asks;
  const race = await makeRace(racedIn(now), trained && beginningOf(now, trained)).catch(
    (error: unknown) => {
      raceStore.setState({ failed: error instanceof Error ? error.message : String(error) });
      return null;
    },
  );
  if (!race) return null;
  const id = add({ ...now, state: race.state(), curves: [], weights: null }, false);
  follow(id, race);
  return race;
}

/** Ends what trains; its run stays as it ended. */
async function letGo(): Promise<void> {
  await keepWeights();
  unwatch();
  raceStore.getState().race?.stop();
  raceStore.setState({ race: null, trains: null, failed: null });
}

/** The racer that a question is about, where a run of the page has trained it as the settings say. */
async function trainedFor(now: Asked): Promise<RacerWeights | null> {
  const base = baseOf(now);
  const [wanted = ''] = base.settings.racers.split(';');
  for (const run of raceStore.getState().runs.toReversed()) {
    const { racers } = run.settings;
    const place = racers.split(';').indexOf(wanted);
    const same = isOf(
      { ...run, settings: { ...run.settings, racers: base.settings.racers } },
      base,
    );
    if (place < 0 || !same || run.state.status !== 'done') continue;
    const weights = (await weightsOf(run))?.[place];
    if (weights && run.state.racers[place]?.diverged === null) return weights;
  }
  return null;
}

/** What a question's racers begin with: nothing is known of them yet. */
function beginningOf(now: Asked, trained: RacerWeights): KeptRace {
  const config = racedIn(now);
  const racers = config.racers.map(({ encoding }) => ({ ...unmeasured, encoding }));
  const state = {
    status: 'ready',
    step: 0,
    steps: config.steps,
    stepsPerSecond: 0,
    backend: '',
    lastGood: null,
    racers,
  } as const;
  return { state, weights: beginningsOf(now, trained) };
}

function follow(id: number, race: Race): void {
  raceStore.setState({ race, trains: id });
  unwatch = race.watch(() => followSoon(id, race));
  followSoon(id, race);
}

function add(run: Run, loaded: boolean): number {
  const { runs } = raceStore.getState();
  const id = Math.max(0, ...runs.map((each) => each.id)) + 1;
  raceStore.setState({ runs: [...runs, { ...run, id, loaded }], shown: id, problem: null });
  return id;
}

/** Of all runs that are not trained, together. */
const mostKeptBytes = 256 * 2 ** 20;

/** The run that is trained keeps what it has learned; the oldest give up theirs where it is too much. */
async function keepWeights(): Promise<void> {
  const { runs, trains } = raceStore.getState();
  const trained = runs.find(({ id }) => id === trains);
  if (!trained) return;
  const weights = await weightsOf(trained).catch(() => null);
  let bytes = 0;
  raceStore.setState((races) => ({
    runs: races.runs
      .map((run) => (run.id === trained.id ? { ...run, weights } : run))
      .toReversed()
      .map((run) => {
        bytes += bytesOf(run.weights);
        return bytes > mostKeptBytes ? { ...run, weights: null } : run;
      })
      .toReversed(),
  }));
}

/** Bytes of the weights, and of both of what is remembered of their gradients. */
const bytesOf = (weights: Run['weights']): number =>
  (weights ?? []).reduce((sum, each) => sum + 3 * each.weights.byteLength, 0);

let unwatch: () => void = () => {};
let waits = false;

/** However often a race tells of itself, the page is drawn once a frame. */
function followSoon(id: number, race: Race): void {
  if (waits) return;
  waits = true;
  setTimeout(() => {
    waits = false;
    const state = race.state();
    raceStore.setState(({ runs }) => ({
      runs: runs.map((run) =>
        run.id === id ? { ...run, state, curves: grown(run.curves, state.racers) } : run,
      ),
    }));
    if (state.status === 'done') goOnAfter(id);
  }, 50);
}

/** Where its racer has just been trained for a question, the question is asked; of several seeds the next is raced. */
function goOnAfter(id: number): void {
  const { runs } = raceStore.getState();
  const run = runs.find((each) => each.id === id);
  const now = askedNow();
  if (!run || run.loaded) return;
  const unraced = unracedOf(runs, now);
  const seeds = Array.from({ length: now.settings.seeds }, (_, place) => ofSeed(now, place));
  const isAsked = isFirst(now) && isOf(run, baseOf(nextOf(runs, now)));
  const isOneOfSeeds = unraced.length > 0 && seeds.some((seed) => isOf(run, seed));
  if (isAsked || isOneOfSeeds) void start();
}

/** Shows a run, and brings back its racers where nothing is trained. */
export async function show(id: number): Promise<void> {
  raceStore.setState({ shown: id });
  const { trains } = raceStore.getState();
  const run = shownRun(raceStore.getState());
  if (!run?.weights || trains === id || isTraining()) return;
  await takeOver(id, await makeRace(racedIn(run), { state: run.state, weights: run.weights }));
}

const isTraining = (): boolean => raceStore.getState().race?.state().status === 'running';

/** Puts a race in place of that there is, but not of one that is trained. */
async function takeOver(id: number, race: Race): Promise<void> {
  if (isTraining()) race.stop();
  else {
    await letGo();
    follow(id, race);
  }
}

/** A run with what its racers have learned, as JSON; and how much of it that is, as base64. */
export async function fileOf(
  run: KnownRun,
): Promise<{ readonly file: Blob; readonly bytesOfWeights: number }> {
  const weights = await weightsOf(run);
  const file = new Blob([writeRunFile({ ...run, weights })], { type: 'application/json' });
  return { file, bytesOfWeights: (4 / 3) * bytesOf(weights) };
}

export const csvOf = (run: Run): Blob => new Blob([curvesCsv(run)], { type: 'text/csv' });

/** Puts the run of a file beside the others, and its settings into the room. */
export async function load(file: Blob): Promise<void> {
  const read =
    file.size > mostRaceBytes ? ({ problem: 'tooLarge' } as const) : readRunFile(await file.text());
  if ('problem' in read) {
    raceStore.setState({ problem: read.problem });
    return;
  }
  const { run } = read;
  let race: Race | null = null;
  if (run.weights) {
    try {
      race = await makeRace(racedIn(run), { state: run.state, weights: run.weights });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      raceStore.setState({ problem: 'shapes' });
      return;
    }
  }
  const id = add(run, true);
  setRace(run.settings);
  if (race) await takeOver(id, race);
}
