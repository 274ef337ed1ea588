import { beforeAll, describe, expect, it } from 'vitest';
import { encodings, loadEncodings } from '../encodings/index.ts';
import type { RopeParams } from '../encodings/rope-params.ts';
import { attentionFactorOf } from '../encodings/rope-scaling.ts';
import { bucketsOf } from '../encodings/schemes/t5.ts';
import { seededNormal } from '../encodings/seeded.ts';
import { problemOf } from './fitted.ts';
import { modelPresets } from './modelPresets.ts';
import models from './models.json';
import { patched } from './patch.ts';
import { defaultParams, defaultSpec, dimsOf, schemeOf } from './spec.ts';
import { factsOf, findUses, type ModelConfig, type Use, useOf } from './uses.ts';

let uses: readonly Use[] = [];
beforeAll(async () => {
  await loadEncodings();
  uses = (models.entries as readonly ModelConfig[]).map(useOf);
});

const named = (part: string): Use => {
  const found = uses.find(({ config }) => config.part === part);
  if (!found) throw new Error(`uses: no ${part}`);
  return found;
};

describe('every configuration', () => {
  it('opens a state that can be computed', () => {
    for (const use of uses) {
      const spec = patched(defaultSpec, use.patch);
      expect(problemOf(spec), use.config.part).toBeNull();
    }
  });

  it('has the scheme that it is shown with, or says why not', () => {
    for (const { encoding, lacks, config } of uses) {
      if (config.rope || encoding !== 'learned') continue;
      expect(lacks?.en, config.part).toContain('names no scheme');
    }
    const wide = uses.filter(({ config }) => (config.head_dim ?? 0) > 1024);
    expect(wide).not.toEqual([]);
    for (const { lacks } of wide) expect(lacks?.en).toContain('the most it can, 1,024');
    const odd = useOf({ model: 'x', part: 'XConfig', rope: { rope_theta: 1e4 }, head_dim: 65 });
    expect(odd.lacks?.en).toContain('do not go together');
    expect(odd.patch.encoding).toBe('rope');
    expect(problemOf(patched(defaultSpec, odd.patch))).toBeNull();
    expect(named('BertConfig').lacks?.['zh-CN']).toContain('512');
  });

  it('says its numbers in both languages', () => {
    for (const use of uses) {
      for (const fact of [...factsOf(use), ...use.leftOut]) {
        expect(fact.en).not.toBe('');
        expect(fact['zh-CN']).not.toBe('');
      }
    }
  });
});

it('is found by the name that people write', () => {
  for (const text of ['SmolLM3', 'smollm-3', 'smol lm3']) {
    expect(findUses(uses, text)[0]?.config.part).toBe('SmolLM3Config');
  }
  expect(findUses(uses, '')).toEqual([]);
  expect(findUses(uses, 'no such model')).toEqual([]);
});

describe('opened by name', () => {
  it('SmolLM3 turns with base 2,000,000 in three blocks of four', () => {
    const { patch } = named('SmolLM3Config');
    expect(patch.params).toMatchObject({ base: 2e6, scaling: 'none', pairing: 'half' });
    expect(patch.layerPattern).toBe('three-of-four');
  });

  it('Llama 4 multiplies its queries as well', () => {
    const { patch, leftOut } = named('Llama4TextConfig');
    expect(patch).toMatchObject({ queryScale: 'llama4', queryStep: 8192, queryGain: 0.1 });
    expect(leftOut.map(({ en }) => en).join(' ')).toContain('only in the blocks without positions');
  });

  it('gpt-oss has YaRN with its numbers, and heads of 64', () => {
    const { patch } = named('GptOssConfig');
    expect(patch.params).toMatchObject({
      base: 150000,
      scaling: 'yarn',
      factor: 32,
      originalLength: 4096,
      truncate: false,
    });
    expect((patch.dim ?? 0) / (patch.heads ?? 1)).toBe(64);
  });

  it('Gemma 4 is proportional, its blocks with a window are said to be left out', () => {
    const { patch, leftOut } = named('Gemma4TextConfig');
    expect(patch.params).toMatchObject({ scaling: 'proportional', fraction: 0.25, base: 1e6 });
    expect(leftOut.map(({ en }) => en).join(' ')).toContain('base 10000');
  });

  it('GPT-NeoX turns a quarter of a head, Command A only under a window', () => {
    expect(named('GPTNeoXConfig').patch.params).toMatchObject({ rotaryDim: 16 });
    expect(named('Cohere2Config').patch.layerPattern).toBe('windowed');
    expect(named('BeamConfig').patch.layerPattern).toBe('windowed');
  });

  it('Inkling has its profiles, T5 its buckets', () => {
    expect(named('InklingTextConfig').patch.params).toMatchObject({ width: 16, extent: 1024 });
    expect(named('T5Config').patch.params).toMatchObject({ buckets: 32, maxDistance: 128 });
  });
});

/** Key − query, as T5 has its buckets for. */
const offsets = Array.from({ length: 601 }, (_, i) => i - 300);

/** Ten models that `scripts/models-check.mjs` holds against the library's own code. */
const ten = [
  'SmolLM3Config',
  'Llama4TextConfig',
  'GptOssConfig',
  'ApertusConfig',
  'Lfm3Config',
  'GPTNeoXConfig',
  'Ministral3Config',
  'CwmConfig',
  'T5Config',
  'InklingTextConfig',
];

it('ten models have all that the check against the library asks for', () => {
  const found = ten.map((part) => {
    const { patch, encoding } = named(part);
    const spec = patched(defaultSpec, patch);
    const scheme = schemeOf(spec);
    const hooks = scheme.hooks(spec.params, dimsOf(spec), seededNormal(7));
    // Of a line so long that the profiles end within it.
    const long = { ...dimsOf(spec), length: 1100 };
    const exact = scheme.exact?.(spec.params, long, seededNormal(7));
    return {
      part,
      frequencies: encoding === 'rope' ? Array.from(hooks.frequencies ?? []) : null,
      dHead: dimsOf(spec).dHead,
      factor: encoding === 'rope' ? attentionFactorOf(spec.params as RopeParams) : 1,
      pattern: spec.layerPattern,
      buckets:
        encoding === 't5'
          ? {
              ...spec.params,
              of: offsets.map(bucketsOf(spec.params as Parameters<typeof bucketsOf>[0])),
            }
          : null,
      profiles:
        encoding === 'relative-profiles'
          ? {
              ...spec.params,
              of: Array.from({ length: Number(spec.params['width']) }, (_, profile) =>
                Array.from({ length: 2 * long.length - 1 }, (__, column) =>
                  exact?.cell(profile, column),
                ),
              ),
            }
          : null,
    };
  });
  for (const each of found) {
    expect(each.frequencies ?? each.buckets ?? each.profiles, each.part).not.toBeNull();
  }
  if (process.env['MODELS_OUT']) console.log(`MODELS ${JSON.stringify(found)}`);
});

it('the presets of a scheme are what the list says of the same model', async () => {
  const after = await modelPresets('rope');
  const presets = new Map(
    [...encodings.flatMap(({ presets: all = [] }) => all), ...after].map(({ name, params }) => [
      name.en,
      params,
    ]),
  );
  const pairs = [
    ['gpt-oss', 'GptOssConfig', 'rope'],
    ['Inkling', 'InklingTextConfig', 'relative-profiles'],
  ] as const;
  for (const [preset, part, encoding] of pairs) {
    expect({ ...defaultParams(encoding), ...presets.get(preset) }).toEqual(
      named(part).patch.params,
    );
  }
});
