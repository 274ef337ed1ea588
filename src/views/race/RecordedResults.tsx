/** What was recorded of each task and scheme: the mean of three seeds and the range; raced again by a button. */
import { useState } from 'react';
import {
  type Results,
  type Row,
  rowOf,
  settingsFor,
  spreadsOf,
} from '../../race/recorded/recorded.ts';
import { taskNamed } from '../../race/tasks.ts';
import { setRace } from '../../show/race.ts';
import { percent, plainNumber } from '../../show/words.ts';
import { usualRace } from '../../state/raceLink.ts';
import { defaultParams } from '../../state/spec.ts';
import { said } from '../../text/t.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { racerNames } from './racers.ts';

/** From here on a share is set in bold: the task counts as learned. */
const learned = 0.95;

export function RecordedResults({ results }: { readonly results: Results }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const frozen = useSpecs((history) => history.frozen);
  const [place, setPlace] = useState(0);
  const { lengths, seeds, rows, settings } = results;
  const tasks = [...new Set(rows.map(({ task }) => task))];
  const racers = [...new Set(rows.map(({ racer }) => racer))];
  const names = racerNames(
    racers.map((encoding) => ({ encoding, params: defaultParams(encoding) })),
    locale,
  );
  const { dim, heads, steps, depth } = { ...usualRace, ...settings };
  const length = lengths[0] ?? 0;
  return (
    <section className="race-runs race-recorded" aria-label={words('recorded.title')}>
      <h2>{words('recorded.title')}</h2>
      <p className="soft">
        {words('recorded.says', { seeds: seeds.length, length, dim, heads, depth, steps })}
      </p>
      <div className="race-recorded-lengths" role="group" aria-label={words('race.axis.length')}>
        <span className="soft">{words('race.axis.length')}</span>
        {lengths.map((each, at) => (
          <button
            key={each}
            type="button"
            className="tool"
            aria-pressed={at === place}
            onClick={() => setPlace(at)}
          >
            {at === 0 ? words('recorded.trained', { length: each }) : plainNumber(each)}
          </button>
        ))}
      </div>
      <div
        className="race-recorded-table"
        tabIndex={0}
        role="group"
        aria-label={words('recorded.title')}
      >
        <table>
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <tr key={task} data-recorded={task}>
                <th scope="row">{said(taskNamed(task).text.name, locale)}</th>
                {racers.map((racer) => (
                  <Cell
                    key={racer}
                    results={results}
                    row={rowOf(results, task, racer)}
                    place={place}
                  />
                ))}
                <td className="screen-only">
                  <button
                    type="button"
                    className="tool"
                    disabled={frozen}
                    aria-label={words('recorded.again.task', {
                      task: said(taskNamed(task).text.name, locale),
                    })}
                    onClick={() => setRace(settingsFor(results, task))}
                  >
                    {words('recorded.again')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface CellProps {
  readonly results: Results;
  readonly row: Row | undefined;
  readonly place: number;
}

/** The mean, and under it the range where there is one. */
function Cell({ results, row, place }: CellProps) {
  const spread = row && spreadsOf(results, row)[place];
  if (!spread) return <td className="soft">–</td>;
  const { mean, least, most } = spread;
  const [low, high] = [percent(least), percent(most)];
  return (
    <td className={mean >= learned ? 'learned' : undefined}>
      {percent(mean)}
      <small className="soft">{low === high ? '' : `${low}–${high}`}</small>
    </td>
  );
}
