import { beforeAll, describe, expect, it } from 'vitest';
import { accepts } from '../encodings/params.ts';
import { checkRope } from '../encodings/rope-check.ts';
import { type RopeParams, ropeParams } from '../encodings/rope-params.ts';
import { attentionFactorOf } from '../encodings/rope-scaling.ts';
import { dimsFor } from '../testing/exact.ts';
import { type ModelPreset, modelPresets } from './modelPresets.ts';
import { defaultParams } from './spec.ts';

let presets: readonly ModelPreset[] = [];
beforeAll(async () => {
  presets = await modelPresets('rope');
});

const named = (model: string) => {
  const found = presets.find(({ name }) => name.en === model);
  if (!found) throw new Error(`presets: no ${model}`);
  return found;
};
const rope = (model: string) => named(model).params as RopeParams;

const llama3 = { scaling: 'llama3', originalLength: 8192, lowFreqFactor: 1, highFreqFactor: 4 };
const yarn = { scaling: 'yarn', betaFast: 32, betaSlow: 1 };

/** As the models' own files have it; links that a preset made before stay those of the preset. */
const wanted = {
  RoFormer: { base: 10000, pairing: 'interleaved', scaling: 'none' },
  'Llama 2': { base: 10000, pairing: 'half', scaling: 'none' },
  'Code Llama': { base: 1e6, pairing: 'half', scaling: 'none' },
  'Vicuna 1.5 16k': { base: 10000, pairing: 'half', scaling: 'linear', factor: 4 },
  'Llama 3': { base: 500000, pairing: 'half', scaling: 'none' },
  'Llama 3.1 8B': { base: 500000, pairing: 'half', factor: 8, ...llama3 },
  'Llama 3.2': { base: 500000, pairing: 'half', factor: 32, ...llama3 },
  'Qwen2.5 + YaRN': {
    base: 1e6,
    pairing: 'half',
    scaling: 'yarn',
    factor: 4,
    originalLength: 32768,
  },
  'DeepSeek-V3': {
    base: 10000,
    pairing: 'interleaved',
    factor: 40,
    originalLength: 4096,
    mscale: 1,
    mscaleAllDim: 1,
    ...yarn,
  },
  'gpt-oss': {
    base: 150000,
    pairing: 'half',
    factor: 32,
    originalLength: 4096,
    truncate: false,
    ...yarn,
  },
  'Phi-3 mini 128k': {
    base: 10000,
    pairing: 'half',
    scaling: 'longrope',
    factor: 32,
    originalLength: 4096,
  },
} as const;

describe('presets after models', () => {
  it('are those that the models’ configurations say', () => {
    expect(presets.map(({ name }) => name.en)).toEqual(Object.keys(wanted));
    for (const [model, params] of Object.entries(wanted)) {
      expect(rope(model), model).toEqual({ ...defaultParams('rope'), ...params });
    }
  });

  it('are accepted, and work at 4 heads of 64', () => {
    for (const { name, params } of presets) {
      for (const [key, value] of Object.entries(params)) {
        const param = Object.entries(ropeParams).find(([known]) => known === key)?.[1];
        expect(param && accepts(param, value), `${name.en} ${key}`).toBe(true);
      }
      expect(checkRope(params as RopeParams, dimsFor(64, 256, 4))).toBeNull();
    }
  });

  it('say what they leave out, and nothing of sizes that they do not set', () => {
    const left = (model: string) => named(model).leftOut.map(({ en }) => en);
    expect(left('Llama 3.1 8B')).toEqual([]);
    const factor = ((0.1 * Math.log(40) + 1) ** 2).toFixed(3);
    expect(left('DeepSeek-V3')).toEqual([expect.stringContaining(factor)]);
    expect(named('DeepSeek-V3').leftOut[0]?.['zh-CN']).toContain(factor);
    expect(left('gpt-oss')).toEqual([expect.stringContaining('18 of its 36 blocks see only 128')]);
    expect(left('Phi-3 mini 128k')).toEqual([expect.stringContaining('48 factors')]);
  });

  it.each([
    ['m-rope', 'Qwen2-VL', { base: 1e6, interleaved: false }, []],
    ['m-rope', 'Qwen3-VL', { base: 5e6, interleaved: true }, []],
    ['deberta', 'DeBERTa base', { span: 512, delta: 'code', logBuckets: false }, []],
    [
      'deberta',
      'DeBERTa-v3 base',
      { span: 256, delta: 'code', logBuckets: true, bucketSize: 256, maxPosition: 512 },
      [],
    ],
    [
      'relative-profiles',
      'Inkling',
      { width: 16, extent: 1024 },
      ['55 of its 66 blocks see only 512 keys; here all see every key before them.'],
    ],
  ])('of %s there is %s', async (encoding, model, params, left) => {
    const preset = (await modelPresets(encoding)).find(({ name }) => name.en === model);
    expect(preset?.params).toEqual({ ...defaultParams(encoding), ...params });
    expect(preset?.leftOut.map(({ en }) => en)).toEqual(left);
  });

  it('DeepSeek-V3 leaves cosines and sines as they are; gpt-oss does not', () => {
    expect(attentionFactorOf(rope('DeepSeek-V3'))).toBe(1);
    expect(attentionFactorOf(rope('gpt-oss'))).toBeCloseTo(0.1 * Math.log(32) + 1, 12);
  });
});
