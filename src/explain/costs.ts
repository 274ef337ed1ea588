/**
 * What a pass takes: bytes for its numbers, multiplications for its products. Counted from the
 * sizes of the Spec, not measured.
 */
import { familyOf, type Spec } from '../state/spec.ts';

const bits: Readonly<Record<Spec['precision'], number>> = {
  float32: 32,
  float16: 16,
  bfloat16: 16,
  int8: 8,
  int4: 4,
};

/** An integer format keeps one float32 scale for each array. */
const scaleBytes = 4;

export interface Cost {
  /** Of the table, where there is one, and the weights of every block. */
  readonly bytes: number;
  /** Of every block and head, for the whole line. */
  readonly multiplications: number;
}

/**
 * n positions, d dimensions, r rows of W_q, W_k, W_v (d, or 2d side by side), v visible pairs:
 *
 * bytes            table n·d; weights of a block 3·r·d + d² + 8·d²; each at the bits it is held in
 * multiplications  of a block 3·n·r·d (Q, K, V) + 2·v·d (QKᵀ and ·V) + n·d² (W_o) + 8·n·d²
 *
 * Pairs that the mask hides need no product; softmax, norms and sums are not counted.
 *
 * @param tokens    of the text, which are all that padding leaves visible
 * @param channels  of the table that are kept; all where it is not given
 */
export function costOf(spec: Spec, tokens: number, channels = spec.dim): Cost {
  const { length: n, dim: d } = spec;
  const additive = familyOf(spec) === 'additive';
  const [table, weights] = [spec.reduce !== 'weights', spec.reduce !== 'table'].map((held) =>
    held ? spec.precision : 'float32',
  );
  const pairs = visiblePairs(spec, tokens);
  let bytes = additive ? sizeOf(n * channels, 1, table) : 0;
  let multiplications = 0;
  for (let layer = 1; layer <= spec.depth; layer++) {
    const fused = layer === 1 || spec.fused === 'every';
    const rows = additive && fused && spec.fusion === 'concat' ? 2 * d : d;
    bytes += sizeOf(3 * rows * d + d * d + 8 * d * d, 6, weights);
    multiplications += 3 * n * rows * d + 2 * pairs * d + n * d * d + 8 * n * d * d;
  }
  return { bytes, multiplications };
}

function sizeOf(numbers: number, arrays: number, held: Spec['precision'] = 'float32'): number {
  const scales = held === 'int8' || held === 'int4' ? arrays * scaleBytes : 0;
  return Math.ceil((numbers * bits[held]) / 8) + scales;
}

/** Pairs of query and key that the mask lets meet. */
export function visiblePairs({ length: n, mask, window }: Spec, tokens: number): number {
  switch (mask) {
    case 'none':
      return n * n;
    case 'causal':
      return (n * (n + 1)) / 2;
    case 'window': {
      const w = Math.min(window, n);
      return w * n - (w * (w - 1)) / 2;
    }
    case 'padding':
      return n * Math.min(tokens, n);
  }
}
