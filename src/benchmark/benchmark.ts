/**
 * The page's own benchmark: its slider step beside the straightforward ways to draw the same
 * numbers, in the same page, step for step. The others stand in for the page's painter, so all of
 * them share the Spec store, the pipeline and the views. Leaves the Spec as it was.
 */

import { shownStore } from '../show/shown.ts';
import { change, finish, specStore } from '../state/store.ts';
import { type Drag, measuredDrag } from './drag.ts';
import { type ModelBenchmark, type ModelParts, measuredModel } from './model.ts';
import { optionsOf } from './options.ts';
import { measuredPass, type PassRow } from './pass.ts';
import { type BenchmarkParts, gesture } from './step.ts';
import { measuredRows, type Row } from './table.ts';

export interface Benchmark {
  readonly backend: string;
  readonly adapter: string;
  readonly devicePixelRatio: number;
  readonly dim: number;
  readonly heads: number;
  readonly rows: readonly Row[];
  readonly drag: Drag;
  readonly pass: readonly PassRow[];
  readonly model: ModelBenchmark;
}

/** @throws RangeError for an option that there is not, or of another type */
export async function runBenchmark(
  given: unknown,
  parts: BenchmarkParts & { readonly model: ModelParts },
): Promise<Benchmark> {
  const options = optionsOf(given);
  const { painter, device } = shownStore.getState();
  if (!painter || !device) throw new Error('bench: there is no device just now');
  const original = specStore.getState().spec;
  const { dim, heads } = options;
  try {
    const drag = await measuredDrag(options, painter, parts);
    const rows = await measuredRows(options, painter, parts);
    const pass = await measuredPass(options, parts);
    const { backend, adapter } = device;
    const model = await measuredModel(options, backend, parts.model);
    return {
      backend,
      adapter,
      devicePixelRatio: globalThis.devicePixelRatio,
      dim,
      heads,
      rows,
      drag,
      pass,
      model,
    };
  } finally {
    if (shownStore.getState().device === device) shownStore.setState({ painter });
    change(specStore, original, { gesture });
    finish(specStore);
    await parts.request(original);
  }
}
