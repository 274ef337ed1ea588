/** Start, pause, single step, stop; how far it is, and what it will take. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { costOf } from '../../race/cost.ts';
import { racedIn } from '../../race/questions.ts';
import { taskNamed } from '../../race/tasks.ts';
import {
  canGoOn,
  isTrained,
  pause,
  raceStore,
  shownRun,
  start,
  stepOnce,
  stop,
  unracedOf,
} from '../../show/race.ts';
import { plainNumber, significant } from '../../show/words.ts';
import type { RaceConfig } from '../../state/race.ts';
import { type Asked, ofSeed } from '../../state/raceRun.ts';
import type { Localized } from '../../text/locale.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { timeText } from './timeText.ts';

interface Props {
  readonly config: RaceConfig;
  readonly now: Asked;
  /** Why it cannot be raced, or null. */
  readonly problem: Localized | null;
}

export function RaceButtons({ config, now, problem }: Props) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const trained = useStore(
    raceStore,
    ({ runs, trains }) => runs.find(({ id }) => id === trains) ?? null,
  );
  const goesOn = useStore(raceStore, (races) => canGoOn(races, now));
  const running = trained?.state.status === 'running';
  const { step = 0, steps = 1, stepsPerSecond = 0 } = trained?.state ?? {};
  const runs = useStore(raceStore, (races) => races.runs);
  const ofNow = useStore(raceStore, (races) => isTrained(races, now));
  const { seeds } = now.settings;
  const unraced = useMemo(() => unracedOf(runs, now), [runs, now]);
  const raced = seeds - unraced.length;
  const seedAt = (place: number) => String(ofSeed(now, place).settings.seed);
  const next = seedAt(unraced[0] ?? 0);
  const several = seeds > 1 && ofNow && raced < seeds;
  const stepsLeft = steps - step + (several ? (unraced.length - 1) * steps : 0);
  const left = stepsPerSecond > 0 ? stepsLeft / stepsPerSecond : null;
  /** Which of several seeds is raced. */
  const which = several ? [words('race.series', { seed: next, at: raced + 1, seeds })] : [];
  const allRaced = seeds > 1 && raced === seeds;
  return (
    <div className="race-go">
      <div className="race-buttons screen-only">
        {running ? (
          <button type="button" className="race-main-button" data-race="pause" onClick={pause}>
            {words('race.pause')}
          </button>
        ) : (
          <button
            type="button"
            className="race-main-button"
            data-race="start"
            disabled={problem !== null || allRaced}
            onClick={() => void start()}
          >
            {goesOn && step > 0
              ? words('race.resume')
              : seeds > 1 && raced > 0 && !allRaced
                ? words('race.series.next', { seed: next })
                : words(trained ? 'race.again' : 'race.start')}
          </button>
        )}
        <button
          type="button"
          data-race="step"
          disabled={running || problem !== null || allRaced}
          onClick={() => void stepOnce()}
        >
          {words('race.step')}
        </button>
        <button
          type="button"
          data-race="stop"
          disabled={!running && !(goesOn && step > 0)}
          onClick={() => void stop()}
        >
          {words('race.stop')}
        </button>
      </div>
      <p role="status" className="visually-hidden">
        {trained && [...which, words(`race.status.${trained.state.status}`)].join(' · ')}
      </p>
      {trained && (running || goesOn) && (
        <progress
          max={several ? seeds : 1}
          value={(several ? raced : 0) + step / steps}
          aria-label={[...which, words('race.progress', { step, steps })].join(' · ')}
        />
      )}
      {problem ? (
        <p className="race-problem" role="status">
          {said(problem, locale)}
        </p>
      ) : (
        <p className="race-pace" data-status={trained?.state.status ?? 'none'}>
          {trained && (running || goesOn) ? (
            <>
              {[...which, words('race.progress', { step, steps })].join(' · ')}
              {running && left !== null && (
                <>
                  {' · '}
                  {words('race.speed', {
                    speed: significant(stepsPerSecond),
                    left: timeText(left, words),
                  })}
                </>
              )}
              {trained.state.backend !== '' && ` · ${trained.state.backend}`}
            </>
          ) : allRaced ? (
            words('race.series.done', {
              seeds,
              list: new Intl.ListFormat(locale).format(
                Array.from({ length: seeds }, (_, place) => seedAt(place)),
              ),
            })
          ) : (
            <Costs config={config} seeds={unraced.length || 1} />
          )}
        </p>
      )}
    </div>
  );
}

/** Where a race takes longer than this many seconds, or more bytes, it is said that it is much. */
const much = { seconds: 60, bytes: 2 ** 29 };

/** What it will take: in time, once a run of the page has shown how fast this device is. */
function Costs({ config, seeds }: { readonly config: RaceConfig; readonly seeds: number }) {
  const words = useWords();
  const run = useStore(raceStore, (races) => shownRun(races));
  const cost = costFor(config);
  const pace = run && !run.loaded ? run.state.stepsPerSecond * costFor(racedIn(run)).perStep : 0;
  const all = seeds * config.steps * cost.perStep;
  const seconds = pace > 0 ? all / pace : null;
  const parts = [
    words('race.cost', {
      parameters: plainNumber(cost.parameters),
      work: significant(all / 1e9),
      megabytes: significant(cost.bytes / 2 ** 20),
    }),
    seconds === null ? '' : words('race.cost.time', { time: timeText(seconds, words) }),
    (seconds ?? all / 3e9) > much.seconds || cost.bytes > much.bytes ? words('race.cost.much') : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const costFor = (config: RaceConfig) => costOf(config, taskNamed(config.task).vocabulary(config));
