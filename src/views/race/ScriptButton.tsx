/** Saves a race as a PyTorch script, or says why there is none. */
import { useState } from 'react';
import { taskNamed } from '../../race/tasks.ts';
import type { RaceConfig } from '../../state/race.ts';
import type { Localized } from '../../text/locale.ts';
import { said } from '../../text/t.ts';
import { saveFile } from '../export/saveFile.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { racerNames } from './racers.ts';

export function ScriptButton({ config }: { readonly config: RaceConfig }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const [refused, setRefused] = useState<{ config: RaceConfig; why: Localized } | null>(null);
  async function save() {
    const { raceScriptOf, withoutRaceScript } = await import('../../export/race/raceScript.ts');
    const why = withoutRaceScript(config);
    setRefused(why && { config, why });
    if (why) return;
    const names = racerNames(config.racers, locale);
    const task = said(taskNamed(config.task).text.name, locale);
    const heading = [
      words('race.script.heading', { task, racers: names.join(', ') }),
      words('race.script.runs'),
      globalThis.location.href,
    ];
    const script = raceScriptOf(config, names, heading);
    saveFile(new Blob([script], { type: 'text/x-python' }), `race-${config.task}.py`);
  }
  return (
    <>
      <button type="button" className="tool" data-race="script" onClick={() => void save()}>
        {words('race.script')}
      </button>
      {refused?.config === config && (
        <span className="race-problem" role="alert">
          {said(refused.why, locale)}
        </span>
      )}
    </>
  );
}
