/**
 * WGSL: what the 64 threads of a workgroup have in `sums` and in `bounds`, the least and the most, becomes
 * one in the first place of each. After a barrier; another follows.
 */
export const folded = /* wgsl */ `
        for (var half = 32; half > 0; half /= 2) {
          if (lane < half) {
            sums[lane] += sums[lane + half];
            bounds[lane] = vec2<f32>(min(bounds[lane].x, bounds[lane + half].x),
                max(bounds[lane].y, bounds[lane + half].y));
          }
          workgroupBarrier();
        }`;
