/** Every control, generated from the fields of the Spec and the parameters of its scheme. */
import type { Preset } from '../encodings/encoding.ts';
import { loadEncodings } from '../encodings/index.ts';
import { examples } from '../state/examples.ts';
import { problemOf } from '../state/fitted.ts';
import { patched, type SpecPatch } from '../state/patch.ts';
import {
  defaultParams,
  defaultSpec,
  familyOf,
  fields,
  headCounts,
  paramsOf,
  rowsOf,
  type Spec,
  schemeOf,
} from '../state/spec.ts';
import { change, finish, put, specStore } from '../state/store.ts';
import type { Locale } from '../text/locale.ts';
import { said } from '../text/t.ts';
import { Choice, described, setValue, valueOf } from './Choice.tsx';
import { Slider } from './Slider.tsx';
import { useSpecs, useStage, useView } from './stage.ts';
import { useTyping } from './useTyping.ts';
import { showWhole } from './windows.ts';
import { useWords } from './words.ts';

export function Controls({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const locale = useView((view) => view.locale);
  const params = paramsOf(spec.encoding).filter(
    ({ name, when }) => !hide.includes(name) && (when?.(spec.params) ?? true),
  );
  const shown = (name: string) => !hide.includes(name);
  // The trained encoder brings its own sizes, tokens and weights.
  const seeded = spec.model === 'seeded';
  const problem = problemOf(spec);
  const rotary = familyOf(spec) === 'rotary' ? 2 : 1;
  return (
    <section className="controls" aria-label={words('control.label')}>
      <div className="sliders">
        {seeded && shown('length') && <Slider name="length" />}
        {seeded && shown('dim') && (
          <Slider
            name="dim"
            multiple={spec.heads * rotary}
            lowest={rotary === 1 ? 2 : spec.heads * rotary}
          />
        )}
        {params
          .filter(({ kind }) => kind === 'number')
          .map(({ name }) => (
            <Slider key={name} name={`params.${name}`} />
          ))}
        {shown('start') && <Slider name="start" />}
        {seeded && shown('heads') && <Slider name="heads" among={headCounts(spec.dim)} />}
        {shown('seed') && <Slider name="seed" />}
        {seeded && spec.mask === 'window' && shown('window') && <Slider name="window" />}
      </div>
      <p className="control-problem" role="status">
        {problem ? `${said(problem, locale)} ${words('problem.stays')}` : tableEnd(spec, words)}
      </p>
      {params
        .filter(({ kind }) => kind === 'text')
        .map(({ name }) => (
          <TextParameter key={name} name={`params.${name}`} spec={spec} />
        ))}
      <div className="line">
        {shown('text') && <TextControl spec={spec} />}
        <div className="choices">
          {(seeded ? ['tokens', 'mask', 'weights'] : ['model', 'order'])
            .filter(shown)
            .map((name) => (
              <Choice key={name} name={name} label={fieldLabel(name, locale)} />
            ))}
          {params
            .filter(({ kind }) => kind === 'choice')
            .map(({ name }) => (
              <Choice key={name} name={`params.${name}`} />
            ))}
          {params
            .filter(({ kind }) => kind === 'flag')
            .map(({ name, label }) => (
              <label key={name} className="choice">
                <input
                  type="checkbox"
                  checked={spec.params[name] === true}
                  onChange={(event) => setValue(`params.${name}`, event.target.checked)}
                />
                <span>{said(label, locale)}</span>
              </label>
            ))}
          {schemeOf(spec).presets && shown('presets') && <Presets spec={spec} />}
          {shown('presets') && <Examples />}
        </div>
      </div>
    </section>
  );
}

/** Where the table ends within the positions shown. */
function tableEnd(spec: Spec, words: ReturnType<typeof useWords>): string | null {
  const rows = rowsOf(spec);
  if (rows === spec.length) return null;
  const first = spec.start + rows;
  return words('control.tableEnd', { rows: first, first, last: spec.start + spec.length - 1 });
}

/** These say in their options what they are about; the label is for those who do not see them. */
function fieldLabel(name: string, locale: Locale): string {
  const field = fields.find((each) => each.name === name);
  return field ? said(field.label, locale) : name;
}

function TextControl({ spec }: { readonly spec: Spec }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const frame = useStage(({ shown }) => shown?.frame ?? null);
  const { typed, left } = useTyping();
  const field = fields.find(({ name }) => name === 'text');
  const line = frame?.line;
  return (
    <div className="text-control" data-control="text">
      <label htmlFor="text">{field && said(field.label, locale)}</label>
      <div className="text-field">
        <textarea
          id="text"
          rows={2}
          spellCheck={false}
          dir="auto"
          maxLength={field?.kind === 'text' ? field.maxLength : undefined}
          value={spec.text}
          onChange={(event) => {
            setValue('text', event.target.value, 'text');
            typed();
          }}
          onBlur={left}
        />
        <p className="soft text-note">
          {line && words(`line.${line.note}`, { count: line.count, length: line.tokens.length })}
        </p>
      </div>
    </div>
  );
}

/** A parameter in words, such as a formula or a list; taken over as it is typed. */
export function TextParameter({ name, spec }: { readonly name: string; readonly spec: Spec }) {
  const locale = useView((view) => view.locale);
  const param = described(spec, name);
  if (param?.kind !== 'text') return null;
  return (
    <label className="text-parameter" data-control={name.replace('params.', '')}>
      <span>{said(param.label, locale)}</span>
      <input
        type="text"
        spellCheck={false}
        autoComplete="off"
        maxLength={param.maxLength}
        value={String(valueOf(spec, name))}
        onChange={(event) => setValue(name, event.target.value, name)}
        onBlur={() => finish(specStore)}
      />
    </label>
  );
}

function take({ params, sizes }: Preset, { encoding }: Spec): void {
  change(specStore, {
    ...(sizes && { dim: sizes.dModel, heads: sizes.nHeads }),
    params: { ...defaultParams(encoding), ...params },
  });
}

/** Parameters as the models have them that use this scheme. */
function Presets({ spec }: { readonly spec: Spec }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const presets = schemeOf(spec).presets ?? [];
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
          const preset = presets[Number(event.target.value)];
          if (preset) take(preset, spec);
        }}
      >
        <option value={-1} disabled>
          {words('control.presets.choose')}
        </option>
        {presets.map((preset, index) => (
          <option key={preset.name.en} value={index}>
            {said(preset.name, locale)}
          </option>
        ))}
      </select>
    </label>
  );
}

async function show(patch: SpecPatch): Promise<void> {
  await loadEncodings();
  showWhole();
  put(specStore, patched(defaultSpec, patch));
}

/** Ready-made states: each is a patch of the default Spec. */
function Examples() {
  const words = useWords();
  return (
    <label className="choice">
      <span className="visually-hidden">{words('control.examples')}</span>
      <select
        value=""
        data-control="presets"
        onChange={(event) => {
          const example = examples.find(({ key }) => key === event.target.value);
          if (example) void show(example.patch);
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
