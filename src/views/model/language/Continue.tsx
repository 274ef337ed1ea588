/** Lets the model go on with the text: the likeliest token each time, or one drawn by a seed. */

import { useStore } from 'zustand';
import { continuationStore, continueText, stopContinuing } from '../../../show/continuing.ts';
import { plainNumber, shortValue } from '../../../show/words.ts';
import { numberRule } from '../../../state/options.ts';
import { pageOptions, samplingTemperatures, tokenCounts } from '../../../state/page.ts';
import { viewStore } from '../../../state/view.ts';
import { said } from '../../../text/t.ts';
import { useShown, useView } from '../../hooks/stores.ts';
import { useNumberField } from '../../hooks/useNumberField.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Select } from '../../parts/Select.tsx';
import { Terms } from '../../terms/Terms.tsx';
import './continue.css';

export function Continue() {
  const words = useWords();
  const going = useStore(continuationStore, (now) => now.going);
  const [goOn, sampling] = [useView((view) => view.goOn), useView((view) => view.sampling)];
  return (
    <section className="continue" aria-label={words('language.goOn')}>
      <button
        type="button"
        className="experiment-do"
        data-continue={going ? 'stop' : 'start'}
        onClick={() => (going ? stopContinuing() : void continueText(viewStore.getState()))}
      >
        {words(going ? 'language.goOn.stop' : 'language.goOn')}
      </button>
      <label data-control="goOn">
        <span>{words('language.goOn.count')}</span>
        <Select
          value={goOn}
          values={tokenCounts}
          says={String}
          choose={(count) => viewStore.setState({ goOn: count })}
        />
      </label>
      <label data-control="sampling">
        <span>
          <Terms text={words('language.goOn.sampling')} />
        </span>
        <Select
          value={sampling}
          values={samplingTemperatures}
          says={(temperature) =>
            temperature === '0' ? words('language.goOn.greedy') : plainNumber(Number(temperature))
          }
          choose={(temperature) => viewStore.setState({ sampling: temperature })}
        />
      </label>
      {sampling !== '0' && <Seed />}
      <Said />
    </section>
  );
}

function Seed() {
  const words = useWords();
  const draw = useView((view) => view.draw);
  const { field, refused } = useNumberField({
    rule: numberRule(pageOptions, 'draw'),
    name: words('language.goOn.seed'),
    value: draw,
    shown: String(draw),
    take: (seed) => viewStore.setState({ draw: seed }),
  });
  return (
    <label data-control="draw">
      <span>{words('language.goOn.seed')}</span>
      <input {...field} />
      {refused !== null && <span role="alert">{refused}</span>}
    </label>
  );
}

/** How far it is, how fast, and why it ended. */
function Said() {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { going, done, of, each, ended } = useStore(continuationStore);
  const model = useShown((now) => now.model);
  if (of === 0) return <p className="soft">{words('language.goOn.says')}</p>;
  const seconds = each.reduce((sum, milliseconds) => sum + milliseconds, 0) / 1000;
  const reading = going && done === 0;
  return (
    <p
      className="soft"
      role="status"
      data-written={done}
      data-going={going}
      data-ms={each.length > 0 ? (1000 * seconds) / each.length : ''}
    >
      {reading && words('language.goOn.reading')}
      {reading && model.kind === 'running' && ` · ${words('computing.layer', model)}`}
      {done > 0 && words('language.goOn.done', { done, of })}
      {seconds > 0 &&
        ` · ${words('language.goOn.rate', { rate: shortValue(each.length / seconds) })}`}
      {ended !== null && done > 0 && ' · '}
      {ended === 'end' ? words('language.goOn.end') : ended && said(ended, locale)}
    </p>
  );
}
