/**
 * The rules that hold between fields, and the nearest Spec that keeps them. The range of a single
 * field is not looked at here.
 */
import { usualOf } from '../encodings/params.ts';
import type { Localized } from '../text/locale.ts';
import { cut, type Notice } from '../text/notice.ts';
import { localized } from '../text/t.ts';
import { mostRivals, readRivals, writeRivals } from './compare.ts';
import { withModel } from './model.ts';
import { headsNamed, rangesOf, upToLast } from './ranges.ts';
import {
  blockDims,
  defaultParams,
  defaultSpec,
  familyOf,
  fields,
  fileModel,
  headCounts,
  headsOf,
  layersOf,
  paramsOf,
  positionLimit,
  type Spec,
  schemeOf,
} from './spec.ts';
import { writeValue } from './values.ts';

export interface Fitted {
  readonly spec: Spec;
  /** One for each field that had to change. */
  readonly notices: readonly Notice[];
}

/**
 * The Spec with sizes that go together: `dim` is kept and `heads` is its largest divisor not
 * above what was asked for; `head` is at most `heads`; `start + length` is at most 2²⁰. The
 * trained encoder has sizes of its own, which are no one's mistake.
 */
export function fitTogether(asked: Spec): Fitted {
  const spec = withModel(asked);
  const { dim, length } = spec;
  const heads = headCounts(dim).findLast((count) => count <= spec.heads) ?? 1;
  const most = headsOf({ ...spec, heads });
  const head = Math.min(spec.head, most);
  const limit = positionLimit - length;
  const start = Math.min(spec.start, limit);
  const divided = { ...spec, heads };
  const shown = { ...divided, head };
  const placed = { ...shown, start };
  const layered = { ...placed, layer: Math.min(spec.layer, layersOf(spec)) };
  const { rivals, bad } = readRivals(spec.compare);
  const compared = { ...layered, compare: bad.length === 0 ? spec.compare : writeRivals(rivals) };
  const chosen = {
    ...compared,
    layers: rangesOf(spec.layers) ? spec.layers : '',
    changedHeads: headsNamed(spec.changedHeads) ? spec.changedHeads : '',
    pairs: rangesOf(spec.pairs) ? spec.pairs : '',
  };
  const [depth, width] = [layersOf(spec), fileModel(spec)?.heads];
  // Of a model that is not open it is not known how many it has.
  const layers = width ? upToLast(chosen.layers, depth) : chosen.layers;
  const changedHeads = width ? upToLast(chosen.changedHeads, width, depth) : chosen.changedHeads;
  const inLayers = { ...chosen, layers };
  const inHeads = { ...inLayers, changedHeads };
  return {
    spec: inHeads,
    notices: [
      ...changes(spec, divided, localized('reason.heads', { dim })),
      ...changes(divided, shown, localized('reason.head', { heads: most })),
      ...changes(shown, placed, localized('reason.start', { length, limit })),
      ...changes(placed, layered, localized('reason.layer', { depth: layersOf(spec) })),
      ...changes(layered, compared, localized('reason.compare', { most: mostRivals })),
      ...changes(compared, chosen, localized('reason.ranges')),
      ...changes(chosen, inLayers, localized('reason.layer', { depth })),
      ...changes(inLayers, inHeads, localized('reason.head', { heads: most })),
    ],
  };
}

/**
 * The nearest Spec that its scheme can compute: first one parameter goes back to its default, then
 * other dimensions are tried, other head counts, the default sizes, all default parameters.
 */
export function workable(spec: Spec): Fitted {
  const { spec: asked, notices } = fitTogether(spec);
  const reason = schemeProblem(asked);
  if (reason === null) return { spec: asked, notices };
  const found = nearby(asked).find((candidate) => schemeProblem(candidate) === null) ?? {
    ...defaultSpec,
    text: asked.text,
  };
  return { spec: found, notices: [...notices, ...changes(asked, found, reason)] };
}

/** Why this Spec cannot be computed, or null when it can. */
export function problemOf(spec: Spec): Localized | null {
  for (const notice of fitTogether(spec).notices)
    if (notice.kind === 'adjusted') return notice.reason;
  return schemeProblem(spec);
}

function schemeProblem(spec: Spec): Localized | null {
  // Its sizes and its table are not known before it is open.
  if (spec.model === 'file' && !fileModel(spec)) return null;
  for (const dims of blockDims(spec)) {
    const problem = schemeOf(spec).check?.(spec.params, dims);
    if (problem) return problem;
  }
  // They count from one token to the next, whatever place either is given.
  const counts = spec.model !== 'seeded' && familyOf(spec) === 'contextual';
  return counts && spec.order !== 'forward' ? localized('reason.order') : null;
}

/** Specs to try, the nearest first. */
function nearby(spec: Spec): readonly Spec[] {
  const { length, start } = defaultSpec;
  const plain = { ...spec, params: defaultParams(spec.encoding), order: defaultSpec.order };
  const short = { ...plain, length, start };
  return [...relieved(spec), ...[spec, plain, short].flatMap((base) => [base, ...resized(base)])];
}

/** With one parameter at its default: a single bad one should not change the sizes. */
function relieved(spec: Spec): readonly Spec[] {
  return paramsOf(spec.encoding).map((param) => ({
    ...spec,
    params: { ...spec.params, [param.name]: usualOf(param, spec.params) },
  }));
}

function resized(spec: Spec): readonly Spec[] {
  const { dim, heads, model } = spec;
  if (model !== 'seeded') return [];
  const steps = Array.from({ length: Math.ceil(1024 / heads) }, (_, step) => (step + 1) * heads);
  const dims = steps
    .flatMap((step) => [dim + step, dim - step])
    .filter((size) => size >= 2 && size <= 1024);
  const divided = (count: number) => ({ heads: count, head: Math.min(spec.head, count) });
  const counts = headCounts(dim).toSorted((a, b) => Math.abs(a - heads) - Math.abs(b - heads));
  return [
    ...dims.map((size) => ({ ...spec, dim: size })),
    ...counts.map((count) => ({ ...spec, ...divided(count) })),
    { ...spec, dim: defaultSpec.dim, ...divided(defaultSpec.heads) },
  ];
}

/** One notice for each field that is another. */
export function changes(before: Spec, after: Spec, reason: Localized): readonly Notice[] {
  const names = before.encoding === after.encoding ? paramsOf(before.encoding) : [];
  return [
    ...fields.map(({ name }) => ({ field: name, from: before[name], to: after[name] })),
    ...names.map(({ name }) => ({
      field: name,
      from: before.params[name] ?? '',
      to: after.params[name] ?? '',
    })),
  ]
    .filter(({ from, to }) => from !== to)
    .map(({ field, from, to }) => ({
      kind: 'adjusted',
      field,
      value: cut(writeValue(from)),
      used: cut(writeValue(to)),
      reason,
    }));
}
