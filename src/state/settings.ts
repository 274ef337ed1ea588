/**
 * What a control sets, by name: a field of the Spec (`length`), a parameter of its scheme
 * (`params.base`), or one of a scheme beside it in the Compare room (`params@1.base`).
 */
import { accepts, type Param, type ParamValue } from '../encodings/params.ts';
import { readRivals, rivalSpecs, writeRivals } from './compare.ts';
import type { SpecPatch } from './patch.ts';
import { fields, paramsOf, type Spec, withParams } from './spec.ts';

interface Target {
  /** 0 is the Spec's own scheme, the others count from 1. */
  readonly place: number;
  readonly param: string;
}

/** The name of a parameter, for a scheme at a place. */
export function paramName(param: string, place = 0): string {
  return place === 0 ? `params.${param}` : `params@${place}.${param}`;
}

/** What stands in the page for a control's name. */
export function controlName(name: string): string {
  return name.replace(/^params[.@]/, '');
}

function targetOf(name: string): Target | null {
  const [, place = '0', param] = /^params(?:@(\d))?\.(\w+)$/.exec(name) ?? [];
  return param === undefined ? null : { place: Number(place), param };
}

/** The Spec whose scheme has it: the Spec itself, or that of a scheme beside it; null if none is there. */
export function ownerOf(spec: Spec, name: string): Spec | null {
  const { place } = targetOf(name) ?? { place: 0 };
  return place === 0 ? spec : (rivalSpecs(spec)[place - 1] ?? null);
}

/** The declaration of what a control sets; undefined where there is no such thing now. */
export function described(
  spec: Spec,
  name: string,
): (Param & { readonly name: string }) | undefined {
  const target = targetOf(name);
  if (!target) return fields.find((field) => field.name === name);
  const owner = ownerOf(spec, name);
  return owner ? paramsOf(owner.encoding).find((param) => param.name === target.param) : undefined;
}

/** @throws Error for a name that no setting has */
export function valueOf(spec: Spec, name: string): ParamValue {
  const target = targetOf(name);
  const found = target
    ? ownerOf(spec, name)?.params[target.param]
    : Object.entries(spec).find(([key]) => key === name)?.[1];
  if (typeof found === 'object' || found === undefined)
    throw new Error(`control: no value "${name}"`);
  return found;
}

/** What sets a value, or null where its declaration does not accept it. */
export function patchOf(spec: Spec, name: string, value: ParamValue): SpecPatch | null {
  const declared = described(spec, name);
  if (!declared || !accepts(declared, value)) return null;
  const target = targetOf(name);
  if (!target) return { [name]: value };
  const given = { [target.param]: value };
  if (target.place === 0) return { params: given };
  const rivals = readRivals(spec.compare).rivals.map((rival, index) =>
    index === target.place - 1
      ? { ...rival, params: withParams(rival.encoding, rival.params, given) }
      : rival,
  );
  const compare = writeRivals(rivals);
  const list = fields.find((field) => field.name === 'compare');
  return list && accepts(list, compare) ? { compare } : null;
}
