/** Whether what was recorded before is drawn beside the race that is set; if not, a button takes its sizes. */
import {
  asRecorded,
  isAsRecorded,
  type Results,
  referencesFor,
} from '../../race/recorded/recorded.ts';
import { setRace } from '../../show/race.ts';
import type { RaceConfig } from '../../state/race.ts';
import type { RaceSettings } from '../../state/raceLink.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { racerNames } from './racers.ts';

interface Props {
  readonly results: Results;
  readonly settings: RaceSettings;
  readonly config: RaceConfig;
}

export function AsRecorded({ results, settings, config }: Props) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const frozen = useSpecs((history) => history.frozen);
  const of = settings.question === 'none' && results.rows.some(({ task }) => task === config.task);
  if (!of) return null;
  if (!isAsRecorded(results, config)) {
    return (
      <p className="race-asks" data-as-recorded="no">
        {words('recorded.differs')}{' '}
        <button
          type="button"
          className="tool race-take screen-only"
          disabled={frozen}
          onClick={() => setRace(asRecorded(results, settings))}
        >
          {words('recorded.take')}
        </button>
      </p>
    );
  }
  const names = racerNames(config.racers, locale);
  const known = referencesFor(results, config).flatMap((spreads, place) =>
    spreads ? [names[place] ?? ''] : [],
  );
  const racers = new Intl.ListFormat(locale, { type: 'conjunction' }).format(known);
  return (
    <p className="race-asks" data-as-recorded="yes">
      {known.length > 0 ? words('recorded.beside', { racers }) : words('recorded.others')}
    </p>
  );
}
