/** The Race room: small Transformers trained side by side, which differ in their encoding alone. */
import '../../text/later.ts';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { spreadsOverSeeds } from '../../explain/seeds.ts';
import { drawBatch } from '../../race/drawSequence.ts';
import { mostWithoutOrder } from '../../race/orderless.ts';
import { problemOfQuestion, problemOfRace } from '../../race/problem.ts';
import { racedIn } from '../../race/questions.ts';
import { loadResults, type Results, referencesFor } from '../../race/recorded/recorded.ts';
import { asked, isOf, raceStore, shownRun } from '../../show/race.ts';
import { configOf, ofSeed } from '../../state/raceRun.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useSize } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { Terms } from '../terms/Terms.tsx';
import { Examples } from './Answers.tsx';
import { AsRecorded } from './AsRecorded.tsx';
import { Inside } from './Inside.tsx';
import { RaceButtons } from './RaceButtons.tsx';
import { RaceCharts } from './RaceCharts.tsx';
import { RaceControls } from './RaceControls.tsx';
import { RaceResult } from './RaceResult.tsx';
import { RecordedResults } from './RecordedResults.tsx';
import { Runs } from './Runs.tsx';
import { UnderThePlate } from './UnderThePlate.tsx';
import './race.css';
import './recorded.css';

export { raceToEnd } from '../../show/race.ts';

/** Sequences among which it is counted what can be right without positions. */
const countedAmong = 400;

export default function RaceRoom({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const [body, { height }] = useSize<HTMLDivElement>();
  const race = useView((view) => view.race);
  const text = useSpecs(({ spec }) => spec.text);
  const frozen = useSpecs((history) => history.frozen);
  const now = useMemo(() => asked(race, text), [race, text]);
  const config = useMemo(() => configOf(now), [now]);
  const problem = useMemo(() => problemOfRace(config) ?? problemOfQuestion(now), [config, now]);
  const latest = useStore(raceStore, shownRun);
  // Where runs are not listed, the one shown is of what is set.
  const seen =
    !hide.includes('outcome') &&
    (!hide.includes('runs') || (latest && isOf(latest, ofSeed(now, 0))));
  const run = seen ? latest : null;
  const failed = useStore(raceStore, (races) => races.failed);
  const runSettings = run?.settings;
  const runText = run?.text;
  const shown = useMemo(
    () =>
      runSettings === undefined || runText === undefined
        ? config
        : racedIn({ settings: runSettings, text: runText }),
    [runSettings, runText, config],
  );
  const most = useMemo(
    () =>
      problemOfRace(shown) === null
        ? mostWithoutOrder(drawBatch(shown, countedAmong, shown.length, 0))
        : 1,
    [shown],
  );
  const asks = (run ?? now).settings.question !== 'none';
  const [results, setResults] = useState<Results | null>(null);
  useEffect(() => {
    void loadResults().then(setResults);
  }, []);
  const runs = useStore(raceStore, (races) => races.runs);
  const seeds = useMemo(() => run && spreadsOverSeeds(runs, run), [runs, run]);
  const recorded = useMemo(
    () => (results && !asks ? referencesFor(results, shown) : []),
    [results, shown, asks],
  );
  return (
    <main id="plate" className="room race-room" aria-label={words('app.room.race')}>
      <div className="race-side">
        {!hide.includes('title') && <h1>{words('race.title')}</h1>}
        {!hide.includes('title') && (
          <p className="soft race-same">
            <Terms text={words('race.same')} />
          </p>
        )}
        {!hide.includes('controls') && (
          <fieldset disabled={frozen}>
            <RaceControls settings={now.settings} config={config} />
          </fieldset>
        )}
        {!hide.includes('start') && <RaceButtons config={config} now={now} problem={problem} />}
        {results && !hide.includes('controls') && (
          <AsRecorded results={results} settings={now.settings} config={config} />
        )}
        {failed !== null && (
          <p className="race-problem" role="alert">
            {words('race.failed', { message: failed })}
          </p>
        )}
      </div>
      <div ref={body} className="race-body">
        <RaceResult run={run} config={shown} most={most} asks={now.settings.question} />
        {!run && problem === null && <Examples config={config} />}
        {run && (
          <>
            <RaceCharts
              run={run}
              config={shown}
              chance={shown.causal ? null : most}
              references={seeds ? seeds.spreads : recorded}
              referenceName={
                seeds ? words('race.chart.seeds', { seeds: seeds.seeds }) : words('recorded.chart')
              }
              room={height}
            />
            <Inside key={run.id} run={run} config={shown} />
          </>
        )}
        {!hide.includes('runs') && (
          <>
            <Runs config={shown} asks={asks} />
            {results && <RecordedResults results={results} />}
            <UnderThePlate />
          </>
        )}
      </div>
    </main>
  );
}
