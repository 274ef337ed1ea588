/** The thumbnail of a scheme: its map from the same code as the plate, read back once. */
import { type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { Spec } from '../state/spec.ts';
import { type Thumbnail, thumbnailSpec } from '../state/thumbnail.ts';
import { hooksOf } from './hooks.ts';
import { createInputs, type Inputs } from './inputs.ts';
import { positionMap, similarityOf } from './maps.ts';

export async function thumbnailOf(encoding: string): Promise<Thumbnail> {
  const spec = thumbnailSpec(encoding);
  // Inputs of its own: those of the plate are kept for the next step of a slider.
  const inputs = createInputs();
  const { kind, map } = mapOf(spec, inputs);
  const [rows, columns] = map.shape;
  try {
    return { rows, columns, data: Float32Array.from(await map.data()), kind };
  } finally {
    map.dispose();
  }
}

function mapOf(spec: Spec, inputs: Inputs): { kind: Thumbnail['kind']; map: Tensor2D } {
  try {
    return tidy(() => {
      const hooks = hooksOf(spec);
      const positions = hooks.table || hooks.rotation ? positionMap(hooks, spec) : null;
      return positions
        ? { kind: 'positions', map: positions }
        : { kind: 'similarity', map: similarityOf(spec, inputs) };
    });
  } finally {
    inputs.clear();
  }
}
