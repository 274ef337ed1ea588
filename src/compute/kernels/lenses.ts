/** What lenses measure of a map or a table, so that only the result is read back. */
import { folded } from './folded.ts';
import { int, registerWgsl } from './program.ts';

/** [row, column] square → [offset, 4]: mean, least, most and count of the finite cells of a diagonal. */
export function registerDiagonals(): void {
  registerWgsl('Diagonals', ['cells'], ({ cells }) => {
    const length = cells.shape[0] ?? 0;
    return {
      inputs: { cells },
      outputShape: [2 * length - 1, 4],
      uniforms: [int('length', length), int('rows', 2 * length - 1)],
      per: 'row',
      depth: length / 64,
      declarations: /* wgsl */ `
        var<workgroup> sums : array<vec2<f32>, 64>;
        var<workgroup> bounds : array<vec2<f32>, 64>;`,
      body: /* wgsl */ `
        let offset = row - uniforms.length + 1;
        var total = vec2<f32>(0.0);
        var bound = vec2<f32>(3.0e38, -3.0e38);
        for (var i = max(0, -offset) + lane; i < min(uniforms.length, uniforms.length - offset); i += 64) {
          let value = cells[i * uniforms.length + i + offset];
          // All exponent bits set: an infinity or no number at all.
          if ((bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u) {
            total += vec2<f32>(value, 1.0);
            bound = vec2<f32>(min(bound.x, value), max(bound.y, value));
          }
        }
        sums[lane] = total;
        bounds[lane] = bound;
        workgroupBarrier();
        ${folded}
        if (lane == 0) {
          result[4 * row] = sums[0].x / max(sums[0].y, 1.0);
          result[4 * row + 1] = bounds[0].x;
          result[4 * row + 2] = bounds[0].y;
          result[4 * row + 3] = sums[0].y;
        }`,
    };
  });
}

/**
 * [row, column] → [rows, 2]: of each of the first rows the squared distance to the nearest other of
 * them, and which that is; the first of several that are equally near. Differences first, then
 * squares: a² + b² − 2ab would cancel all digits where it matters.
 */
export function registerNearestRows(): void {
  registerWgsl('NearestRows', ['vectors'], ({ vectors }, { rows }) => {
    return {
      inputs: { vectors },
      outputShape: [Number(rows), 2],
      uniforms: [int('rows', rows), int('width', vectors.shape[1] ?? 0)],
      per: 'row',
      depth: (Number(rows) * (vectors.shape[1] ?? 0)) / 64,
      declarations: /* wgsl */ `
        var<workgroup> distances : array<f32, 64>;
        var<workgroup> partners : array<i32, 64>;`,
      body: /* wgsl */ `
        var least = 3.0e38;
        var nearest = -1;
        for (var other = lane; other < uniforms.rows; other += 64) {
          if (other == row) { continue; }
          var total = 0.0;
          for (var c = 0; c < uniforms.width; c++) {
            let apart = vectors[row * uniforms.width + c] - vectors[other * uniforms.width + c];
            total += apart * apart;
          }
          if (total < least) {
            least = total;
            nearest = other;
          }
        }
        distances[lane] = least;
        partners[lane] = nearest;
        workgroupBarrier();
        for (var half = 32; half > 0; half /= 2) {
          if (lane < half) {
            let far = distances[lane + half];
            let earlier = far == distances[lane] && partners[lane + half] < partners[lane];
            if (partners[lane + half] >= 0 && (far < distances[lane] || earlier)) {
              distances[lane] = far;
              partners[lane] = partners[lane + half];
            }
          }
          workgroupBarrier();
        }
        if (lane == 0) {
          result[2 * row] = distances[0];
          result[2 * row + 1] = f32(partners[0]);
        }`,
    };
  });
}

/** [query, key] weights from a cell on → sums over the queries, and entropies in bits, [2, position]. */
export function registerMarginals(): void {
  registerWgsl('Marginals', ['weights'], ({ weights }, { from, length }) => {
    return {
      inputs: { weights },
      outputShape: [2, Number(length)],
      uniforms: [int('first', from), int('length', length)],
      per: 'cell',
      depth: Number(length),
      body: /* wgsl */ `
        let place = index % uniforms.length;
        var total = 0.0;
        for (var other = 0; other < uniforms.length; other++) {
          if (index < uniforms.length) {
            total += weights[uniforms.first + other * uniforms.length + place];
          } else {
            let weight = weights[uniforms.first + place * uniforms.length + other];
            // 0 · log 0 is 0: a weight that small has no part in the sum.
            total -= weight * log2(max(weight, 1.0e-30));
          }
        }
        result[index] = total;`,
    };
  });
}
