import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../golden/rope_frequencies.json';
import { dimsFor } from '../testing/exact.ts';
import { type GoldenCase, numbersOf, worstDifference } from '../testing/golden.ts';
import { accepts, defaultsOf, usualOf } from './params.ts';
import { checkRope } from './rope-check.ts';
import { type RopeParams, ropeParams, type Scaling } from './rope-params.ts';
import { attentionFactorOf, factorList, scaledFrequencies, yarnRamp } from './rope-scaling.ts';
import { ropeTex } from './rope-tex.ts';
import rope from './schemes/rope.ts';
import { seededNormal } from './seeded.ts';

const ropeOf = (given: Partial<RopeParams>): RopeParams => ({
  ...defaultsOf(ropeParams),
  ...given,
});

const scalings = ropeParams.scaling.options.map(({ value }) => value);

/** The golden's names of scalings and parameters in ours. */
const scalingNames: Readonly<Record<string, Scaling>> = { default: 'none', dynamic: 'dynamic-ntk' };
const paramNames: Readonly<Record<string, keyof RopeParams>> = {
  base: 'base',
  factor: 'factor',
  original_max_position_embeddings: 'originalLength',
  beta_fast: 'betaFast',
  beta_slow: 'betaSlow',
  beta: 'betaFast',
  alpha: 'betaSlow',
  truncate: 'truncate',
  mscale: 'mscale',
  mscale_all_dim: 'mscaleAllDim',
  attention_factor: 'attentionFactor',
  low_freq_factor: 'lowFreqFactor',
  high_freq_factor: 'highFreqFactor',
  partial_rotary_factor: 'fraction',
};

function goldenParams({ params, inputs }: GoldenCase): RopeParams {
  const type = String(params.rope_type);
  const named = Object.entries(params).flatMap(([name, value]) => {
    const ours = paramNames[name];
    return ours ? [[ours, value]] : [];
  });
  // Dynamic NTK has the original length under its current name; LongRoPE the ratio of the two.
  const [longest, original] = [
    params.max_position_embeddings,
    params.original_max_position_embeddings,
  ];
  const lists = type === 'longrope' && {
    factor: Number(longest) / Number(original),
    shortFactors: numbersOf(inputs, 'short_factor').join(', '),
    longFactors: numbersOf(inputs, 'long_factor').join(', '),
  };
  return ropeOf({
    scaling: scalingNames[type] ?? scalings.find((scaling) => scaling === type),
    ...Object.fromEntries(named),
    ...(type === 'dynamic' && { originalLength: Number(longest) }),
    ...lists,
  });
}

const frequencyCases: readonly GoldenCase[] = golden.cases.filter(
  ({ params }) => 'rope_type' in params,
);

describe('scalings of RoPE, in float64', () => {
  it('are held against every golden of frequencies', () => {
    expect(frequencyCases).toHaveLength(24);
  });

  for (const each of frequencyCases) {
    it(`has the frequencies and the attention factor of golden ${each.name}`, () => {
      const values = goldenParams(each);
      for (const [name, param] of Object.entries(ropeParams)) {
        expect(accepts(param, values[name as keyof RopeParams]), name).toBe(true);
      }
      const width = Number(each.params.dim ?? each.params.head_dim);
      const dims = dimsFor(Number(each.params.seq_len ?? 16), width);
      expect(checkRope(values, dims)).toBeNull();
      const { frequencies = new Float64Array() } = rope.hooks(values, dims, seededNormal(7));
      const exact = rope.exact?.(values, dims, seededNormal(7));
      expect(frequencies).toHaveLength(each.data.length);
      each.data.forEach((wanted, pair) => {
        const close = 1e-15 + 1e-11 * Math.abs(wanted ?? Number.NaN);
        expect(Math.abs((frequencies[pair] ?? 9) - (wanted ?? 0)), `${pair}`).toBeLessThanOrEqual(
          close,
        );
      });
      const extra = each.extra as Readonly<Record<string, number>>; // Plain numbers in this file.
      expect(attentionFactorOf(values)).toBeCloseTo(extra.attention_factor ?? 9, 12);
      expect(exact?.gain?.(3, 0, 'query')).toBe(attentionFactorOf(values));
      // A case without a ramp has none to compare.
      const { low, high } = yarnRamp(values, width);
      expect(
        worstDifference([low, high], [extra.ramp_low ?? low, extra.ramp_high ?? high]),
      ).toBeLessThanOrEqual(1e-12);
    });
  }

  it('linear is the position divided', () => {
    const plain = scaledFrequencies(ropeOf({}), 32, 64);
    const linear = scaledFrequencies(ropeOf({ scaling: 'linear', factor: 8 }), 32, 64);
    expect(linear).toEqual(plain.map((frequency) => frequency / 8));
  });

  it('NTK keeps the fastest pair and divides the slowest by the factor', () => {
    const plain = scaledFrequencies(ropeOf({}), 64, 64);
    const ntk = scaledFrequencies(ropeOf({ scaling: 'ntk', factor: 16 }), 64, 64);
    expect(ntk[0]).toBe(1);
    expect(ntk[31]).toBeCloseTo((plain[31] ?? 0) / 16, 15);
  });

  it('dynamic NTK is plain up to the original length, and at s times it more than NTK', () => {
    const dynamic = (seen: number) =>
      scaledFrequencies(ropeOf({ scaling: 'dynamic-ntk' }), 64, seen);
    expect(dynamic(2048)).toEqual(scaledFrequencies(ropeOf({}), 64, 2048));
    expect(dynamic(2049)).not.toEqual(dynamic(2048));
    // At length 4·2048 the bracket is 4² − 4 + 1.
    const ntk = scaledFrequencies(ropeOf({ scaling: 'ntk', factor: 13 }), 64, 64);
    expect(worstDifference(dynamic(4 * 2048), [...ntk])).toBeLessThanOrEqual(1e-15);
  });

  it('YaRN’s ramp and the paper’s differ up to threefold, most at index 38', () => {
    const given = { factor: 16, originalLength: 4096 };
    const code = scaledFrequencies(ropeOf({ ...given, scaling: 'yarn' }), 128, 64);
    const paper = scaledFrequencies(ropeOf({ ...given, scaling: 'ntk-by-parts' }), 128, 64);
    const ratios = [...code].map((frequency, pair) => frequency / (paper[pair] ?? 0));
    const largest = Math.max(...ratios);
    expect(largest).toBeCloseTo(3.0, 1);
    expect(ratios.indexOf(largest)).toBe(38);
    const values = ropeOf({ ...given, scaling: 'yarn' });
    expect(yarnRamp(values, 128)).toEqual({ low: 20, high: 46 });
  });

  it('Llama 3 is NTK-by-parts under other names', () => {
    const given = { base: 500000, factor: 8, originalLength: 8192 };
    const llama3 = ropeOf({ ...given, scaling: 'llama3', lowFreqFactor: 1, highFreqFactor: 4 });
    const parts = ropeOf({ ...given, scaling: 'ntk-by-parts', betaSlow: 1, betaFast: 4 });
    expect(scaledFrequencies(llama3, 128, 64)).toEqual(scaledFrequencies(parts, 128, 64));
  });

  it('LongRoPE goes over to the long list past the original length, its f does not change', () => {
    const values = ropeOf({ scaling: 'longrope', shortFactors: '2', longFactors: '5，5,5, 5' });
    expect(scaledFrequencies(values, 8, 2048)[0]).toBe(1 / 2);
    expect(scaledFrequencies(values, 8, 2049)[0]).toBe(1 / 5);
    expect(attentionFactorOf({ ...values, factor: 1 })).toBe(1);
    expect(attentionFactorOf({ ...values, attentionFactor: 0.5 })).toBe(0.5);
  });

  it('mscale alone is ignored, and a factor that is set wins', () => {
    const yarn = ropeOf({ scaling: 'yarn', factor: 40 });
    expect(attentionFactorOf(yarn)).toBeCloseTo(1.368888, 6);
    expect(attentionFactorOf({ ...yarn, mscale: 0.7 })).toBe(attentionFactorOf(yarn));
    expect(attentionFactorOf({ ...yarn, mscale: 2, mscaleAllDim: 2 })).toBe(1);
    expect(attentionFactorOf({ ...yarn, mscale: 1, mscaleAllDim: 1, attentionFactor: 0.75 })).toBe(
      0.75,
    );
    expect(attentionFactorOf({ ...yarn, scaling: 'linear', attentionFactor: 3 })).toBe(1);
  });

  it('proportional with too small a fraction turns nothing', () => {
    const still = scaledFrequencies(ropeOf({ scaling: 'proportional', fraction: 0.01 }), 16, 64);
    expect(still).toEqual(new Float64Array(8));
  });

  it('proportional divides every frequency by the factor, which is 1 unless it is given', () => {
    const given = { scaling: 'proportional', fraction: 0.5 } as const;
    const plain = scaledFrequencies(ropeOf({ ...given, factor: 1 }), 16, 64);
    expect(plain.slice(0, 5)).toEqual(
      Float64Array.of(1, 10000 ** (-2 / 16), 0.1, 10000 ** (-6 / 16), 0),
    );
    const slower = scaledFrequencies(ropeOf({ ...given, factor: 8 }), 16, 64);
    expect(slower).toEqual(plain.map((frequency) => frequency / 8));
    expect(usualOf(ropeParams.factor, ropeOf(given))).toBe(1);
    expect(usualOf(ropeParams.factor, ropeOf({ scaling: 'yarn' }))).toBe(4);
    expect(ropeParams.factor.when(ropeOf(given))).toBe(true);
  });

  it('with factor 1 all are plain RoPE', () => {
    for (const scaling of scalings.filter((each) => each !== 'proportional')) {
      const got = scaledFrequencies(ropeOf({ scaling, factor: 1 }), 32, 2048);
      const plain = [...scaledFrequencies(ropeOf({}), 32, 2048)];
      expect(worstDifference(got, plain), scaling).toBeLessThanOrEqual(1e-15);
    }
  });

  it('never turn a pair faster, and never go below θ / s', () => {
    const some = fc.record({
      scaling: fc.constantFrom<Scaling>('linear', 'ntk', 'yarn', 'ntk-by-parts', 'llama3'),
      factor: fc.double({ min: 1, max: 128, noNaN: true }),
      base: fc.double({ min: 100, max: 1e8, noNaN: true }),
      originalLength: fc.integer({ min: 256, max: 1048576 }),
    });
    fc.assert(
      fc.property(some, (given) => {
        const plain = scaledFrequencies(ropeOf({ base: given.base }), 64, 64);
        scaledFrequencies(ropeOf(given), 64, 64).forEach((frequency, pair) => {
          const whole = plain[pair] ?? Number.NaN;
          // A last digit of float64 either way.
          expect(frequency).toBeLessThanOrEqual(whole * (1 + 1e-12));
          expect(frequency).toBeGreaterThanOrEqual((whole / given.factor) * (1 - 1e-12));
        });
      }),
    );
  });
});

describe('combinations that RoPE refuses', () => {
  const reason = (given: Partial<RopeParams>, dModel = 16) =>
    checkRope(ropeOf(given), dimsFor(4, dModel))?.en;

  it('lists that are not one number per pair, or no numbers', () => {
    const longrope = { scaling: 'longrope' } as const;
    expect(reason(longrope)).toBeUndefined();
    expect(reason({ ...longrope, longFactors: '1.5' })).toBeUndefined();
    expect(reason({ ...longrope, longFactors: '1,2,3,4,5,6,7,8' })).toBeUndefined();
    expect(reason({ ...longrope, longFactors: '1,2,3' })).toMatch(
      /long .* 8 pairs that turn; there are 3/,
    );
    expect(reason({ ...longrope, rotaryDim: 4, shortFactors: '1,2,3' })).toMatch(
      /short .* 2 pairs that turn; there are 3/,
    );
    expect(reason({ ...longrope, shortFactors: '1,x' })).toMatch(/Number 2 .*“x”/);
    expect(reason({ ...longrope, shortFactors: '1,,2' })).toMatch(/Number 2 .*“”/);
    expect(reason({ ...longrope, shortFactors: '-1' })).toMatch(/above 0/);
    expect(reason({ ...longrope, shortFactors: 'Infinity' })).toMatch(/above 0/);
    expect(factorList(' ')).toEqual([1]);
    // Only LongRoPE reads them.
    expect(reason({ shortFactors: 'x' })).toBeUndefined();
  });

  it('factors and turns in the wrong order', () => {
    expect(reason({ scaling: 'llama3', lowFreqFactor: 4 })).toMatch(/they are 4 and 4/);
    expect(reason({ scaling: 'ntk-by-parts', betaFast: 1 })).toMatch(/fast is 1, slow is 1/);
    expect(reason({ scaling: 'yarn', betaFast: 1, betaSlow: 2 })).toMatch(/fast is 1, slow is 2/);
    expect(reason({ scaling: 'yarn', betaFast: 2, betaSlow: 2 })).toBeUndefined();
  });

  it('a YaRN ramp that ends before it begins', () => {
    const base = { scaling: 'yarn', base: 1.01, originalLength: 2048 } as const;
    expect(reason(base)).toMatch(/end at pair 15, before it begins at/);
    expect(reason({ scaling: 'yarn', originalLength: 16, betaSlow: 8 }, 64)).toMatch(
      /end at pair -3/,
    );
  });

  it('NTK over a single pair', () => {
    for (const scaling of ['ntk', 'dynamic-ntk'] as const) {
      expect(reason({ scaling, rotaryDim: 2 })).toMatch(/at least 4; it is 2/);
      expect(reason({ scaling, rotaryDim: 4 })).toBeUndefined();
    }
  });

  it('widths that make no pairs', () => {
    expect(reason({}, 21)).toMatch(/must be even/);
    expect(reason({ rotaryDim: 7 })).toMatch(/it is 7/);
    expect(reason({ rotaryDim: 18 })).toMatch(/at most the width of a head, 16; it is 18/);
    // Proportional counts in the whole head.
    expect(reason({ rotaryDim: 18, scaling: 'proportional' })).toBeUndefined();
  });
});

describe('the formula of RoPE', () => {
  it('names the numbers of the scaling in force, and f only where it is not 1', () => {
    expect(ropeTex(ropeOf({}))).toContain('10000^{-2i/d_h}');
    expect(ropeTex(ropeOf({ rotaryDim: 8 }))).toContain('10000^{-2i/8}');
    for (const scaling of scalings) {
      const tex = ropeTex(ropeOf({ scaling, factor: 37 }));
      const reads = scaling !== 'none' && scaling !== 'learned';
      expect(tex.includes('37'), scaling).toBe(reads);
      expect(tex.includes('f ='), scaling).toBe(scaling === 'yarn' || scaling === 'longrope');
    }
    expect(ropeTex(ropeOf({ scaling: 'yarn', attentionFactor: 0.75 }))).toContain('f = 0.75');
    expect(ropeTex(ropeOf({ scaling: 'yarn', mscale: 1, mscaleAllDim: 0.5 }))).toContain('1.065');
  });
});

describe('learned frequencies', () => {
  const normal = seededNormal(7)('alpha');

  it('are RoPE’s with spread 0', () => {
    const learned = scaledFrequencies(ropeOf({ scaling: 'learned', spread: 0 }), 64, 40, normal);
    expect(learned).toEqual(scaledFrequencies(ropeOf({}), 64, 40));
  });

  it('are RoPE’s times e^α, α normal with that spread', () => {
    const learned = scaledFrequencies(ropeOf({ scaling: 'learned', spread: 0.3 }), 64, 40, normal);
    const plain = scaledFrequencies(ropeOf({}), 64, 40);
    const alphas = Array.from(learned, (each, pair) => Math.log(each / (plain[pair] ?? 0)) / 0.3);
    expect(
      worstDifference(
        alphas,
        alphas.map((_, pair) => normal(0, pair)),
      ),
    ).toBeLessThan(1e-12);
  });

  it('may not be spread beyond what an angle can be told at', () => {
    const check = (spread: number) =>
      checkRope(ropeOf({ scaling: 'learned', spread }), dimsFor(40, 64, 4));
    expect(check(1.31)).toBeNull();
    expect(check(1.32)?.en).toContain('at most 1.31');
    expect(check(100)?.['zh-CN']).toContain('1.31');
  });
});
