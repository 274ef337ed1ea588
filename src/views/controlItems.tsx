/** What controls there are for a Spec, in the order in which they are wanted in sight. */
import { type ReactNode, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Param } from '../encodings/params.ts';
import { rivalSpecs } from '../state/compare.ts';
import { roomOf } from '../state/page.ts';
import { controlName, described, paramName, valueOf } from '../state/settings.ts';
import {
  aboutOf,
  defaultSpec,
  familyOf,
  fields,
  headCounts,
  paramsOf,
  type Spec,
  schemeOf,
} from '../state/spec.ts';
import { ownLength } from '../state/typing.ts';
import { said } from '../text/t.ts';
import { useControlled, useShown, useView } from './hooks/stores.ts';
import { Examples, Presets } from './Presets.tsx';
import { Choice, setValue } from './parts/Choice.tsx';
import { Slider } from './parts/Slider.tsx';
import { type ParamProps, TextParameter } from './parts/TextControl.tsx';

/** A control, with its room in a row of the dock. */
export interface Item {
  readonly name: string;
  /** Tells it from the same parameter of another scheme. */
  readonly key?: string;
  /** The scheme whose name it has beside its own, where there are several. */
  readonly of?: string | undefined;
  readonly node: ReactNode;
}

/** A scheme whose parameters are set here: the Spec's own, in the Compare room also those beside it. */
export interface Owner {
  readonly place: number;
  readonly spec: Spec;
  /** Its name, where there are several. */
  readonly of: string | undefined;
}

/** The Spec's own scheme, and in the Compare room those beside it. */
export function useOwners(spec: Spec): readonly Owner[] {
  const locale = useView((view) => view.locale);
  const comparing = useView((view) => roomOf(view) === 'compare');
  // The schemes beside it are known once the registry is here; then they are shown too.
  useShown(({ frame }) => frame?.rivals.length);
  const all = [spec, ...(comparing ? rivalSpecs(spec) : [])];
  return all.map((each, place) => ({
    place,
    spec: each,
    of: all.length > 1 ? said(aboutOf(each).text.name, locale) : undefined,
  }));
}

/** In the order in which they are wanted in sight: sizes, the schemes' first parameters, the rest. */
export function sliderItems(
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
    ...(seeded && (spec.mask === 'window' || spec.layerPattern === 'windowed')
      ? [{ name: 'window', node: <Slider name="window" /> }]
      : []),
    { name: 'seed', node: <Slider name="seed" /> },
    ...(seeded ? queryNumbers[spec.queryScale] : []).map((name) => ({
      name,
      node: <Slider name={name} />,
    })),
    ...others.filter(({ kind }) => kind === 'text'),
  ].filter(({ name }) => !hide.includes(name));
}

/** The numbers of each factor on the queries. */
export const queryNumbers: Readonly<Record<Spec['queryScale'], readonly string[]>> = {
  none: [],
  llama4: ['queryStep', 'queryGain'],
  power: ['querySpan', 'queryGain'],
  log: ['querySlope', 'queryBias'],
};

/** Its way back leads to one position for each token. */
function LengthSlider({ spec }: { readonly spec: Spec }) {
  const { text, tokens } = spec;
  const own = useMemo(() => ownLength({ ...defaultSpec, text, tokens }), [text, tokens]);
  return <Slider name="length" back={own} />;
}

/** What is chosen from a list, and not slid. */
export function choiceItems(
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
    ...(seeded ? [{ name: 'queryScale', node: <Choice name="queryScale" /> }] : []),
  ].filter(({ name }) => !hide.includes(name));
}

interface ParamItem extends Item {
  readonly kind: Param['kind'];
}

/**
 * The parameters that mean something under the others: those in sight before all else, the first
 * number and the first of any kind of a scheme alone, one of each of several; and then the others.
 */
export function paramItems(owners: readonly Owner[]): {
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
  return { name: param, key: name, of, kind, node: nodes[kind] };
}

function Flag({ name, of }: ParamProps) {
  const locale = useView((view) => view.locale);
  const store = useControlled();
  const { spec } = useStore(store);
  const param = described(spec, name);
  if (param?.kind !== 'flag') return null;
  return (
    <label className="choice" data-control={controlName(name)}>
      <input
        type="checkbox"
        checked={valueOf(spec, name) === true}
        onChange={(event) => setValue(store, name, event.target.checked)}
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
