/** A sequence of a task: what is asked, what is right, and what racers say. */
import { hueOf } from '../../fields/hues.ts';
import type { ToldTask } from '../../race/defineTask.ts';
import { drawSequence } from '../../race/drawSequence.ts';
import { taskNamed } from '../../race/tasks.ts';
import type { Inspection, RaceConfig } from '../../state/race.ts';
import { labelOf } from '../../text/tokens.ts';
import { useTheme } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';

export interface Sequence {
  readonly tokens: readonly number[];
  /** Null where nothing is asked. */
  readonly targets: readonly (number | null)[];
}

interface Props {
  readonly task: ToldTask;
  readonly config: RaceConfig;
  readonly names: readonly string[];
  readonly sequence: Sequence;
  readonly seen: readonly Inspection[];
}

/** The sequence, what is right, and under it what each racer says: wrong answers are struck through. */
export function Answers({ task, config, names, sequence, seen }: Props) {
  const words = useWords();
  const theme = useTheme();
  const symbols = task.symbols(config);
  const asked = sequence.targets.filter((target) => target !== null).length;
  const sign = (id: number | null | undefined) =>
    id === null || id === undefined ? '' : labelOf(symbols[id] ?? '');
  return (
    <div className="race-answers" tabIndex={0} role="group" aria-label={words('race.answers')}>
      <table>
        <tbody>
          <tr>
            <th scope="row">{words('race.answers.asked')}</th>
            {sequence.tokens.map((id, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a position.
              <td key={at}>{sign(id)}</td>
            ))}
            <td />
          </tr>
          <tr>
            <th scope="row">{words('race.answers.right')}</th>
            {sequence.targets.map((id, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a position.
              <td key={at}>{sign(id)}</td>
            ))}
            <td />
          </tr>
          {seen.map(({ predicted }, place) => {
            const right = sequence.targets.filter(
              (target, at) => target !== null && predicted[at] === target,
            ).length;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a racer is told by its place.
              <tr key={place} data-answers={place}>
                <th scope="row">
                  <svg aria-hidden="true" viewBox="0 0 20 4">
                    <line x2="20" y1="2" y2="2" stroke={hueOf(theme, place)} />
                  </svg>
                  {names[place]}
                </th>
                {sequence.targets.map((target, at) => {
                  if (target === null) {
                    // biome-ignore lint/suspicious/noArrayIndexKey: a position.
                    return <td key={at} />;
                  }
                  const well = predicted[at] === target;
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a position.
                    <td key={at} className={well ? 'right' : 'wrong'}>
                      {well ? sign(predicted[at]) : <s>{sign(predicted[at])}</s>}
                      <span className="visually-hidden">
                        {words(well ? 'race.answers.well' : 'race.answers.ill')}
                      </span>
                    </td>
                  );
                })}
                <td className="race-count">{words('race.answers.count', { right, asked })}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Which sequences stand there before anyone has learned. */
const first = [1, 2, 3] as const;

/** What the racers will be asked. */
export function Examples({ config }: { readonly config: RaceConfig }) {
  const words = useWords();
  return (
    <section className="race-examples" aria-label={words('race.examples')}>
      <h2>{words('race.examples')}</h2>
      {first.map((place) => (
        <Answers
          key={place}
          task={taskNamed(config.task)}
          config={config}
          names={[]}
          sequence={drawSequence(config, config.length, place)}
          seen={[]}
        />
      ))}
    </section>
  );
}
