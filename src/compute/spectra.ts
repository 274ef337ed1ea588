/** The spectrum of the table along its positions, beside that of sinusoids of the same width. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { sequence } from '../encodings/encoding.ts';
import { spectrumOf } from '../fields/spectrum.ts';
import type { Spectra } from '../state/lens.ts';
import { defaultParams, type Spec } from '../state/spec.ts';
import { hooksOf } from './hooks.ts';
import type { Asked } from './lenses.ts';
import { readBack } from './readBack.ts';
import { onTable, projected } from './tableLenses.ts';

/** As many as BERT's table has; more would take the host a moment too long. */
const mostRows = 512;
const componentCount = 6;

export function spectraOf(asked: Asked): Promise<Spectra | null> {
  return onTable(asked, (table) => spectraAt(asked.spec, table), mostRows);
}

/** Of a table of finite numbers from the first position of a Spec on. */
export async function spectraAt(spec: Spec, table: Tensor2D): Promise<Spectra> {
  const [rows, columns] = table.shape;
  const count = Math.min(componentCount, columns);
  const own = Float32Array.from(await table.data());
  const sinusoids = await readBack(() => sinusoidsOf(spec, rows, columns));
  const { points, shares } = await projected(table, count);
  return {
    rows,
    table: spectrumOf(own, rows, columns),
    sinusoids: spectrumOf(sinusoids, rows, columns),
    components: shares.map((share, axis) => ({
      share,
      spectrum: spectrumOf(
        points.filter((_, i) => i % count === axis),
        rows,
        1,
      ),
    })),
  };
}

/** [rows, columns] at the positions shown. Call inside a tidy. */
export function sinusoidsOf(spec: Spec, rows: number, columns: number): Tensor2D {
  const encoding = 'sinusoidal';
  const params = defaultParams(encoding);
  const { table } = hooksOf({ ...spec, encoding, params, length: rows, dim: columns, heads: 1 });
  if (!table) throw new Error('spectra: sinusoids have a table');
  return table(sequence(spec.start, rows));
}
