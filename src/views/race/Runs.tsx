/** The runs there were: how each differs from the one before, how it went; saved and loaded. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { questionNamed, racedIn } from '../../race/questions.ts';
import { taskNamed } from '../../race/tasks.ts';
import {
  csvOf,
  fileOf,
  type KnownRun,
  load,
  raceStore,
  setRace,
  show,
  shownRun,
} from '../../show/race.ts';
import { percent, plainNumber } from '../../show/words.ts';
import type { RaceConfig } from '../../state/race.ts';
import { changesFrom } from '../../state/raceRun.ts';
import { said } from '../../text/t.ts';
import { saveFile } from '../export/saveFile.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { JsonButton } from '../parts/JsonButton.tsx';
import { racerNames } from './racers.ts';
import { ScriptButton } from './ScriptButton.tsx';

interface RunsProps {
  /** Of what is shown. */
  readonly config: RaceConfig;
  /** Whether that is a question, and not a race. */
  readonly asks: boolean;
}

export function Runs({ config, asks }: RunsProps) {
  const words = useWords();
  const runs = useStore(raceStore, (races) => races.runs);
  const problem = useStore(raceStore, (races) => races.problem);
  const run = useStore(raceStore, shownRun);
  const [saved, setSaved] = useState<{ file: string; size: number; weights: number } | null>(null);
  const save = async (which: KnownRun) => {
    const { file, bytesOfWeights } = await fileOf(which);
    const name = `race-${which.id}.json`;
    saveFile(file, name);
    const kilobytes = (bytes: number) => Math.round(bytes / 1000);
    setSaved({ file: name, size: kilobytes(file.size), weights: kilobytes(bytesOfWeights) });
  };
  return (
    <section className="race-runs" aria-label={words('race.runs')}>
      <h2>{words('race.runs')}</h2>
      {runs.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{words('race.runs.run')}</th>
              <th scope="col">{words('race.runs.changes')}</th>
              <th scope="col">{words('race.runs.steps')}</th>
              <th scope="col">{words('race.runs.racers')}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((each, at) => (
              <RunRow key={each.id} run={each} before={runs[at - 1]} chosen={each.id === run?.id} />
            ))}
          </tbody>
        </table>
      )}
      <p className="race-files screen-only">
        <button
          type="button"
          className="tool"
          disabled={!run}
          data-race="save"
          onClick={() => {
            if (run) void save(run);
          }}
        >
          {words('race.save')}
        </button>
        <button
          type="button"
          className="tool"
          disabled={!run}
          data-race="csv"
          onClick={() => run && saveFile(csvOf(run), `race-${run.id}.csv`)}
        >
          {words('race.csv')}
        </button>
        {/* A question begins with the weights of a racer that a script does not have. */}
        {!asks && <ScriptButton config={config} />}
        <JsonButton name="race" label={words('race.load')} take={(file) => void load(file)} />
      </p>
      <p className="soft race-saved" role="status">
        {saved && words('race.saved', saved)}
      </p>
      {problem && (
        <p className="race-problem" role="alert" data-file-problem={problem}>
          {words(`race.file.${problem}`)}
        </p>
      )}
    </section>
  );
}

interface RowProps {
  readonly run: KnownRun;
  readonly before: KnownRun | undefined;
  readonly chosen: boolean;
}

function RunRow({ run, before, chosen }: RowProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { settings, state, id, loaded } = run;
  const names = racerNames(racedIn(run).racers, locale);
  const valueOf = (name: ReturnType<typeof changesFrom>[number]): string => {
    if (name === 'racers') return names.join(', ');
    if (name === 'task') return said(taskNamed(settings.task).text.name, locale);
    if (name === 'question') {
      const question = questionNamed(settings.question);
      return question ? said(question.text.name, locale) : words('race.question.none');
    }
    if (name === 'backend') return words(`race.backend.${settings.backend}`);
    if (name === 'text') return words('race.runs.otherText');
    if (name === 'causal') return words(settings.causal ? 'race.runs.on' : 'race.runs.off');
    return plainNumber(settings[name]);
  };
  const changes = before
    ? changesFrom(before, run).map((name) => `${words(`race.field.${name}`)}: ${valueOf(name)}`)
    : [said(taskNamed(settings.task).text.name, locale), names.join(', ')];
  const results = state.racers.map(({ accuracy }, place) =>
    words('race.runs.result', {
      racer: names[place] ?? '',
      share: Number.isNaN(accuracy) ? '–' : percent(accuracy),
    }),
  );
  return (
    <tr data-run={id} aria-current={chosen || undefined}>
      <td>
        <button
          type="button"
          className="tool"
          aria-pressed={chosen}
          onClick={() => {
            void show(id);
            setRace(settings);
          }}
        >
          {loaded ? words('race.runs.loaded', { id }) : plainNumber(id)}
        </button>
      </td>
      <td>{changes.length > 0 ? changes.join('; ') : words('race.runs.same')}</td>
      <td>
        {plainNumber(state.step)}
        {state.status === 'diverged' && ` · ${words('race.status.diverged')}`}
      </td>
      <td>{results.join(' · ')}</td>
    </tr>
  );
}
