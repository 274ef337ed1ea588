/** Ready-made states: parameters after models, and examples. */
import { useEffect, useState } from 'react';
import type { Preset } from '../encodings/encoding.ts';
import { loadEncodings } from '../encodings/index.ts';
import { shownStore } from '../show/shown.ts';
import { showWhole } from '../show/windows.ts';
import { say } from '../show/words.ts';
import { type Example, exampleSpec, examples, shownIn } from '../state/examples.ts';
import { asTrained } from '../state/model.ts';
import type { ModelPreset } from '../state/modelPresets.ts';
import { defaultParams, fileModel, type Spec, schemeOf } from '../state/spec.ts';
import { change, specStore } from '../state/store.ts';
import { viewStore } from '../state/view.ts';
import { visit } from '../state/visit.ts';
import type { Locale } from '../text/locale.ts';
import { localized, said } from '../text/t.ts';
import { useView } from './hooks/stores.ts';
import { useWords } from './hooks/useWords.ts';

/** What it leaves out of the model is said as it is taken. */
function take(preset: Listed, { encoding }: Spec, locale: Locale): void {
  const { params, sizes, name, leftOut = [] } = preset;
  change(specStore, {
    ...(sizes && { dim: sizes.dModel, heads: sizes.nHeads }),
    params: { ...defaultParams(encoding), ...params },
  });
  if (leftOut.length === 0) return;
  const says = leftOut.map((each) => said(each, locale)).join(' ');
  shownStore.setState({
    word: say('control.presets.leftOut', { model: said(name, locale), says }),
  });
}

/** A preset; one named after a model also says what it leaves out. */
type Listed = Preset & Partial<ModelPreset>;

/** Those after models, once they are here, before the scheme's own. */
function usePresets(spec: Spec): readonly Listed[] {
  const [models, setModels] = useState<Readonly<Record<string, readonly ModelPreset[]>>>({});
  const { encoding } = spec;
  useEffect(() => {
    let gone = false;
    // Without them those of the scheme are there.
    import('../state/modelPresets.ts')
      .then(({ modelPresets }) => modelPresets(encoding))
      .then(
        (found) => {
          if (!gone) setModels({ [encoding]: found });
        },
        () => undefined,
      );
    return () => {
      gone = true;
    };
  }, [encoding]);
  return [...ofOpened(spec), ...(models[encoding] ?? []), ...(schemeOf(spec).presets ?? [])];
}

/** The model from a file that is shown, as it was trained. */
function ofOpened(spec: Spec): readonly Listed[] {
  if (!fileModel(spec)) return [];
  const { encoding, params } = asTrained(spec);
  const name = localized('control.presets.opened');
  return encoding === spec.encoding ? [{ name, params }] : [];
}

/** The choice that opens the list of all models. */
const moreModels = 'models';

/** Parameters as the models have them that use this scheme. */
export function Presets({ spec }: { readonly spec: Spec }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const presets = usePresets(spec);
  const inForce = presets.findIndex(({ params, sizes }) => {
    const all = Object.entries({ ...defaultParams(spec.encoding), ...params });
    const fits = sizes === undefined || sizes.dModel === spec.dim;
    return fits && all.every(([name, value]) => spec.params[name] === value);
  });
  return (
    <label className="choice">
      <span className="choice-label">{words('control.presets')}</span>
      <select
        value={inForce}
        data-control="preset"
        onChange={(event) => {
          if (event.target.value === moreModels) {
            visit(specStore, viewStore, { room: 'encode', lens: 'models' });
            return;
          }
          const preset = presets[Number(event.target.value)];
          if (preset) take(preset, spec, locale);
        }}
      >
        <option value={-1} disabled>
          {words('control.presets.choose')}
        </option>
        {presets.map((preset, index) => (
          <option
            key={preset.name.en}
            value={index}
            title={preset.leftOut?.map((each) => said(each, locale)).join(' ')}
          >
            {said(preset.name, locale)}
          </option>
        ))}
        <option value={moreModels}>{words('control.presets.models')}</option>
      </select>
    </label>
  );
}

async function show(example: Example): Promise<void> {
  await loadEncodings();
  showWhole();
  visit(specStore, viewStore, shownIn(example), () =>
    exampleSpec(example, viewStore.getState().locale),
  );
  viewStore.setState({ example: example.key });
}

/** Ready-made states: each is a patch of the default Spec. */
export function Examples() {
  const words = useWords();
  return (
    <label className="choice">
      <span className="visually-hidden">{words('control.examples')}</span>
      <select
        value=""
        data-control="presets"
        onChange={(event) => {
          const example = examples.find(({ key }) => key === event.target.value);
          if (example) void show(example);
        }}
      >
        <option value="" disabled>
          {words('control.examples')}
        </option>
        {examples.map(({ key }) => (
          <option key={key} value={key}>
            {words(key)}
          </option>
        ))}
      </select>
    </label>
  );
}
