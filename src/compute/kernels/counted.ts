/**
 * Gates, counts and the bias between two rows in one dispatch (encodings/counted.ts). Counts are
 * whole multiples of 2⁻²², so that adding up thousands of gates loses nothing.
 */
import { float, int, registerWgsl } from './program.ts';

/** [head, query, key] products, [head, query, count] → [head, query, key]. */
export function registerCountedBias(): void {
  registerWgsl('CountedBias', ['products', 'byCount'], ({ products, byCount }, { gateScale }) => {
    const [heads = 0, length = 0, most = 0] = byCount.shape;
    return {
      inputs: { products, byCount },
      outputShape: [heads, length, length],
      uniforms: [
        int('rows', heads * length),
        int('length', length),
        int('most', most),
        float('gateScale', gateScale),
      ],
      per: 'row',
      depth: length / 16,
      declarations: /* wgsl */ `
        var<workgroup> shares : array<u32, 64>;
        fn gateAt(row : i32, key : i32) -> u32 {
          let product = products[row * uniforms.length + key];
          // Bounded, since exp of more than 88 has no float32.
          let gate = 1.0 / (1.0 + exp(min(-product * uniforms.gateScale, 80.0)));
          return u32(gate * 4194304.0 + 0.5);
        }
        // Both at most 511 · 2²², so that the sum stays below 2³².
        fn counted(a : u32, b : u32) -> u32 {
          return min(a + b, u32(uniforms.most - 1) << 22u);
        }
        fn biasAt(row : i32, count : u32) -> f32 {
          let below = i32(count >> 22u);
          let part = f32(count & 0x3fffffu) / 4194304.0;
          let first = byCount[row * uniforms.most + below];
          let second = byCount[row * uniforms.most + min(below + 1, uniforms.most - 1)];
          return first + part * (second - first);
        }`,
      // Each lane counts a run of keys, then goes on from what the lanes after it have counted.
      body: /* wgsl */ `
        let query = row % uniforms.length;
        let run = query / 64 + 1;
        let first = lane * run;
        let end = min(first + run, query + 1);
        var own = 0u;
        for (var key = first; key < end; key++) { own = counted(own, gateAt(row, key)); }
        shares[lane] = own;
        workgroupBarrier();
        var count = 0u;
        for (var after = lane + 1; after < 64; after++) { count = counted(count, shares[after]); }
        for (var key = end - 1; key >= first; key--) {
          count = counted(count, gateAt(row, key));
          result[row * uniforms.length + key] = biasAt(row, count);
        }
        for (var key = query + 1 + lane; key < uniforms.length; key += 64) {
          result[row * uniforms.length + key] = biasAt(row, 0u);
        }`,
    };
  });
}
