/**
 * WGSL: what the 64 threads of a workgroup have, each at its place of workgroup arrays, becomes one in the
 * first place of each. After a barrier; another follows.
 *
 * @param line  takes what is at `lane + half` into what is at `lane`
 */
export const foldedBy = (line: string) => /* wgsl */ `
        for (var half = 32; half > 0; half /= 2) {
          if (lane < half) { ${line} }
          workgroupBarrier();
        }`;

/** `sums` added up, of `bounds` the least and the most. */
export const folded = foldedBy(/* wgsl */ `
            sums[lane] += sums[lane + half];
            bounds[lane] = vec2<f32>(min(bounds[lane].x, bounds[lane + half].x),
                max(bounds[lane].y, bounds[lane + half].y));`);
