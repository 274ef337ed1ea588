/** A small picture that stands for a scheme: its numbers, and the Spec that they are computed from. */
import { workable } from './fitted.ts';
import { defaultParams, defaultSpec, type Spec } from './spec.ts';

export interface Thumbnail {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly data: Float32Array;
  /** Its position map where that has a row for each position, else its similarity map. */
  readonly kind: 'positions' | 'similarity';
}

/** The default parameters at a size of which every cell can be seen. */
export function thumbnailSpec(encoding: string): Spec {
  const params = defaultParams(encoding);
  const sizes = { length: 24, dim: 32, heads: 2, head: 1 };
  const { spec } = workable({ ...defaultSpec, ...sizes, encoding, params, mask: 'none' });
  if (spec.encoding !== encoding) throw new Error(`thumbnail: no sizes for "${encoding}"`);
  return spec;
}
