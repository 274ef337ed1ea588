/** RoPE as a formula, with the scaling in force and its numbers. */
import type { RopeParams, Scaling } from './rope-params.ts';
import { attentionFactorOf } from './rope-scaling.ts';
import { texBase, texNumber } from './tex.ts';

export function ropeTex(values: RopeParams): string {
  const scaled = attentionFactorOf(values) !== 1;
  const turned = (sum: string) => (scaled ? String.raw`f\,(${sum})` : sum);
  return [
    String.raw`a' = ${turned(String.raw`a\cos p\theta_i - b\sin p\theta_i`)}`,
    String.raw`b' = ${turned(String.raw`a\sin p\theta_i + b\cos p\theta_i`)}`,
    ...frequencyTex[values.scaling](values),
    ...(scaled ? [factorTex(values)] : []),
  ].join(String.raw` \qquad `);
}

/** n is the number of positions so far, L₀ stands as its number. */
const frequencyTex: Record<Scaling, (values: RopeParams) => readonly string[]> = {
  none: (values) => [String.raw`\theta_i = ${powerTex(values)}`],
  linear: (values) => [
    String.raw`\theta_i = \frac{${powerTex(values)}}{${texNumber(values.factor)}}`,
  ],
  ntk: (values) => [
    String.raw`\theta_i = B^{-2i/${widthTex(values)}}`,
    String.raw`B = ${texNumber(values.base)} \cdot ${texNumber(values.factor)}^{${exponentTex(values)}}`,
  ],
  'dynamic-ntk': (values) => {
    const { base, factor, originalLength } = values;
    return [
      String.raw`\theta_i = B^{-2i/${widthTex(values)}}`,
      String.raw`B = ${texNumber(base)} \left(\frac{${texNumber(factor)}\,L}{${originalLength}} - ${texNumber(factor - 1)}\right)^{${exponentTex(values)}}`,
      String.raw`L = \max(n, ${originalLength})`,
    ];
  },
  yarn: (values) => {
    const { base, originalLength, betaFast, betaSlow, truncate } = values;
    const [low, high] = [`k(${texNumber(betaFast)})`, `k(${texNumber(betaSlow)})`];
    const r = widthTex(values);
    return [
      String.raw`\theta_i = (1 - g_i)\,\omega_i + g_i\,\frac{\omega_i}{${texNumber(values.factor)}}`,
      String.raw`\omega_i = ${powerTex(values)}`,
      String.raw`g_i = \operatorname{clip}\left(\frac{i - l}{h - l},\,0,\,1\right)`,
      String.raw`l = \max(${truncate ? String.raw`\lfloor ${low}\rfloor` : low},\,0)`,
      String.raw`h = \min(${truncate ? String.raw`\lceil ${high}\rceil` : high},\,${r} - 1)`,
      String.raw`k(t) = \frac{${r}\,\ln(${originalLength} / 2\pi t)}{2\ln ${texNumber(base)}}`,
    ];
  },
  'ntk-by-parts': (values) => turnsTex(values, values.betaSlow, values.betaFast),
  longrope: (values) => [
    String.raw`\theta_i = \frac{${powerTex(values)}}{\ell_i}`,
    String.raw`\ell = \begin{cases} \ell^{\,\mathrm{short}} & n \le ${values.originalLength} \\ \ell^{\,\mathrm{long}} & n > ${values.originalLength} \end{cases}`,
  ],
  llama3: (values) => turnsTex(values, values.lowFreqFactor, values.highFreqFactor),
  learned: (values) => [
    String.raw`\theta_i = ${powerTex(values)}\,e^{\alpha_i}`,
    String.raw`\alpha_i \sim N(0,\,${texNumber(values.spread)}^2)`,
  ],
  proportional: (values) => [
    String.raw`\theta_i = \begin{cases} ${values.factor === 1 ? powerTex(values) : String.raw`\frac{${powerTex(values)}}{${texNumber(values.factor)}}`} & i < \lfloor ${texNumber(values.fraction)}\,d_h/2 \rfloor \\ 0 & \end{cases}`,
  ],
};

function turnsTex(values: RopeParams, slow: number, fast: number): readonly string[] {
  const [from, to] = [texNumber(slow), texNumber(fast)];
  return [
    String.raw`\theta_i = \gamma_i\,\omega_i + (1 - \gamma_i)\,\frac{\omega_i}{${texNumber(values.factor)}}`,
    String.raw`\omega_i = ${powerTex(values)}`,
    String.raw`\gamma_i = \operatorname{clip}\left(\frac{${values.originalLength}\,\omega_i / 2\pi - ${from}}{${to} - ${from}},\,0,\,1\right)`,
  ];
}

function factorTex(values: RopeParams): string {
  const { scaling, factor, originalLength, mscale, mscaleAllDim, attentionFactor } = values;
  const value = texNumber(attentionFactorOf(values));
  if (attentionFactor !== 0) return `f = ${value}`;
  const s = texNumber(factor);
  if (scaling === 'longrope') {
    return String.raw`f = \sqrt{1 + \frac{\ln ${s}}{\ln ${originalLength}}} = ${value}`;
  }
  const magnitude = (scale: number) =>
    String.raw`0.1${scale === 1 ? '' : String.raw` \times ${texNumber(scale)}`}\ln ${s} + 1`;
  return mscale !== 0 && mscaleAllDim !== 0
    ? String.raw`f = \frac{${magnitude(mscale)}}{${magnitude(mscaleAllDim)}} = ${value}`
    : String.raw`f = ${magnitude(1)} = ${value}`;
}

function powerTex(values: RopeParams): string {
  return String.raw`${texBase(values.base)}^{-2i/${widthTex(values)}}`;
}

function exponentTex(values: RopeParams): string {
  return `${widthTex(values)}/(${widthTex(values)} - 2)`;
}

function widthTex({ rotaryDim, scaling }: RopeParams): string {
  return rotaryDim === 0 || scaling === 'proportional' ? 'd_h' : String(rotaryDim);
}
