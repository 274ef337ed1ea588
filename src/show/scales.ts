/** The colour scales of a table that was opened. */
import type { ColourScale } from '../fields/scale.ts';
import { extent } from '../fields/statistics.ts';

export const unit: ColourScale = {
  kind: 'diverging',
  domain: { kind: 'fixed', max: 1 },
  curve: 'linear',
};

/** As far as its numbers reach; the first row of many tables is several times as long as the rest. */
export function ofTable(table: Float32Array): ColourScale {
  return { ...unit, domain: { kind: 'fixed', max: extent(table).largest }, curve: 'sqrt' };
}
