/** Every control, generated from the fields of the Spec and the parameters of its scheme. */
import {
  type CSSProperties,
  Fragment,
  type ReactNode,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Preset } from '../encodings/encoding.ts';
import { loadEncodings } from '../encodings/index.ts';
import type { Param } from '../encodings/params.ts';
import { rivalSpecs } from '../state/compare.ts';
import { type Example, exampleSpec, examples, placeOf } from '../state/examples.ts';
import { problemOf } from '../state/fitted.ts';
import { controlName, described, paramName, valueOf } from '../state/settings.ts';
import {
  aboutOf,
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
import { change, finish, specStore } from '../state/store.ts';
import { ownLength, typeText } from '../state/typing.ts';
import { viewStore } from '../state/view.ts';
import { visit } from '../state/visit.ts';
import { said } from '../text/t.ts';
import { Choice, setValue } from './Choice.tsx';
import { Slider } from './Slider.tsx';
import { useSpecs, useStage, useView } from './stage.ts';
import { useLayout } from './useLayout.ts';
import { useTyping } from './useTyping.ts';
import { showWhole } from './windows.ts';
import { useWords } from './words.ts';

/** A control, with its room in a row of the dock. */
interface Item {
  readonly name: string;
  /** Tells it from the same parameter of another scheme. */
  readonly key?: string;
  readonly node: ReactNode;
}

/** A scheme whose parameters are set here: the Spec's own, in the Compare room also those beside it. */
interface Owner {
  readonly place: number;
  readonly spec: Spec;
  /** Its name, where there are several. */
  readonly of: string | undefined;
}

/** How many controls are in sight; the others are in the drawer. */
interface Dock {
  readonly sliders: number;
  readonly choices: number;
  /** Text and choices have a line of their own. */
  readonly text: boolean;
}

/**
 * The dock at the lower edge: what is used most beside the maps, in rows of equal columns; the rest
 * in a drawer that makes the dock higher and covers nothing.
 */
export function Controls({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const box = useRef<HTMLElement>(null);
  const spec = useSpecs((history) => history.spec);
  const locale = useView((view) => view.locale);
  const dock = useLayout(box, hide.includes('text') ? dockWithoutText : dockFor);
  const [open, setOpen] = useState(false);
  const drawer = useId();
  const owners = useOwners(spec);
  const sliders = sliderItems(spec, owners, hide);
  const choices = choiceItems(spec, owners, hide);
  const text = hide.includes('text') ? null : <TextControl spec={spec} />;
  const { sliders: fit, choices: few, text: line } = dock ?? { sliders: 0, choices: 0, text: true };
  // Of several schemes each has its first parameter in sight, in two rows where one is not enough.
  const wanted = owners.length > 1 ? owners.length + 2 : 0;
  const columns = Math.ceil(wanted / 2);
  const most = wanted > fit ? 2 * columns : fit;
  const rest = [...sliders.slice(most), ...choices.slice(few)];
  const more = rest.length > 0 || (text !== null && !line);
  const problem = problemOf(spec);
  return (
    <section ref={box} className="controls" aria-label={words('control.label')}>
      {dock && more && open && (
        <div id={drawer} className="drawer" role="group" aria-label={words('control.more')}>
          {!line && text}
          {rest.map(({ name, key = name, node }) => (
            <Fragment key={key}>{node}</Fragment>
          ))}
        </div>
      )}
      {dock && (
        <div className="dock">
          <div
            className={`sliders ${most > fit ? 'two-rows' : ''}`}
            style={{ '--columns': columns } as CSSProperties}
          >
            {sliders.slice(0, most).map(({ name, key = name, node }) => (
              <Fragment key={key}>{node}</Fragment>
            ))}
          </div>
          {more && (
            <button
              type="button"
              className="drawer-toggle"
              aria-expanded={open}
              aria-controls={drawer}
              onClick={() => setOpen(!open)}
            >
              {words('control.more')} <span aria-hidden="true">{open ? '▾' : '▴'}</span>
            </button>
          )}
          {line && (text !== null || choices.length > 0) && (
            <div className="line">
              {text}
              <div className="choices">
                {choices.slice(0, few).map(({ name, key = name, node }) => (
                  <Fragment key={key}>{node}</Fragment>
                ))}
              </div>
            </div>
          )}
        </div>
      )}
      <p className="control-problem" role="status">
        {problem
          ? `${said(problem, locale)} ${words('problem.stays')}`
          : (tableEnd(spec, words) ?? <LineNote />)}
      </p>
    </section>
  );
}

function dockFor(width: number, _height: number, rem: number): Dock {
  if (width < 40 * rem) return { sliders: 4, choices: 0, text: false };
  return {
    sliders: Math.max(Math.floor((width - 8 * rem) / (11 * rem)), 3),
    choices: Math.max(Math.floor((width - 24 * rem) / (9.5 * rem)), 0),
    text: true,
  };
}

/** Where the text stands in the room, a low window leaves no line for the choices alone. */
function dockWithoutText(width: number, height: number, rem: number): Dock {
  const dock = dockFor(width, height, rem);
  return globalThis.innerHeight < 48 * rem ? { ...dock, choices: 0, text: false } : dock;
}

function useOwners(spec: Spec): readonly Owner[] {
  const locale = useView((view) => view.locale);
  const comparing = useView((view) => view.room === 'compare');
  // The schemes beside it are known once the registry is here; then they are shown too.
  useStage(({ shown }) => shown?.frame.rivals.length);
  const all = [spec, ...(comparing ? rivalSpecs(spec) : [])];
  return all.map((each, place) => ({
    place,
    spec: each,
    of: all.length > 1 ? said(aboutOf(each).text.name, locale) : undefined,
  }));
}

/** In the order in which they are wanted in sight: sizes, the schemes' first parameters, the rest. */
function sliderItems(
  spec: Spec,
  owners: readonly Owner[],
  hide: readonly string[],
): readonly Item[] {
  // The trained encoder brings its own sizes, tokens and weights.
  const seeded = spec.model === 'seeded';
  const rotary = familyOf(spec) === 'rotary' ? 2 : 1;
  const sizes: readonly Item[] = [
    { name: 'length', node: <LengthSlider spec={spec} /> },
    {
      name: 'dim',
      node: (
        <Slider
          name="dim"
          multiple={spec.heads * rotary}
          lowest={rotary === 1 ? 2 : spec.heads * rotary}
        />
      ),
    },
  ];
  const heads = { name: 'heads', node: <Slider name="heads" among={headCounts(spec.dim)} /> };
  const gain = { name: 'gain', node: <Slider name="gain" /> };
  const start = { name: 'start', node: <Slider name="start" /> };
  const { first, others } = paramItems(owners);
  return [
    ...(seeded ? sizes : [gain]),
    ...first,
    start,
    ...(seeded ? [heads] : []),
    ...others.filter(({ kind }) => kind === 'number'),
    ...(seeded && spec.mask === 'window'
      ? [{ name: 'window', node: <Slider name="window" /> }]
      : []),
    { name: 'seed', node: <Slider name="seed" /> },
    ...others.filter(({ kind }) => kind === 'text'),
  ].filter(({ name }) => !hide.includes(name));
}

/** Its way back leads to one position for each token. */
function LengthSlider({ spec }: { readonly spec: Spec }) {
  const { text, tokens } = spec;
  const own = useMemo(() => ownLength({ ...defaultSpec, text, tokens }), [text, tokens]);
  return <Slider name="length" back={own} />;
}

function choiceItems(
  spec: Spec,
  owners: readonly Owner[],
  hide: readonly string[],
): readonly Item[] {
  const seeded = spec.model === 'seeded';
  const { others } = paramItems(owners);
  return [
    ...(seeded
      ? ['tokens', 'mask', 'weights'].map((name) => ({ name, node: <FieldChoice name={name} /> }))
      : ['model', 'order'].map((name) => ({ name, node: <Choice name={name} /> }))),
    ...(schemeOf(spec).presets ? [{ name: 'presets', node: <Presets spec={spec} /> }] : []),
    { name: 'presets', key: 'examples', node: <Examples /> },
    ...others.filter(({ kind }) => kind === 'choice' || kind === 'flag'),
  ].filter(({ name }) => !hide.includes(name));
}

interface ParamItem extends Item {
  readonly kind: Param['kind'];
}

/**
 * The parameters that mean something under the others: those in sight before all else, the first
 * number and the first of any kind of a scheme alone, one of each of several; and then the others.
 */
function paramItems(owners: readonly Owner[]): {
  readonly first: readonly ParamItem[];
  readonly others: readonly ParamItem[];
} {
  const all = owners.map((owner) => {
    const params = paramsOf(owner.spec.encoding).filter(
      ({ when }) => when?.(owner.spec.params) ?? true,
    );
    const number = params.find(({ kind }) => kind === 'number') ?? params[0];
    const first = owners.length > 1 ? [number] : [...new Set([number, params[0]])];
    const items = (some: readonly (ListedParam | undefined)[]) =>
      some.flatMap((param) => (param ? [paramItem(param, owner)] : []));
    return {
      first: items(first),
      others: items(params.filter((param) => !first.includes(param))),
    };
  });
  return { first: all.flatMap(({ first }) => first), others: all.flatMap(({ others }) => others) };
}

type ListedParam = ReturnType<typeof paramsOf>[number];

function paramItem({ kind, name: param }: ListedParam, { place, of }: Owner): ParamItem {
  const name = paramName(param, place);
  const nodes = {
    number: <Slider name={name} of={of} />,
    text: <TextParameter name={name} of={of} />,
    choice: <Choice name={name} of={of} />,
    flag: <Flag name={name} of={of} />,
  };
  return { name: param, key: name, kind, node: nodes[kind] };
}

interface ParamProps {
  /** As in state/settings.ts. */
  readonly name: string;
  /** The scheme it belongs to, where there are several. */
  readonly of?: string | undefined;
}

function Flag({ name, of }: ParamProps) {
  const locale = useView((view) => view.locale);
  const spec = useSpecs((history) => history.spec);
  const param = described(spec, name);
  if (param?.kind !== 'flag') return null;
  return (
    <label className="choice" data-control={controlName(name)}>
      <input
        type="checkbox"
        checked={valueOf(spec, name) === true}
        onChange={(event) => setValue(name, event.target.checked)}
      />
      <span>
        {of !== undefined && <span className="control-of">{of} </span>}
        {said(param.label, locale)}
      </span>
    </label>
  );
}

/** These say in their options what they are about; the label is for those who do not see them. */
function FieldChoice({ name }: { readonly name: string }) {
  const locale = useView((view) => view.locale);
  const field = fields.find((each) => each.name === name);
  return <Choice name={name} label={field ? said(field.label, locale) : name} />;
}

/** Where the table ends within the positions shown. */
function tableEnd(spec: Spec, words: ReturnType<typeof useWords>): string | null {
  const rows = rowsOf(spec);
  if (rows === spec.length) return null;
  const first = spec.start + rows;
  return words('control.tableEnd', { rows: first, first, last: spec.start + spec.length - 1 });
}

/** How the tokens of the text fill the positions. */
function LineNote() {
  const words = useWords();
  const line = useStage(({ shown }) => shown?.frame.line ?? null);
  return (
    <span className="soft">
      {line && words(`line.${line.note}`, { count: line.count, length: line.tokens.length })}
    </span>
  );
}

function TextControl({ spec }: { readonly spec: Spec }) {
  const locale = useView((view) => view.locale);
  const { typed, left } = useTyping();
  const field = fields.find(({ name }) => name === 'text');
  return (
    <div className="text-control" data-control="text">
      <label htmlFor="text">{field && said(field.label, locale)}</label>
      <div className="text-field">
        <textarea
          id="text"
          rows={1}
          spellCheck={false}
          dir="auto"
          maxLength={field?.kind === 'text' ? field.maxLength : undefined}
          value={spec.text}
          onChange={(event) => {
            typeText(specStore, event.target.value);
            typed();
          }}
          onBlur={left}
        />
      </div>
    </div>
  );
}

/** A parameter in words, such as a formula or a list; taken over as it is typed. */
export function TextParameter({ name, of }: ParamProps) {
  const spec = useSpecs((history) => history.spec);
  const locale = useView((view) => view.locale);
  const param = described(spec, name);
  if (param?.kind !== 'text') return null;
  return (
    <label className="text-parameter" data-control={controlName(name)}>
      <span>
        {of !== undefined && <span className="control-of">{of} </span>}
        {said(param.label, locale)}
      </span>
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

async function show(example: Example): Promise<void> {
  await loadEncodings();
  showWhole();
  visit(specStore, viewStore, placeOf(example), () =>
    exampleSpec(example, viewStore.getState().locale),
  );
  viewStore.setState({ example: example.key });
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
