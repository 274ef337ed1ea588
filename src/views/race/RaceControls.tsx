/** What is raced: the task, the racers, their sizes; and what it will take. */

import { useId, useState } from 'react';
import { encodingOf } from '../../encodings/index.ts';
import { hueOf } from '../../fields/hues.ts';
import { questionNamed, questions } from '../../race/questions.ts';
import { taskNamed } from '../../race/tasks.ts';
import { setRace } from '../../show/race.ts';
import { writeRivals } from '../../state/compare.ts';
import { numberRule } from '../../state/options.ts';
import { mostRacers, type RaceConfig, type Racer, taskNames } from '../../state/race.ts';
import { type RaceSettings, raceSettings } from '../../state/raceLink.ts';
import { defaultParams, paramsOf } from '../../state/spec.ts';
import { formatNumber, said } from '../../text/t.ts';
import { useTheme, useView } from '../hooks/stores.ts';
import { useNumberField } from '../hooks/useNumberField.ts';
import { useTextField } from '../hooks/useTextField.ts';
import { useWords } from '../hooks/useWords.ts';
import { fetchPicker, sayNoPicker } from '../PickerDoor.tsx';
import { Fetched } from '../parts/Fetched.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { Select } from '../parts/Select.tsx';
import { Terms } from '../terms/Terms.tsx';
import { RacerParameters } from './RacerParameters.tsx';
import { racerNames } from './racers.ts';

interface Props {
  readonly settings: RaceSettings;
  readonly config: RaceConfig;
}

export function RaceControls({ settings, config }: Props) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const task = taskNamed(settings.task);
  return (
    <>
      <label className="race-field race-task">
        <span>{words('race.task')}</span>
        <Select
          value={settings.task}
          data-control="task"
          values={taskNames}
          says={(name) => said(taskNamed(name).text.name, locale)}
          choose={(chosen) => setRace({ task: chosen })}
        />
      </label>
      <p className="race-asks">
        <Terms text={said(task.text.asks, locale)} />
      </p>
      {settings.task === 'text' && <RaceText />}
      <Question settings={settings} config={config} />
      <Racers config={config} alone={settings.question !== 'none'} />
      <div className="race-sizes">
        <Size name="length" among={[8, 12, 16, 24, 32, 48, 64]} settings={settings} />
        <Size name="depth" among={[1, 2, 3, 4]} settings={settings} />
        <Size name="dim" among={[16, 24, 32, 48, 64, 96, 128]} settings={settings} />
        <Size name="heads" among={[1, 2, 4, 8]} settings={settings} />
        <Size name="batch" among={[4, 8, 16, 32, 64, 128]} settings={settings} />
        <TypedNumber name="steps" settings={settings} />
        <TypedNumber name="rate" settings={settings} />
        <TypedNumber name="seed" settings={settings} />
        <Size name="seeds" among={[1, 2, 3, 4, 5]} settings={settings} />
        <label className="race-field race-causal">
          <input
            type="checkbox"
            checked={settings.causal}
            data-control="causal"
            onChange={({ target }) => setRace({ causal: target.checked })}
          />
          <span>
            <Terms text={words('race.field.causal')} />
          </span>
        </label>
        <label className="race-field race-backend">
          <span>{words('race.field.backend')}</span>
          <Select
            value={settings.backend}
            data-control="backend"
            values={['auto', 'cpu', 'webgpu']}
            says={(each) => words(`race.backend.${each}`)}
            choose={(chosen) => setRace({ backend: chosen })}
          />
        </label>
      </div>
    </>
  );
}

/** What the characters are learned from: the text that all rooms share. */
function RaceText() {
  const words = useWords();
  const id = useId();
  const text = useTextField();
  /** Characters of a paste that did not fit. */
  const [pasted, setPasted] = useState(0);
  return (
    <div className="race-text">
      <label htmlFor={id}>{words('race.text')}</label>
      <textarea
        id={id}
        rows={3}
        data-control="text"
        {...text}
        onPaste={({ clipboardData }) => {
          const { length } = clipboardData.getData('text');
          setPasted(length > text.maxLength ? length : 0);
        }}
      />
      {pasted > 0 && (
        <p className="race-problem" role="alert">
          {words('race.text.long', { count: pasted, most: text.maxLength })}
        </p>
      )}
    </div>
  );
}

/** What is asked of the first racer, or nothing: then all race. */
function Question({ settings, config }: Props) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const question = questionNamed(settings.question);
  const ask = (name: string) => {
    const chosen = questions.find((each) => each.name === name);
    const [racer] = config.racers;
    const suits = !chosen || (racer !== undefined && chosen.suits(racer));
    const fit = suits ? {} : { racers: chosen.usual };
    setRace({ question: chosen?.name ?? 'none', ...fit });
  };
  return (
    <>
      <label className="race-field race-task">
        <span>{words('race.field.question')}</span>
        <select
          value={settings.question}
          data-control="question"
          onChange={({ target }) => ask(target.value)}
        >
          <option value="none">{words('race.question.none')}</option>
          {questions.map(({ name, text }) => (
            <option key={name} value={name}>
              {said(text.name, locale)}
            </option>
          ))}
        </select>
      </label>
      {question && (
        <p className="race-asks">
          <Terms text={said(question.text.asks, locale)} />
          {question.steps !== null && ` ${words('race.question.first')}`}
        </p>
      )}
    </>
  );
}

/** @param props.alone  whether the first of them is the only one that matters */
function Racers({ config, alone }: Pick<Props, 'config'> & { readonly alone: boolean }) {
  const { racers } = config;
  const words = useWords();
  const locale = useView((view) => view.locale);
  const theme = useTheme();
  /** The place whose scheme is being chosen. */
  const [picking, pick] = useState<number | null>(null);
  /** The place whose parameters are open. */
  const [opened, open] = useState<number | null>(null);
  const id = useId();
  const names = racerNames(racers, locale);
  const put = (next: readonly Racer[]) => setRace({ racers: writeRivals(next) });
  const choose = (encoding: string) => {
    if (picking === null) return;
    const chosen = { encoding, params: defaultParams(encoding) };
    put(racers.toSpliced(picking, 1, chosen));
  };
  return (
    <div className="race-racers" role="group" aria-label={words('race.racers')}>
      <ol>
        {racers.slice(0, alone ? 1 : racers.length).map((racer, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a racer is told by its place.
          <li key={place}>
            <svg aria-hidden="true" viewBox="0 0 20 4">
              <line x2="20" y1="2" y2="2" stroke={hueOf(theme, place)} />
            </svg>
            <button
              type="button"
              className="race-scheme"
              aria-haspopup="dialog"
              aria-label={words('race.racer', { place: place + 1, name: names[place] ?? '' })}
              data-racer={racer.encoding}
              title={said(encodingOf(racer.encoding).text.idea, locale)}
              onClick={() => pick(place)}
            >
              {names[place]}
            </button>
            {paramsOf(racer.encoding).length > 0 && (
              <IconButton
                className="step"
                aria-expanded={opened === place}
                aria-controls={id}
                name={words('race.parameters', { name: names[place] ?? '' })}
                data-parameters={racer.encoding}
                onClick={() => open(opened === place ? null : place)}
              >
                {opened === place ? '▴' : '▾'}
              </IconButton>
            )}
            {racers.length > 1 && !alone && (
              <IconButton
                className="step"
                name={words('race.remove', { name: names[place] ?? '' })}
                onClick={() => {
                  open(null);
                  put(racers.toSpliced(place, 1));
                }}
              >
                ×
              </IconButton>
            )}
            {opened === place && (
              <div id={id} className="race-parameters-room">
                <RacerParameters
                  key={racer.encoding}
                  racer={racer}
                  config={config}
                  set={(changed) => put(racers.toSpliced(place, 1, changed))}
                />
              </div>
            )}
          </li>
        ))}
      </ol>
      {racers.length < mostRacers && !alone && (
        <button
          type="button"
          className="race-add screen-only"
          aria-haspopup="dialog"
          onClick={() => pick(racers.length)}
        >
          + {words('race.add')}
        </button>
      )}
      {picking !== null && (
        <Fetched
          fetch={fetchPicker}
          failed={sayNoPicker}
          props={{
            current: racers[picking]?.encoding ?? null,
            onChoose: choose,
            onClose: () => pick(null),
          }}
        />
      )}
    </div>
  );
}

type SizeName = 'length' | 'depth' | 'dim' | 'heads' | 'batch' | 'seeds';

function Size({
  name,
  among,
  settings,
}: {
  readonly name: SizeName;
  readonly among: readonly number[];
  readonly settings: RaceSettings;
}) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const value = settings[name];
  // A link may have another.
  const values = [...new Set([...among, value])].toSorted((a, b) => a - b);
  return (
    <label className="race-field">
      <span>
        <Terms text={words(`race.field.${name}`)} />
      </span>
      <Select
        value={value}
        data-control={name}
        values={values}
        says={(each) => formatNumber(locale, each)}
        choose={(chosen) => setRace({ [name]: chosen })}
      />
    </label>
  );
}

function TypedNumber({
  name,
  settings,
}: {
  readonly name: 'steps' | 'rate' | 'seed';
  readonly settings: RaceSettings;
}) {
  const words = useWords();
  const says = useId();
  const { field, refused } = useNumberField({
    rule: numberRule(raceSettings, name),
    name: words(`race.field.${name}`),
    value: settings[name],
    shown: String(settings[name]),
    take: (typed) => setRace({ [name]: typed }),
  });
  return (
    <label className="race-field">
      <span>
        <Terms text={words(`race.field.${name}`)} />
      </span>
      <input {...field} data-control={name} aria-describedby={says} />
      <span id={says} className="race-refused" role="status">
        {refused}
      </span>
    </label>
  );
}
