/** The parameters of RoPE and of the scalings that stretch its context, by their fixed names. */
import { baseParam, type ParamSchema, type ParamsOf, type ParamValues } from './params.ts';

/** A control is shown only with the scalings that read it. */
const only =
  (...scalings: readonly string[]) =>
  (values: ParamValues) =>
    scalings.includes(String(values.scaling));

const notSet = { en: 'not set', 'zh-CN': '未设' };

/** 64 factors with every digit of a float64 and more. */
const longestList = 2048;

export const ropeParams = {
  base: baseParam,
  pairing: {
    kind: 'choice',
    default: 'interleaved',
    options: [
      { value: 'interleaved', label: { en: 'interleaved (2i, 2i+1)', 'zh-CN': '交错 (2i, 2i+1)' } },
      { value: 'half', label: { en: 'halves (i, i+r/2)', 'zh-CN': '对半 (i, i+r/2)' } },
    ],
    label: { en: 'Pairing', 'zh-CN': '配对方式' },
  },
  rotaryDim: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 1024,
    integer: true,
    scale: 'linear',
    label: { en: 'Rotary width', 'zh-CN': '旋转宽度' },
    multiple: 2,
    reach: ({ dHead }) => dHead,
    zero: { en: 'whole', 'zh-CN': '全部' },
    when: (values) => values.scaling !== 'proportional',
  },
  scaling: {
    kind: 'choice',
    default: 'none',
    options: [
      { value: 'none', label: { en: 'none', 'zh-CN': '无' } },
      { value: 'linear', label: { en: 'linear (interpolation)', 'zh-CN': '线性（位置插值）' } },
      { value: 'ntk', label: { en: 'NTK-aware', 'zh-CN': 'NTK-aware' } },
      { value: 'dynamic-ntk', label: { en: 'dynamic NTK', 'zh-CN': '动态 NTK' } },
      { value: 'yarn', label: { en: 'YaRN', 'zh-CN': 'YaRN' } },
      { value: 'ntk-by-parts', label: { en: 'NTK-by-parts', 'zh-CN': '分段 NTK' } },
      { value: 'longrope', label: { en: 'LongRoPE', 'zh-CN': 'LongRoPE' } },
      { value: 'llama3', label: { en: 'Llama 3', 'zh-CN': 'Llama 3' } },
      { value: 'learned', label: { en: 'learned frequencies', 'zh-CN': '可学习的频率' } },
      { value: 'proportional', label: { en: 'proportional (partial)', 'zh-CN': '按比例（部分）' } },
    ],
    label: { en: 'Context scaling', 'zh-CN': '上下文扩展' },
  },
  factor: {
    kind: 'number',
    default: 4,
    usual: ({ scaling }) => (scaling === 'proportional' ? 1 : 4),
    min: 1,
    max: 4096,
    integer: false,
    scale: 'log',
    label: { en: 'Scaling factor', 'zh-CN': '扩展倍数' },
    when: ({ scaling }) => scaling !== 'none' && scaling !== 'learned',
  },
  originalLength: {
    kind: 'number',
    default: 2048,
    min: 16,
    max: 1048576,
    integer: true,
    scale: 'log',
    label: { en: 'Original length', 'zh-CN': '原始长度' },
    when: only('dynamic-ntk', 'yarn', 'ntk-by-parts', 'longrope', 'llama3'),
  },
  betaFast: {
    kind: 'number',
    default: 32,
    min: 0.1,
    max: 1000,
    integer: false,
    scale: 'log',
    label: { en: 'Turns, fast pairs', 'zh-CN': '高频圈数' },
    when: only('yarn', 'ntk-by-parts'),
  },
  betaSlow: {
    kind: 'number',
    default: 1,
    min: 0.1,
    max: 1000,
    integer: false,
    scale: 'log',
    label: { en: 'Turns, slow pairs', 'zh-CN': '低频圈数' },
    when: only('yarn', 'ntk-by-parts'),
  },
  truncate: {
    kind: 'flag',
    default: true,
    label: { en: 'Round ramp ends', 'zh-CN': '斜坡两端取整' },
    when: only('yarn'),
  },
  mscale: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 10,
    integer: false,
    scale: 'linear',
    label: { en: 'mscale', 'zh-CN': 'mscale' },
    zero: notSet,
    when: only('yarn'),
  },
  mscaleAllDim: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 10,
    integer: false,
    scale: 'linear',
    label: { en: 'mscale, all dim', 'zh-CN': 'mscale 全维' },
    zero: notSet,
    when: only('yarn'),
  },
  attentionFactor: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 10,
    integer: false,
    scale: 'linear',
    label: { en: 'Attention factor', 'zh-CN': '注意力因子' },
    zero: notSet,
    when: only('yarn', 'longrope'),
  },
  lowFreqFactor: {
    kind: 'number',
    default: 1,
    min: 0.1,
    max: 1000,
    integer: false,
    scale: 'log',
    label: { en: 'Low-freq. factor', 'zh-CN': '低频因子' },
    when: only('llama3'),
  },
  highFreqFactor: {
    kind: 'number',
    default: 4,
    min: 0.1,
    max: 1000,
    integer: false,
    scale: 'log',
    label: { en: 'High-freq. factor', 'zh-CN': '高频因子' },
    when: only('llama3'),
  },
  shortFactors: {
    kind: 'text',
    default: '',
    maxLength: longestList,
    label: { en: 'Short factors', 'zh-CN': '短文本因子' },
    when: only('longrope'),
  },
  longFactors: {
    kind: 'text',
    default: '',
    maxLength: longestList,
    label: { en: 'Long factors', 'zh-CN': '长文本因子' },
    when: only('longrope'),
  },
  fraction: {
    kind: 'number',
    default: 0.25,
    min: 0,
    max: 1,
    integer: false,
    scale: 'linear',
    label: { en: 'Fraction that turns', 'zh-CN': '旋转的比例' },
    when: only('proportional'),
  },
  spread: {
    kind: 'number',
    default: 0.5,
    min: 0,
    max: 100,
    integer: false,
    scale: 'linear',
    label: { en: 'Spread of α', 'zh-CN': 'α 的离散度' },
    reach: () => 1.3,
    when: only('learned'),
  },
} as const satisfies ParamSchema;

export type RopeParams = ParamsOf<typeof ropeParams>;
export type Scaling = RopeParams['scaling'];
