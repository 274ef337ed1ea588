/** A run of the race as it is kept: what was set, how it went, where it ended. No tensors. */
import { readRivals } from './compare.ts';
import { mostRacers, type RaceConfig, type RacerState, type RaceState } from './race.ts';
import { type RaceSettings, raceSettings } from './raceLink.ts';
import type { RacerWeights } from './raceWeights.ts';

/** What was seen of a racer at a step. */
export interface CurvePoint {
  readonly step: number;
  readonly loss: number;
  /** Of the last evaluation; NaN before the first. */
  readonly accuracy: number;
}

export interface Run {
  readonly settings: RaceSettings;
  /** What was learned from, of the task `text`; else empty. */
  readonly text: string;
  readonly state: RaceState;
  /** One for each racer. */
  readonly curves: readonly (readonly CurvePoint[])[];
  /** Of each racer, where they were kept: with them it can be looked into, and gone on with. */
  readonly weights: readonly RacerWeights[] | null;
}

/** What is to be raced. */
export type Asked = Pick<Run, 'settings' | 'text'>;

/** Also of what cannot be raced: that is for whoever starts it to say. */
export function configOf({ settings, text }: Asked): RaceConfig {
  return { ...settings, text, racers: readRivals(settings.racers, mostRacers).rivals };
}

/** Of several seeds that are asked for one alone. @param place  from 0 */
export const ofSeed = ({ settings, text }: Asked, place: number): Asked => ({
  settings: { ...settings, seed: (settings.seed + place) % 2 ** 32, seeds: 1 },
  text,
});

/** A curve has no more points than twice this; then every second one goes. */
export const fewestPoints = 500;

/** The curves with what is seen now; nothing where no step was made since. */
export function grown(
  curves: Run['curves'],
  racers: readonly Pick<RacerState, 'step' | 'loss' | 'accuracy' | 'before'>[],
): Run['curves'] {
  return racers.map(({ step, loss, accuracy, before: first }, place) => {
    const curve = curves[place] ?? begun(first);
    const last = curve.at(-1);
    // One that diverged was put back to a step that is drawn already.
    if (Number.isNaN(loss) || (last && step < last.step)) return curve;
    const before = last?.step === step ? curve.slice(0, -1) : curve;
    const next = [...before, { step, loss, accuracy }];
    // The last one stays: it is what is shown of the present.
    return next.length <= 2 * fewestPoints
      ? next
      : next.filter((_, at) => at % 2 === 0 || at === next.length - 1);
  });
}

/** What is known before the first step. */
const begun = (accuracy: number): readonly CurvePoint[] =>
  Number.isNaN(accuracy) ? [] : [{ step: 0, loss: Number.NaN, accuracy }];

/** The settings in which a run differs from another, in the order of the link; the text last. */
export function changesFrom(before: Run, run: Run): readonly (keyof RaceSettings | 'text')[] {
  const names = raceSettings
    .map(({ name }) => name)
    .filter((name) => before.settings[name] !== run.settings[name]);
  return before.text === run.text ? names : [...names, 'text'];
}

/** The curves of all racers as comma-separated values, one line for each racer and step. */
export function curvesCsv({ state, curves }: Run): string {
  const lines = curves.flatMap((curve, place) =>
    curve.map(({ step, loss, accuracy }) =>
      [place + 1, state.racers[place]?.encoding, step, loss, number(accuracy)].join(','),
    ),
  );
  return ['racer,encoding,step,loss,accuracy', ...lines, ''].join('\n');
}

const number = (value: number): string => (Number.isNaN(value) ? '' : String(value));
