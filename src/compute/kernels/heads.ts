/** What the Model room says of all heads of a model in numbers, and the vectors of whole texts. */
import { foldedBy } from './folded.ts';
import { int, registerWgsl } from './program.ts';

/** [text, channel] → tanh of each, and each row divided by its length. */
export function registerSentenceVectors(): void {
  registerWgsl('SentenceVectors', ['x'], ({ x }) => {
    const [rows = 0, columns = 0] = x.shape;
    return {
      inputs: { x },
      outputShape: [rows, columns],
      uniforms: [int('rows', rows), int('columns', columns)],
      per: 'row',
      depth: columns / 32,
      declarations: /* wgsl */ `
        var<workgroup> sums : array<f32, 64>;
        // Not tanh, which is NaN for large numbers on some devices.
        fn bent(x : f32) -> f32 {
          let power = exp(-2.0 * abs(x));
          return sign(x) * (1.0 - power) / (1.0 + power);
        }`,
      body: /* wgsl */ `
        let start = row * uniforms.columns;
        var total = 0.0;
        for (var i = lane; i < uniforms.columns; i += 64) {
          let value = bent(x[start + i]);
          total += value * value;
        }
        sums[lane] = total;
        workgroupBarrier();
        ${foldedBy('sums[lane] += sums[lane + half];')}
        let length = sqrt(max(sums[0], 1.0e-12));
        for (var i = lane; i < uniforms.columns; i += 64) {
          result[start + i] = bent(x[start + i]) / length;
        }`,
    };
  });
}

/**
 * Weights [head, query, key] and a vector, now and as trained → the largest difference of each head and
 * that of the vectors, and the product of these, [1, heads + 2].
 */
export function registerSurgery(): void {
  registerWgsl('Surgery', ['weights', 'vector', 'weights0', 'vector0'], (inputs) => {
    const { weights, vector, weights0, vector0 } = inputs;
    const [heads = 0, length = 0] = weights.shape;
    const [cells, channels] = [length * length, vector.shape.at(-1) ?? 0];
    return {
      inputs: { weights, vector, weights0, vector0 },
      outputShape: [1, heads + 2],
      uniforms: [
        int('groups', heads + 2),
        int('heads', heads),
        int('cells', cells),
        int('channels', channels),
      ],
      per: 'group',
      depth: Math.max(cells, channels) / 64,
      declarations: /* wgsl */ `
        var<workgroup> largest : array<u32, 64>;
        var<workgroup> products : array<f32, 64>;
        // Bits of |a − b|, in the order of these: NaN is the largest, and max may not lose it.
        fn apart(a : f32, b : f32) -> u32 { return bitcast<u32>(a - b) & 0x7fffffffu; }`,
      body: /* wgsl */ `
        var most = 0u;
        var product = 0.0;
        if (group < uniforms.heads) {
          let start = group * uniforms.cells;
          for (var i = start + lane; i < start + uniforms.cells; i += 64) {
            most = max(most, apart(weights[i], weights0[i]));
          }
        } else {
          for (var i = lane; i < uniforms.channels; i += 64) {
            most = max(most, apart(vector[i], vector0[i]));
            product += vector[i] * vector0[i];
          }
        }
        largest[lane] = most;
        products[lane] = product;
        workgroupBarrier();
        ${foldedBy(/* wgsl */ `
            largest[lane] = max(largest[lane], largest[lane + half]);
            products[lane] += products[lane + half];`)}
        if (lane == 0) {
          result[group] = select(bitcast<f32>(largest[0]), products[0], group > uniforms.heads);
        }`,
    };
  });
}

/**
 * Weights [head, query, key], whose rows sum to 1 → of each head the sum of squares apart from their mean,
 * that between its diagonals, and the means of these, [head, 2n + 1].
 */
export function registerPositionalHeads(): void {
  registerWgsl('PositionalHeads', ['weights'], ({ weights }) => {
    const [heads = 0, length = 0] = weights.shape;
    return {
      inputs: { weights },
      outputShape: [heads, 2 * length + 1],
      uniforms: [int('rows', heads), int('length', length)],
      per: 'row',
      depth: (length * length) / 64,
      declarations: 'var<workgroup> sums : array<vec2<f32>, 64>;',
      body: /* wgsl */ `
        let start = row * uniforms.length * uniforms.length;
        let end = row * (2 * uniforms.length + 1);
        let even = 1.0 / f32(uniforms.length);
        var total = vec2<f32>(0.0);
        for (var i = lane; i < 2 * uniforms.length - 1; i += 64) {
          let offset = i + 1 - uniforms.length;
          let count = uniforms.length - abs(offset);
          var cell = start + max(offset, -offset * uniforms.length);
          var sum = 0.0;
          for (var k = 0; k < count; k++) {
            let weight = weights[cell];
            sum += weight;
            total.x += (weight - even) * (weight - even);
            cell += uniforms.length + 1;
          }
          let mean = sum / f32(count);
          total.y += f32(count) * (mean - even) * (mean - even);
          result[end + 2 + i] = mean;
        }
        sums[lane] = total;
        workgroupBarrier();
        ${foldedBy('sums[lane] += sums[lane + half];')}
        if (lane == 0) {
          result[end] = sums[0].x;
          result[end + 1] = sums[0].y;
        }`,
    };
  });
}
