/** Start, pause, single step, stop; how far it is, and what it will take. */
import { useStore } from 'zustand';
import { costOf } from '../../race/cost.ts';
import { racedIn } from '../../race/questions.ts';
import { taskNamed } from '../../race/tasks.ts';
import { canGoOn, pause, raceStore, shownRun, start, stepOnce, stop } from '../../show/race.ts';
import { plainNumber, significant } from '../../show/words.ts';
import type { RaceConfig } from '../../state/race.ts';
import type { Asked } from '../../state/raceRun.ts';
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
  const left = stepsPerSecond > 0 ? (steps - step) / stepsPerSecond : null;
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
            disabled={problem !== null}
            onClick={() => void start()}
          >
            {words(goesOn && step > 0 ? 'race.resume' : trained ? 'race.again' : 'race.start')}
          </button>
        )}
        <button
          type="button"
          data-race="step"
          disabled={running || problem !== null}
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
        {trained && words(`race.status.${trained.state.status}`)}
      </p>
      {trained && (running || goesOn) && (
        <progress max={steps} value={step} aria-label={words('race.progress', { step, steps })} />
      )}
      {problem ? (
        <p className="race-problem" role="status">
          {said(problem, locale)}
        </p>
      ) : (
        <p className="race-pace" data-status={trained?.state.status ?? 'none'}>
          {trained && (running || goesOn) ? (
            <>
              {words('race.progress', { step, steps })}
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
          ) : (
            <Costs config={config} />
          )}
        </p>
      )}
    </div>
  );
}

/** Where a race takes longer than this many seconds, or more bytes, it is said that it is much. */
const much = { seconds: 60, bytes: 2 ** 29 };

/** What it will take: in time, once a run of the page has shown how fast this device is. */
function Costs({ config }: { readonly config: RaceConfig }) {
  const words = useWords();
  const run = useStore(raceStore, (races) => shownRun(races));
  const cost = costFor(config);
  const pace = run && !run.loaded ? run.state.stepsPerSecond * costFor(racedIn(run)).perStep : 0;
  const seconds = pace > 0 ? (config.steps * cost.perStep) / pace : null;
  const parts = [
    words('race.cost', {
      parameters: plainNumber(cost.parameters),
      work: significant((config.steps * cost.perStep) / 1e9),
      megabytes: significant(cost.bytes / 2 ** 20),
    }),
    seconds === null ? '' : words('race.cost.time', { time: timeText(seconds, words) }),
    (seconds ?? (config.steps * cost.perStep) / 3e9) > much.seconds || cost.bytes > much.bytes
      ? words('race.cost.much')
      : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const costFor = (config: RaceConfig) => costOf(config, taskNamed(config.task).vocabulary(config));
