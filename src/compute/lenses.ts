/** The questions of the lenses, answered on the backend; only the answer is read back. */
import { engine, type Tensor2D } from '@tensorflow/tfjs-core';
import { tensorOf } from '../attention/matrixView.ts';
import { hasKernel } from '../encodings/kernel.ts';
import type { Diagonals, LensAnswers } from '../state/lens.ts';
import type { Spec } from '../state/spec.ts';
import { farMeanwhile, farOf } from './far.ts';
import { headKindsOf } from './headKinds.ts';
import type { Inputs } from './inputs.ts';
import { type MapViews, shownLogits } from './maps.ts';
import { marginalsOf } from './marginals.ts';
import { positionalOf, surgeryOf } from './modelLenses.ts';
import type { ModelTensors } from './modelPicture.ts';
import { proofsOf } from './proof.ts';
import { readBack } from './readBack.ts';
import { spectraOf } from './spectra.ts';
import { componentsOf, nearestRows, plainTable } from './tableLenses.ts';

/** What is shown, and what it was made from. */
export interface Asked {
  readonly spec: Spec;
  readonly maps: MapViews;
  readonly inputs: Inputs;
  /** Of the trained encoder, where it is looked at whole. */
  readonly parts: ModelTensors | null;
}

type Answer<K extends keyof LensAnswers> = (asked: Asked) => Promise<LensAnswers[K] | null>;

export const lensAnswers: { readonly [K in keyof LensAnswers]: Answer<K> } = {
  similarityDiagonals: async ({ maps }) => diagonalsOf(() => tensorOf(maps.similarity)),
  attentionDiagonals: async ({ maps }) => diagonalsOf(() => tensorOf(maps.attention)),
  logitDiagonals: async ({ spec, inputs }) => diagonalsOf(() => shownLogits(spec, inputs)),
  nearest: nearestRows,
  components: componentsOf,
  conventions: async ({ spec, inputs }) => proofsOf(spec, inputs),
  plainTable,
  spectra: spectraOf,
  marginals: marginalsOf,
  surgery: surgeryOf,
  positional: positionalOf,
  headKinds: headKindsOf,
  far: farOf,
  farMeanwhile,
};

/** @param make  a square map */
export async function diagonalsOf(make: () => Tensor2D): Promise<Diagonals> {
  const data = hasKernel('Diagonals')
    ? await readBack(() => engine().runKernel('Diagonals', { cells: make() }, {}))
    : diagonals(await readBack(make));
  const column = (c: number) =>
    Float32Array.from({ length: data.length / 4 }, (_, offset) =>
      data[4 * offset + 3] === 0 ? Number.NaN : (data[4 * offset + c] ?? Number.NaN),
    );
  return { mean: column(0), least: column(1), most: column(2) };
}

/** What the kernel of that name works out, on the host: mean, least, most, count of each diagonal. */
function diagonals(cells: Float32Array): Float32Array {
  const length = Math.sqrt(cells.length);
  const data = new Float32Array(4 * (2 * length - 1));
  for (let offset = 1 - length; offset < length; offset++) {
    let [sum, count, least, most] = [0, 0, 3e38, -3e38];
    for (let row = Math.max(0, -offset); row < Math.min(length, length - offset); row++) {
      const value = cells[row * length + row + offset] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      sum += value;
      count += 1;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    data.set([sum / Math.max(count, 1), least, most, count], 4 * (offset + length - 1));
  }
  return data;
}
