/**
 * What a Spec does to the positions of a language model from a file. What it sets as the model was
 * trained changes nothing; what it sets otherwise is changed where the model has it.
 */
import type { ModelDescription, Positional } from '../files/families/description.ts';
import { headsNamed, rangesOf } from './ranges.ts';
import { defaultParams, familyOf, type Spec } from './spec.ts';

/** The positions that stand for the model: of the first layer that sees every token and has some. */
function trainedPositions({ layers, table }: ModelDescription): Positional {
  if (table) return { scheme: 'learned', params: { table: 'own' } };
  const having = layers.filter(({ positions }) => positions.scheme !== 'none');
  const far = having.find(({ window }) => window === 0) ?? having[0];
  return far?.positions ?? { scheme: 'none', params: {} };
}

/** A Spec of the model as it was trained. */
export function fileAsTrained(spec: Spec, description: ModelDescription): Spec {
  const { scheme, params } = trainedPositions(description);
  return {
    ...spec,
    model: 'file',
    encoding: scheme,
    params: { ...defaultParams(scheme), ...params },
    start: 0,
    gain: 1,
    order: 'forward',
    layers: '',
    changedHeads: '',
    pairs: '',
  };
}

/** What acts within each layer, in those of its heads that are changed. */
export function layerPositions(spec: Spec, description: ModelDescription): readonly Positional[] {
  const main = trainedPositions(description);
  const trained = { ...defaultParams(main.scheme), ...main.params };
  const changed = Object.fromEntries(
    Object.entries(spec.params).filter(([name, value]) => trained[name] !== value),
  );
  return description.layers.map(({ positions }) => {
    if (spec.encoding !== main.scheme) return { scheme: spec.encoding, params: spec.params };
    // Layers without positions have none to change, and those with another base keep it.
    if (positions.scheme !== main.scheme) return positions;
    return { ...positions, params: { ...positions.params, ...changed } };
  });
}

/** Whether a table is added to the tokens: once, before the first layer. */
export function addsTable(spec: Spec, description: ModelDescription): boolean {
  return familyOf(spec) === 'additive' || description.table !== null;
}

/** Whether the table that was trained with the model is added to its tokens. */
export function keepsTable(spec: Spec, { table }: ModelDescription): boolean {
  return table !== null && spec.encoding === 'learned' && spec.params['table'] === 'own';
}

/** Of each head of a layer whether it is changed. */
export function headsChanged(
  { layers, changedHeads }: Spec,
  { heads }: ModelDescription,
  layer: number,
): readonly boolean[] {
  const inLayers = rangesOf(layers) ?? (() => true);
  const named = headsNamed(changedHeads) ?? (() => true);
  return Array.from(
    { length: heads },
    (_, head) => inLayers(layer + 1) && named(layer + 1, head + 1),
  );
}
