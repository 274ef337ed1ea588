/** A table that a person opened, on the backend: its similarity, its components, its periods. */
import { div, matMul, mul, sqrt, sum, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { OpenedTable } from '../encodings/openedTable.ts';
import { mostLookedAt, type OpenedLook, type TableLook } from '../state/openedFile.ts';
import { defaultSpec } from '../state/spec.ts';
import { readBack } from './readBack.ts';
import { sinusoidsOf, spectraAt } from './spectra.ts';
import { projected } from './tableLenses.ts';

export async function lookAt({ rows: all, columns, data }: OpenedTable): Promise<OpenedLook> {
  const rows = Math.min(all, mostLookedAt);
  const table = tensor2d(data.slice(0, rows * columns), [rows, columns]);
  const waves = tidy(() => sinusoidsOf(defaultSpec, rows, columns));
  try {
    const own = await lookOf(table);
    return {
      own,
      sinusoids: await lookOf(waves),
      spectra: own.components && (await spectraAt(defaultSpec, table)),
    };
  } finally {
    table.dispose();
    waves.dispose();
  }
}

async function lookOf(table: Tensor2D): Promise<TableLook> {
  const [rows, columns] = table.shape;
  const values = Float32Array.from(await table.data());
  return {
    rows,
    columns,
    table: values,
    similarity: await readBack(() => cosines(table)),
    components: values.every(Number.isFinite) ? await projected(table, 3) : null,
  };
}

/** [rows, rows]; 0/0 for a row of zeros, which has no direction. Call inside a tidy. */
function cosines(table: Tensor2D): Tensor2D {
  const unit = div<Tensor2D>(table, sqrt(sum(mul(table, table), 1, true)));
  return matMul(unit, unit, false, true);
}
