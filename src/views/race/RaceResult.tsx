/** What the outcome means, in sentences with its numbers: of a race, or of the question that it answers. */
import { useStore } from 'zustand';
import { type Finding, findingsOf } from '../../explain/raceResult.ts';
import { outcomesOf, questionNamed } from '../../race/questions.ts';
import { taskNamed } from '../../race/tasks.ts';
import { gentler, goOnGently, type KnownRun, raceStore } from '../../show/race.ts';
import { percent } from '../../show/words.ts';
import type { RaceConfig } from '../../state/race.ts';
import type { RaceSettings } from '../../state/raceLink.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Terms } from '../terms/Terms.tsx';
import { racerNames } from './racers.ts';

interface Props {
  readonly run: KnownRun | null;
  readonly config: RaceConfig;
  /** What an encoder without positions has right at most. */
  readonly most: number;
  /** What is set to be asked. */
  readonly asks: RaceSettings['question'];
}

interface DivergedProps {
  readonly run: KnownRun;
  readonly name: (racer: number) => string;
}

/** Whose loss is no number any more, and how to go on from before. */
function Diverged({ run, name }: DivergedProps) {
  const words = useWords();
  const trained = useStore(raceStore, ({ race, trains }) => race !== null && trains === run.id);
  const { racers, lastGood } = run.state;
  const ill = racers.flatMap(({ diverged, step }, racer) =>
    diverged === null ? [] : [{ racer, diverged, step }],
  );
  if (ill.length === 0) return null;
  const { rate } = run.settings;
  return (
    <div role="alert">
      {ill.map(({ racer, diverged, step }) => (
        <p key={racer} className="race-problem" data-diverged={racer}>
          {words('race.diverged', {
            racer: name(racer),
            at: diverged,
            step,
            rate: String(rate),
          })}
        </p>
      ))}
      {trained && lastGood !== null && run.state.status !== 'stopped' && (
        <button
          type="button"
          className="tool race-gently screen-only"
          data-race="gently"
          onClick={() => void goOnGently()}
        >
          {words('race.gently', { step: lastGood, rate: String(gentler(rate)) })}
        </button>
      )}
    </div>
  );
}

export function RaceResult({ run, config, most, asks }: Props) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const names = racerNames(config.racers, locale);
  const name = (racer: number) => names[racer] ?? '';
  const list = (racers: readonly number[]) =>
    new Intl.ListFormat(locale, { type: 'conjunction' }).format(racers.map(name));
  const sentence = (finding: Finding): string => {
    switch (finding.kind) {
      case 'nothing':
        return said(taskNamed(config.task).text.why, locale);
      case 'learned':
        return words('race.found.learned', {
          racers: list(finding.racers),
          share: percent(finding.least),
        });
      case 'noneLearned':
        return words('race.found.noneLearned', {
          racer: name(finding.best),
          share: percent(finding.accuracy),
        });
      case 'orderless':
        return words('race.found.orderless', {
          racer: name(finding.racer),
          share: percent(finding.accuracy),
          most: percent(finding.most),
        });
      case 'distances':
        return words('race.found.distances', {
          racers: list(finding.racers),
          share: percent(finding.accuracy),
        });
      case 'longer': {
        const { length, best, worst } = finding;
        const holes = { length, best: name(best), bestShare: percent(finding.bestAccuracy) };
        if (best === worst) return words('race.found.far', holes);
        const worstShare = percent(finding.worstAccuracy);
        return words('race.found.longer', { ...holes, worst: name(worst), worstShare });
      }
    }
  };
  const question = questionNamed(run?.settings.question ?? asks);
  if (question) {
    const measured = run?.state.racers.every(({ accuracy }) => !Number.isNaN(accuracy));
    const answer =
      run && measured ? question.says(outcomesOf(run.state), config) : question.text.asks;
    return (
      <div className="race-result" data-findings={run ? question.name : 'asks'}>
        {run && <Diverged run={run} name={name} />}
        <p>
          <Terms text={said(answer, locale)} />
        </p>
      </div>
    );
  }
  const findings: readonly Finding[] = run
    ? findingsOf(config, run.state, most)
    : [{ kind: 'nothing' }];
  return (
    <div className="race-result" data-findings={findings.map(({ kind }) => kind).join(' ')}>
      {run && <Diverged run={run} name={name} />}
      {findings.map((finding) => (
        <p key={finding.kind}>
          <Terms text={sentence(finding)} />
        </p>
      ))}
    </div>
  );
}
