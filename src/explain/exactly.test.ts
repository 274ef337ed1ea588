import { describe, expect, it } from 'vitest';
import type { Frame } from '../state/frame.ts';
import { defaultSpec } from '../state/spec.ts';
import { exactly } from './exactly.ts';
import { texOf } from './origin.ts';

const spec = { ...defaultSpec, temperature: 0.01 };
const logits = [8, 7.99, 7, Number.NEGATIVE_INFINITY];
const weights = [Math.E / (1 + Math.E), 1 / (1 + Math.E), 0, 0];
const row = {
  added: new Float64Array(4),
  logits: Float64Array.from(logits),
  weights: Float64Array.from(weights),
};
const frame = { spec, exactRow: () => row } as unknown as Frame;

describe('a weight at a low temperature', () => {
  it('is explained by numbers, also where e to the power of its logit is beyond them', () => {
    const { value, tex } = exactly(frame, 'attention', { row: 0, column: 0 });
    expect(value).toBeCloseTo(0.731, 3);
    expect(tex).not.toContain('infty');
    expect(tex).toContain('= 0.731');
  });

  it.each([0, 1, 2, 3])('is explained alike in Encode and in Attend, for key %i', (column) => {
    const empty = new Float32Array();
    const inAttend = texOf({
      kind: 'pair',
      stage: 'weights',
      spec,
      row: 0,
      column,
      scale: 1,
      query: empty,
      key: empty,
      scores: empty,
      bias: null,
      biasSteps: null,
      logits: Float32Array.from(logits),
      weights: Float32Array.from(weights),
      terms: [],
    });
    expect(exactly(frame, 'attention', { row: 0, column }).tex).toBe(inAttend);
  });
});
