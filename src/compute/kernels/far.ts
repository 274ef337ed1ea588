/** Scores by offset as far as positions go: of each bin of offsets the mean, the least and the most. */
import { folded } from './folded.ts';
import { int, registerWgsl } from './program.ts';
import { turnsWgsl } from './waves.ts';

const lanes = 64;
/** Offsets that a thread works out together, `apart` from one to the next. */
export const together = 16;
export const apart = 64;

/** Four offsets at once, the `q`-th four of the thread. */
const quarter = (q: number) => /* wgsl */ `
  if (${q} < quarters) {
    let at = vec4<i32>(first + ${q * 4 * apart}) + vec4<i32>(0, ${apart}, ${2 * apart}, ${3 * apart});
    let inside = at < vec4<i32>(to);
    let score = scores${q} / f32(uniforms.pairs);
    total += dot(select(vec4<f32>(0.0), score, inside), vec4<f32>(1.0));
    least = min(least, select(vec4<f32>(3.0e38), score, inside));
    most = max(most, select(vec4<f32>(-3.0e38), score, inside));
  }`;
const quarters = [0, 1, 2, 3];

/**
 * words [curve, 2 · pairs]: high and low word of each pair's turns per position; steps [curve, pair, 32]:
 * cosines, then sines, of 0, 64, … 960 positions; edges [bins + 1] → [curve · bins, 3]: mean, least and
 * most of mean cos(d θ) over every whole offset d of a bin. cos(a + b) = cos a cos b − sin a sin b: one
 * exact angle serves sixteen offsets.
 */
export function registerFarScores(): void {
  registerWgsl('FarScores', ['words', 'steps', 'edges'], ({ words, steps, edges }) => {
    const [curves = 0, stride = 0] = words.shape;
    const bins = (edges.shape[0] ?? 1) - 1;
    return {
      inputs: { words, steps, edges },
      outputShape: [curves * bins, 3],
      uniforms: [int('rows', curves * bins), int('bins', bins), int('pairs', stride / 2)],
      per: 'row',
      // On the average: the last bins have the most offsets by far.
      depth: (2 ** 20 / bins / lanes / together) * 8 * stride,
      declarations: /* wgsl */ `
        ${turnsWgsl}
        var<workgroup> sums : array<f32, 64>;
        var<workgroup> bounds : array<vec2<f32>, 64>;
        fn stepsAt(place : i32) -> vec4<f32> {
          return vec4<f32>(steps[place], steps[place + 1], steps[place + 2], steps[place + 3]);
        }`,
      body: /* wgsl */ `
        let curve = row / uniforms.bins;
        // Bins with many offsets are not run one after another; a prime above their number leaves none out.
        let bin = row % uniforms.bins * 1009 % uniforms.bins;
        let to = edges[bin + 1];
        var total = 0.0;
        var least = vec4<f32>(3.0e38);
        var most = vec4<f32>(-3.0e38);
        for (var first = edges[bin] + lane; first < to; first += ${apart * together}) {
          let quarters = min(4, (to - first + ${4 * apart - 1}) / ${4 * apart});
          ${quarters.map((q) => `var scores${q} = vec4<f32>(0.0);`).join('\n')}
          for (var pair = 0; pair < uniforms.pairs; pair++) {
            let own = curve * uniforms.pairs + pair;
            let turn = turnOf(u32(first), words[2 * own], words[2 * own + 1]);
            let x = cosOfTurn(turn);
            let y = sinOfTurn(turn);
            let by = ${2 * together} * own;
            ${quarters
              .map(
                (q) => `if (${q} < quarters) {
                  scores${q} += x * stepsAt(by + ${4 * q}) - y * stepsAt(by + ${together + 4 * q});
                }`,
              )
              .join('\n')}
          }
          ${quarters.map(quarter).join('\n')}
        }
        sums[lane] = total;
        bounds[lane] = vec2<f32>(min(min(least.x, least.y), min(least.z, least.w)),
            max(max(most.x, most.y), max(most.z, most.w)));
        workgroupBarrier();
        ${folded}
        if (lane == 0) {
          let own = 3 * (curve * uniforms.bins + bin);
          result[own] = sums[0] / f32(to - edges[bin]);
          result[own + 1] = bounds[0].x;
          result[own + 2] = bounds[0].y;
        }`,
    };
  });
}
