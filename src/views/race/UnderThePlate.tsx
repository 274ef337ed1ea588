/** Trained racers to be put under every room: those that come with the page, and those of the run shown. */

import { useState } from 'react';
import { useStore } from 'zustand';
import { racedIn } from '../../race/questions.ts';
import { winnerNames } from '../../race/recorded/winners.ts';
import { taskNamed } from '../../race/tasks.ts';
import { putRacer, putWinner } from '../../show/putRaced.ts';
import { type KnownRun, raceStore, shownRun } from '../../show/race.ts';
import { type RaceConfig, taskNames } from '../../state/race.ts';
import { defaultParams } from '../../state/spec.ts';
import { said } from '../../text/t.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { racerNames } from './racers.ts';

export function UnderThePlate() {
  const words = useWords();
  const run = useStore(raceStore, shownRun);
  const frozen = useSpecs((history) => history.frozen);
  return (
    <section className="race-under screen-only" aria-label={words('raced.title')}>
      <h2>{words('raced.title')}</h2>
      <p className="soft">{words('raced.says')}</p>
      <fieldset disabled={frozen}>
        <p className="race-files">
          {winnerNames.map((name) => (
            <WinnerButton key={name} name={name} />
          ))}
        </p>
        {run && (
          <>
            <p className="race-files">
              {racedIn(run).racers.map((_, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a racer is told by its place.
                <OwnButton key={place} run={run} place={place} />
              ))}
            </p>
            <p className="soft">{words('raced.kept')}</p>
          </>
        )}
      </fieldset>
    </section>
  );
}

/** The name of a file: task and scheme. */
function partsOf(name: string): { readonly task: RaceConfig['task']; readonly encoding: string } {
  const task = taskNames.find((each) => name.startsWith(`${each}-`));
  if (!task) throw new Error(`winners: ${name}.json begins with no task`);
  return { task, encoding: name.slice(task.length + 1) };
}

function WinnerButton({ name }: { readonly name: string }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { task, encoding } = partsOf(name);
  const [racer = ''] = racerNames([{ encoding, params: defaultParams(encoding) }], locale);
  return (
    <button type="button" className="tool" data-winner={name} onClick={() => void putWinner(name)}>
      {words('raced.winner', { task: said(taskNamed(task).text.name, locale), racer })}
    </button>
  );
}

interface OwnProps {
  readonly run: KnownRun;
  readonly place: number;
}

function OwnButton({ run, place }: OwnProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const [gone, setGone] = useState(false);
  const name = racerNames(racedIn(run).racers, locale)[place] ?? '';
  return (
    <button
      type="button"
      className="tool"
      disabled={gone || run.state.step === 0}
      data-raced={place}
      onClick={() => void putRacer(run, place).then((put) => setGone(!put))}
    >
      {words('raced.own', { id: run.id, racer: name })}
    </button>
  );
}
