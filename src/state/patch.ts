/**
 * Changes to a Spec as a script or a control asks for them. Strict: what is not allowed is a
 * RangeError that names the field, the value and what is allowed; nothing is corrected in silence.
 */
import {
  accepts,
  type ParamValue,
  type ParamValues,
  type Rule,
  rangeOf,
} from '../encodings/params.ts';
import { cut } from '../text/notice.ts';
import { wellFormed } from '../text/tokens.ts';
import { asRecord, shown } from './call.ts';
import { mostRivals, readRivals } from './compare.ts';
import { fitTogether, problemOf } from './fitted.ts';
import { withModel } from './model.ts';
import type { Option } from './options.ts';
import { headsNamed, rangesOf } from './ranges.ts';
import {
  defaultParams,
  fields,
  headCounts,
  headsOf,
  layersOf,
  paramsOf,
  positionLimit,
  type Spec,
  withParams,
} from './spec.ts';

/** Some fields of a Spec; `params` may be some of the scheme's. */
export type SpecPatch = Partial<Omit<Spec, 'params'>> & { readonly params?: ParamValues };

/**
 * The Spec with a patch merged in: `params` merge over the current ones, and a new `encoding`
 * resets them to its defaults unless they are given. `head` follows `heads` down.
 *
 * @throws RangeError for an unknown name, a wrong type, a value out of range, fields that do not
 *         go together, or a combination that the scheme's `check` rejects
 */
export function patched(spec: Spec, patch: unknown): Spec {
  const fieldsGiven = asRecord('patch', patch);
  const asked = merged(spec, fieldsGiven);
  const next = withModel(asked);
  const given = new Set(Object.keys(fieldsGiven));
  for (const name of ['dim', 'heads'] as const) {
    if (given.has(name) && asked[name] !== next[name]) {
      throw new RangeError(`${name}: ${asked[name]} is not ${next[name]}, that of ${next.model}`);
    }
  }
  const { length, start, dim, heads, head } = next;
  if (dim % heads !== 0) {
    throw given.has('heads')
      ? new RangeError(
          `heads: ${heads} does not divide dim ${dim}; ${headCounts(dim).join(', ')} do`,
        )
      : new RangeError(`dim: ${dim} is not a multiple of heads ${heads}`);
  }
  if (given.has('head') && head > headsOf(next)) {
    throw new RangeError(`head: ${head} is not in 1…${headsOf(next)}`);
  }
  if (given.has('layer') && next.layer > layersOf(next)) {
    throw new RangeError(`layer: ${next.layer} is not in 1…${layersOf(next)}`);
  }
  if (start + length > positionLimit) {
    throw given.has('start')
      ? new RangeError(`start: ${start} is not in 0…${positionLimit - length} (length ${length})`)
      : new RangeError(`length: ${length} is not in 1…${positionLimit - start} (start ${start})`);
  }
  for (const name of ['layers', 'changedHeads', 'pairs'] as const) {
    const isHeads = name === 'changedHeads';
    if (!(isHeads ? headsNamed : rangesOf)(next[name])) {
      const such = isHeads ? '1-4, 5.2' : '1-4, 7';
      throw new RangeError(
        `${name}: "${cut(next[name])}" is not ranges from 1 on, such as ${such}`,
      );
    }
  }
  const { bad } = readRivals(next.compare);
  if (bad.length > 0) {
    throw new RangeError(
      `compare: "${cut(bad.join(';'))}" is not 1…${mostRivals} encodings such as rope(base=500000);alibi`,
    );
  }
  const whole = fitTogether(next).spec;
  for (const name of ['layers', 'changedHeads'] as const) {
    if (!given.has(name) || whole[name] === next[name]) continue;
    const there = `${layersOf(next)} layers of ${headsOf(next)} heads`;
    throw new RangeError(`${name}: "${cut(next[name])}" is not in the ${there} of the model`);
  }
  const problem = problemOf(whole);
  if (problem) throw new RangeError(`${whole.encoding}: ${problem.en}`);
  return whole;
}

/**
 * The Spec with a patch merged in, each field within its range, but not yet settled: sizes may
 * not go together.
 *
 * @throws RangeError for an unknown name, a wrong type or a value out of range
 */
export function merged(spec: Spec, patch: unknown): Spec {
  const given = asRecord('patch', patch);
  const values = checked(given, fields, ['params']);
  const encoding = String(values.get('encoding') ?? spec.encoding);
  const before = encoding === spec.encoding ? spec.params : defaultParams(encoding);
  const params = 'params' in given ? asRecord('params', given.params) : {};
  const own = checked(params, paramsOf(encoding), []);
  // Each value passed the field of its name, so it is of that field's type.
  const next: Spec = { ...spec, ...Object.fromEntries(values) };
  const text = wellFormed(next.text);
  return { ...next, text, params: withParams(encoding, before, Object.fromEntries(own)) };
}

/**
 * What is given, by name, each held against its declaration.
 *
 * @param others  names that are known too, and not held against anything here
 * @throws RangeError for an unknown name, a wrong type or a value out of range
 */
export function checked(
  given: Readonly<Record<string, unknown>>,
  params: readonly Option[],
  others: readonly string[],
): ReadonlyMap<string, ParamValue> {
  const known = new Map(params.map((param) => [param.name, param]));
  const values = new Map<string, ParamValue>();
  for (const [name, value] of Object.entries(given)) {
    const param = known.get(name);
    const taken = param?.kind === 'choice' && typeof value === 'number' ? String(value) : value;
    if (param && accepts(param, taken)) values.set(name, taken);
    else if (param) throw new RangeError(`${name}: ${shown(value)} is not ${rule(param, value)}`);
    else if (!others.includes(name)) {
      const names = [...known.keys(), ...others].join(', ') || 'none';
      throw new RangeError(`${cut(name)}: ${shown(value)} is not expected here; known: ${names}`);
    }
  }
  return values;
}

function rule(param: Rule, value: unknown): string {
  if (param.kind === 'choice') return `one of ${rangeOf(param)}`;
  if (param.kind === 'flag') return 'true or false';
  if (param.kind === 'text') return `a text of ${rangeOf(param)} units`;
  if (typeof value !== 'number') return `a number in ${rangeOf(param)}`;
  const inRange = accepts({ ...param, integer: false }, value);
  return inRange ? `a whole number in ${rangeOf(param)}` : `in ${rangeOf(param)}`;
}
