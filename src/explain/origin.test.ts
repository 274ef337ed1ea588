import { describe, expect, it } from 'vitest';
import { defaultSpec } from '../state/spec.ts';
import {
  around,
  type ChannelOrigin,
  type PairOrigin,
  pairContributions,
  rootOf,
  seenKeys,
  sharesOf,
  texOf,
} from './origin.ts';

const hidden = Number.NEGATIVE_INFINITY;

const pair: PairOrigin = {
  kind: 'pair',
  stage: 'weights',
  spec: defaultSpec,
  row: 2,
  column: 1,
  scale: 0.5,
  query: Float32Array.of(1, -2, 0, 3),
  key: Float32Array.of(2, 1, 5, 1),
  scores: Float32Array.of(0, 1.5, 1, 9),
  bias: null,
  biasSteps: null,
  logits: Float32Array.of(0, 1.5, 1, hidden),
  weights: Float32Array.of(0.1222, 0.5465, 0.3315, 0),
  terms: [],
};

const channel: ChannelOrigin = {
  kind: 'channel',
  stage: 'mixed',
  spec: defaultSpec,
  row: 3,
  channel: 1,
  parts: { mixed: Float32Array.of(7, 0.1875) },
  product: {
    from: 'weights',
    by: 'value',
    row: Float32Array.of(0.5, 0.125, 0.25, 0.125, 0),
    column: Float32Array.of(2, 1, -4, 0.5, 100),
    turn: null,
    factor: 1,
  },
};

describe('where a number came from', () => {
  it('writes a scale as a root where it is one over one', () => {
    expect(rootOf(1 / Math.sqrt(16))).toBe(16);
    expect(rootOf(1 / Math.sqrt(48))).toBe(48);
    expect(rootOf(0.3)).toBeNull();
    expect(rootOf(1)).toBeNull();
  });

  it('shows the keys that a query sees, and always the one asked about', () => {
    const window = Float32Array.of(hidden, hidden, 1, 2, hidden);
    expect(seenKeys(window, 3)).toEqual([2, 3]);
    expect(seenKeys(window, 0)).toEqual([0, 3]);
    expect(seenKeys(new Float32Array(3).fill(hidden), 1)).toEqual([0, 2]);
  });

  it('takes as many neighbours as there is room for, around the key', () => {
    expect(around([0, 9], 4, 40)).toEqual([0, 9]);
    expect(around([0, 99], 50, 40)).toEqual([30, 69]);
    expect(around([0, 99], 0, 40)).toEqual([0, 39]);
    expect(around([0, 99], 99, 40)).toEqual([60, 99]);
  });

  it('counts the shares of a row over the visible keys alone', () => {
    const logits = Float32Array.of(0, 0, hidden);
    const parts = [Float32Array.of(1, -2, 50), Float32Array.of(0, 1, -50)];
    expect(sharesOf(parts, logits)).toEqual([0.75, 0.25]);
    expect(sharesOf(parts, new Float32Array(3).fill(hidden))).toBeNull();
  });

  it('gives each pair the products of its two channels', () => {
    const halves = (each: number) => [each, each + 2] as const;
    expect([...pairContributions(pair.query, pair.key, 0.5, 2, halves)]).toEqual([1, 0.5]);
  });
});

describe('the line of arithmetic', () => {
  it('divides the product by the root', () => {
    const line = texOf({ ...pair, stage: 'scores' });
    expect(line).toContain(String.raw`\frac{3}{2} = 1.500000`);
  });

  it('takes the power of the logit over the sum of the visible ones', () => {
    // e⁰ + e^1.5 + e¹ = 8.2.
    expect(texOf(pair)).toContain(String.raw`\frac{4.482}{8.2} = 0.546500`);
  });

  it('takes logits that are too large for a power relative to the largest', () => {
    const large = { ...pair, logits: Float32Array.of(0, 300, 299, hidden) };
    expect(texOf(large)).toContain(String.raw`\frac{1}{1.368}`);
  });

  it('has no power for a hidden key, nor at temperature 0', () => {
    expect(texOf({ ...pair, column: 3 })).toContain(String.raw`e^{-\infty}`);
    const cold = { ...pair, spec: { ...defaultSpec, temperature: 0 } };
    expect(texOf(cold)).toContain(String.raw`\max_j`);
    expect(texOf({ ...pair, stage: 'logits', column: 3 })).toContain(String.raw`= -\infty`);
  });

  it('writes out the two largest terms of a mixed value', () => {
    expect(texOf(channel)).toContain(
      String.raw`0.5 \times 2 + 0.25 \times (-4) + \dots = 0.187500`,
    );
  });

  it('adds what a contextual scheme adds to the values', () => {
    const shaw = { ...defaultSpec, encoding: 'shaw' };
    expect(texOf({ ...channel, spec: shaw })).not.toContain('+ a');
    const more = { ...channel, spec: shaw, parts: { mixed: Float32Array.of(7, -0.8125) } };
    expect(texOf(more)).toContain(String.raw`+ \dots + (-1) = -0.812500`);
  });

  it('writes out the first terms of a projection, from the row and the column of W', () => {
    const query: ChannelOrigin = {
      ...channel,
      stage: 'query',
      parts: { query: Float32Array.of(0, -0.25) },
      product: {
        from: 'input',
        by: 'wq',
        row: Float32Array.of(1, -2, 0.5),
        column: Float32Array.of(0.25, 0.5, 1),
        turn: null,
        factor: 1,
      },
    };
    expect(texOf(query)).toContain(String.raw`1 \times 0.25 + (-2) \times 0.5 + \dots = -0.250000`);
  });

  it('turns the two channels of a pair that a rotation turns', () => {
    const turned = (at: number, value: number): ChannelOrigin => ({
      ...channel,
      stage: 'key',
      channel: at,
      parts: { key: Float32Array.from({ length: 2 }, () => value) },
      product: {
        from: 'tokens',
        by: 'wk',
        row: Float32Array.of(1, 2),
        column: at === 0 ? Float32Array.of(1, 1) : Float32Array.of(0, 1),
        turn: {
          channels: [0, 1],
          angle: 0.5,
          gain: 1,
          other: at === 0 ? Float32Array.of(0, 1) : Float32Array.of(1, 1),
        },
        factor: 1,
      },
    });
    // u = (3, 2).
    expect(texOf(turned(0, 1.5))).toContain(
      String.raw`\cos(0.5) \times 3 - \sin(0.5) \times 2 = 1.500000`,
    );
    expect(texOf(turned(1, 3.5))).toContain(
      String.raw`\sin(0.5) \times 3 + \cos(0.5) \times 2 = 3.500000`,
    );
  });

  it('norms the residual with what the feed-forward adds', () => {
    const output: ChannelOrigin = {
      ...channel,
      stage: 'output',
      parts: {
        residual: Float32Array.of(1, 2),
        forward: Float32Array.of(0, 1),
        output: Float32Array.of(-1, 1),
      },
      product: {
        from: 'hidden',
        by: 'narrow',
        row: Float32Array.of(2, 0),
        column: Float32Array.of(0.5, 9),
        turn: null,
        factor: 1,
      },
    };
    const line = texOf(output);
    expect(line).toContain(String.raw`2 \times 0.5 + 0 \times 9 = 1`);
    expect(line).toContain(String.raw`\frac{2 + 1 - 2}{\sqrt{1}} = 1.000000`);
  });

  it('adds the table times its gain', () => {
    const input: ChannelOrigin = {
      ...channel,
      stage: 'input',
      spec: { ...defaultSpec, gain: 2 },
      parts: {
        tokens: Float32Array.of(0, 0.5),
        table: Float32Array.of(0, -1.5),
        input: Float32Array.of(0, -1),
      },
    };
    expect(texOf(input)).toContain(String.raw`= 0.5 + 2 \times (-0.75) = -1.000000`);
  });

  it('norms the sum of what was given and what the heads found', () => {
    const residual: ChannelOrigin = {
      ...channel,
      stage: 'residual',
      parts: {
        input: Float32Array.of(1, 2),
        attended: Float32Array.of(0, 1),
        residual: Float32Array.of(-1, 1),
      },
    };
    expect(texOf(residual)).toContain(String.raw`\frac{2 + 1 - 2}{\sqrt{1}} = 1`);
  });
});
