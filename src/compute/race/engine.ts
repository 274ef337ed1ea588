/**
 * A race as it runs where it computes: racers in turn on the same data, evaluated now and then. One whose
 * loss is no number any more is put back to the last good state, and trained no further. Knows no thread
 * and no page.
 */

import type { Batch } from '../../race/task.ts';
import { taskNamed } from '../../race/tasks.ts';
import {
  type Inspection,
  type RaceConfig,
  type Racer,
  type RacerState,
  type RaceState,
  type RaceStatus,
  unmeasured,
} from '../../state/race.ts';
import { raceProblem } from '../../state/raceConfig.ts';
import type { KeptRace } from '../../state/raceWeights.ts';
import { pauses } from '../../threads/pause.ts';
import { rateAt } from './optimiser.ts';
import { startTrainer, type Trainer, untrained } from './trainer.ts';
import { transformerOf } from './transformer.ts';

export interface Engine {
  /** Trains until all steps are made, or it is paused. */
  run(): Promise<void>;
  pause(): void;
  /** Trains that many steps, evaluates, and is paused. */
  step(count: number): Promise<void>;
  inspect(racer: number, tokens?: readonly number[]): Promise<Inspection>;
  /** What all have learned; while they are trained, after a step. */
  keep(): Promise<KeptRace>;
  /** Null where it began with a racer that had diverged. */
  lastGood(): Promise<KeptRace | null>;
  stop(): void;
}

/** Times the trained length that the racers are asked for. */
const lengths = [1, 2, 4, 8] as const;

/** Positions of a length that an evaluation looks at: more of short sequences than of long ones. */
const positionsAsked = 512;

/** Makes another seed of the seed: for sequences that nobody is trained on. */
const testing = 0x5eed;

/** A row of numbers in 0…1 that a seed begins. Source: Vigna's splitmix, its 32-bit form. */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** What a step is trained on: it hangs on the seed and the step alone, wherever a race is gone on with. */
export function batchOfStep(config: RaceConfig, step: number): Batch {
  const random = randomOf(config.seed ^ Math.imul(step, 0x85ebca6b));
  return taskNamed(config.task).batch(random, config.batch, config.length, config);
}

interface Lane {
  readonly racer: Racer;
  readonly trainer: Trainer;
  state: RacerState;
  /** Of its first step; null before it. */
  firstLoss: number | null;
}

/**
 * @param tell  is given each new state
 * @param from  what it goes on from; null to begin
 * @param evaluations  of a race, beside the one at its end
 * @throws RangeError where sizes do not suit a scheme, or `from` is of another race
 */
export function startEngine(
  config: RaceConfig,
  backend: string,
  tell: (state: RaceState) => void,
  from: KeptRace | null = null,
  evaluations = 25,
): Engine {
  const task = taskNamed(config.task);
  const vocabulary = task.vocabulary(config);
  for (const racer of config.racers) {
    const problem = raceProblem(racer, config);
    if (problem) throw new RangeError(`${racer.encoding}: ${problem.en}`);
  }
  const models = config.racers.map((racer) => transformerOf(config, racer, vocabulary));
  const begun = from?.weights ?? models.map(({ parameters }) => untrained(parameters));
  const lanes = config.racers.map((racer, place): Lane => {
    const [model, weights] = [models[place], begun[place]];
    if (!model || !weights) throw new RangeError('weights: of another number of racers');
    return {
      racer,
      trainer: startTrainer(model, weights),
      firstLoss: null,
      state: from?.state.racers[place] ?? { ...unmeasured, encoding: racer.encoding },
    };
  });
  // Other sequences than those that are trained on, the same at each evaluation.
  const { longest = 8 * config.length } = config;
  const asked = lengths.map((times) => times * config.length).filter((each) => each <= longest);
  const tests = asked.map((length): Batch => {
    const size = Math.max(4, Math.ceil(positionsAsked / length));
    return task.batch(randomOf(config.seed ^ testing), size, length, config);
  });
  const every = Math.max(1, Math.round(config.steps / evaluations));

  let step = from?.state.step ?? 0;
  let status: RaceStatus = statusAt(step);
  const canGoBack = lanes.every((lane) => lane.state.diverged === null);
  let goodStep = step;
  let evaluatedAt = -1;
  let wanted = false;
  /** What waits for the end of a step. */
  const asides: (() => Promise<void>)[] = [];
  let busy: Promise<void> = Promise.resolve();
  let [timed, milliseconds] = [0, 0];

  function stateOf(): RaceState {
    return {
      status,
      step,
      steps: config.steps,
      stepsPerSecond: milliseconds === 0 ? 0 : (1000 * timed) / milliseconds,
      backend,
      lastGood: canGoBack ? goodStep : null,
      racers: lanes.map((lane) => lane.state),
    };
  }

  /** Of a race that nobody trains. */
  function statusAt(made: number): RaceStatus {
    if (lanes.every((lane) => lane.state.diverged !== null)) return 'diverged';
    if (made >= config.steps) return 'done';
    return made === 0 ? 'ready' : 'paused';
  }

  async function weightsNow(): Promise<KeptRace> {
    const state = stateOf();
    return { state, weights: await Promise.all(lanes.map(({ trainer }) => trainer.weights())) };
  }

  async function round(): Promise<void> {
    const since = performance.now();
    const batch = batchOfStep(config, step + 1);
    const rate = rateAt(step + 1, config.steps, config.rate);
    for (const [place, lane] of lanes.entries()) {
      if (lane.state.diverged !== null) continue;
      const loss = await lane.trainer.step(batch, rate);
      if (Number.isNaN(loss)) putBack(place, lane);
      else {
        lane.firstLoss ??= loss;
        lane.state = { ...lane.state, loss, step: step + 1 };
      }
    }
    step++;
    timed++;
    milliseconds += performance.now() - since;
    settle();
    if (statusAt(step) !== 'diverged') return;
    status = 'diverged';
    wanted = false;
  }

  function putBack(place: number, lane: Lane): void {
    const [state, weights] = [good.state.racers[place], good.weights[place]];
    if (!state || !weights) throw new Error(`engine: nothing was kept of racer ${place}`);
    lane.trainer.take(weights);
    lane.state = { ...state, diverged: step + 1 };
  }

  /** What was kept before a step is good if no loss of that step is above what it began with. */
  function settle(): void {
    const well = lanes.every(
      ({ firstLoss, state }) =>
        state.diverged === null && firstLoss !== null && state.loss <= firstLoss,
    );
    if (well && unproven) {
      good = unproven;
      goodStep = good.state.step;
    }
    unproven = null;
  }

  async function evaluate(): Promise<void> {
    if (evaluatedAt === step) return;
    for (const lane of lanes) {
      const said: Int32Array[] = [];
      for (const { ids, length } of tests) {
        // A grid, or a table that ends, is not made longer.
        if (raceProblem(lane.racer, config, length)) break;
        said.push(await lane.trainer.predict(ids, length));
      }
      const byLength = said.map((each, i) => {
        const test = tests[i] as Batch; // as many as there are answers
        return { length: test.length, accuracy: shareRight(test, each) };
      });
      const [trained] = tests;
      const byPosition =
        trained === undefined
          ? []
          : Array.from({ length: trained.length }, (_, position) =>
              shareRight(trained, said[0] ?? new Int32Array(), position),
            );
      const accuracy = byLength[0]?.accuracy ?? Number.NaN;
      lane.state = { ...lane.state, accuracy, byLength, byPosition };
    }
    evaluatedAt = step;
    unproven = await weightsNow();
  }

  /** Trains while it is wanted, at most that far. */
  async function train(end: number): Promise<void> {
    const pause = pauses(100);
    status = 'running';
    wanted = true;
    tell(stateOf());
    // What was brought from elsewhere is looked at before it is trained any further.
    if (from && step === 0) {
      await evaluate();
      for (const lane of lanes) lane.state = { ...lane.state, before: lane.state.accuracy };
    }
    while (wanted && step < end) {
      await round();
      if (wanted && step % every === 0) await evaluate();
      for (const aside of asides.splice(0)) await aside();
      const turn = pause();
      if (!turn) continue;
      tell(stateOf());
      await turn;
    }
    await evaluate();
    for (const aside of asides.splice(0)) await aside();
    // Paused, stopped or diverged meanwhile: it says so already.
    if (status === 'running') status = statusAt(step);
    wanted = false;
    tell(stateOf());
  }

  /** One after another. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    busy = busy.then(work, work);
    return busy;
  }

  let good: KeptRace = { state: stateOf(), weights: begun };
  /** Kept after the last step, whose loss was of the weights before it. */
  let unproven: KeptRace | null = null;
  tell(stateOf());
  return {
    run: () => inTurn(() => train(config.steps)),
    pause() {
      if (status !== 'running') return;
      wanted = false;
      status = 'paused';
    },
    step: (count) => inTurn(() => train(step + count)),
    async inspect(racer, given) {
      const lane = lanes[racer];
      if (!lane) throw new RangeError(`racer: ${racer} is not in 0…${lanes.length - 1}`);
      const own = task.batch(randomOf(config.seed ^ testing), 1, config.length, config);
      const ids = given ? Int32Array.from(given) : own.ids;
      const counts = !given;
      // Not in turn: also between the steps of a race that goes on.
      const seen = await lane.trainer.inspect(ids);
      const targets = Array.from(ids, (_, at) =>
        counts && own.counted[at] ? (own.targets[at] ?? -1) : -1,
      );
      return { ...seen, tokens: Array.from(ids), targets };
    },
    keep() {
      return new Promise((resolve, reject) => {
        const aside = () => weightsNow().then(resolve, reject);
        if (status === 'running') asides.push(aside);
        else void inTurn(aside);
      });
    },
    lastGood: () => Promise.resolve(canGoBack ? good : null),
    stop() {
      wanted = false;
      status = 'stopped';
      void inTurn(async () => {
        for (const { trainer } of lanes) trainer.stop();
        tell(stateOf());
      });
    },
  };
}

/** What part of the counted positions is right; NaN where none counts. @param only  at this position */
function shareRight({ length, targets, counted }: Batch, said: Int32Array, only?: number): number {
  let [right, all] = [0, 0];
  counted.forEach((counts, at) => {
    if (!counts || (only !== undefined && at % length !== only)) return;
    all++;
    if (said[at] === targets[at]) right++;
  });
  return all === 0 ? Number.NaN : right / all;
}
