/**
 * RoPE as well-known models have it: base, scaling, and the pairing their published weights need.
 * Widths are those of the page, not of the model; what else a model does to its scores is left out,
 * and the preset's name says so.
 */
import type { Preset } from './encoding.ts';
import type { RopeParams } from './rope-params.ts';

export const ropePresets: readonly Preset[] = [
  preset('RoFormer', { base: 10000, pairing: 'interleaved', scaling: 'none' }),
  preset('Llama 2', { base: 10000, pairing: 'half', scaling: 'none' }),
  preset('Code Llama', { base: 1e6, pairing: 'half', scaling: 'none' }),
  preset('Vicuna 1.5 16k', { base: 10000, pairing: 'half', scaling: 'linear', factor: 4 }),
  preset('Llama 3', { base: 500000, pairing: 'half', scaling: 'none' }),
  preset('Llama 3.1 8B', {
    base: 500000,
    pairing: 'half',
    scaling: 'llama3',
    factor: 8,
    originalLength: 8192,
    lowFreqFactor: 1,
    highFreqFactor: 4,
  }),
  preset('Llama 3.2', {
    base: 500000,
    pairing: 'half',
    scaling: 'llama3',
    factor: 32,
    originalLength: 8192,
    lowFreqFactor: 1,
    highFreqFactor: 4,
  }),
  preset('Qwen2.5 + YaRN', {
    base: 1e6,
    pairing: 'half',
    scaling: 'yarn',
    factor: 4,
    originalLength: 32768,
  }),
  {
    name: { en: 'LeRoPE, seeded', 'zh-CN': 'LeRoPE（随机）' },
    params: { base: 10000, pairing: 'half', scaling: 'learned', spread: 0.5 },
  },
  // Beside RoPE the model multiplies its scores by m², m = 0.1 ln 40 + 1.
  {
    name: {
      en: 'DeepSeek-V3, without its factor 1.874 on scores',
      'zh-CN': 'DeepSeek-V3（不含乘在得分上的因子 1.874）',
    },
    params: {
      base: 10000,
      pairing: 'interleaved',
      scaling: 'yarn',
      factor: 40,
      originalLength: 4096,
      betaFast: 32,
      betaSlow: 1,
      mscale: 1,
      mscaleAllDim: 1,
    },
  },
  preset('gpt-oss', {
    base: 150000,
    pairing: 'half',
    scaling: 'yarn',
    factor: 32,
    originalLength: 4096,
    betaFast: 32,
    betaSlow: 1,
    truncate: false,
  }),
  // Its two lists have 48 factors each, one for each pair of its own head width, 96.
  {
    name: { en: 'Phi-3 mini 128k, without its lists', 'zh-CN': 'Phi-3 mini 128k（不含因子表）' },
    params: { base: 10000, pairing: 'half', scaling: 'longrope', factor: 32, originalLength: 4096 },
  },
];

function preset(model: string, params: Partial<RopeParams>): Preset {
  return { name: { en: model, 'zh-CN': model }, params };
}
