/** The first layer of an opened file against its float64 formula, on both backends. */
import { expect, it } from 'vitest';
import { seededNormal } from '../encodings/seeded.ts';
import type { OwnHead } from '../state/ownTable.ts';
import { attentionTolerance, worstDifference } from '../testing/golden.ts';
import { onBothBackends } from '../testing/scheme.ts';
import { ownAttention } from './ownAttention.ts';

const [count, width, heads] = [7, 12, 3];
const dHead = width / heads;

function drawn(name: string, rows: number, columns: number): Float32Array {
  const stream = seededNormal(5)(name);
  return Float32Array.from({ length: rows * columns }, (_, at) =>
    stream(Math.floor(at / columns), at % columns),
  );
}

function given(head: number, causal: boolean, segment: Float32Array | null): OwnHead {
  const affine = (name: string) => ({
    weight: drawn(`${name} weight`, width, width),
    bias: drawn(`${name} bias`, 1, width),
  });
  return {
    count,
    width,
    tokens: drawn('tokens', count, width),
    positions: drawn('positions', count, width),
    segment,
    norm: { weight: drawn('scale', 1, width), bias: drawn('shift', 1, width) },
    epsilon: 1e-5,
    query: affine('query'),
    key: affine('key'),
    heads,
    head,
    causal,
  };
}

/** softmax(LN(x)·Wq + bq)(LN(x)·Wk + bk)ᵀ/√dHead, written out. */
function exactly({ tokens, positions, segment, norm, epsilon, query, key, ...of }: OwnHead) {
  const at = (values: ArrayLike<number>, place: number) => values[place] ?? Number.NaN;
  const rows = Array.from({ length: count }, (_, row) => {
    const x = Array.from(
      { length: width },
      (_c, c) =>
        at(tokens, row * width + c) +
        at(positions, row * width + c) +
        (segment ? at(segment, c) : 0),
    );
    const mean = x.reduce((a, b) => a + b) / width;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    return x.map(
      (value, c) =>
        ((value - mean) / Math.sqrt(variance + epsilon)) * at(norm.weight, c) + at(norm.bias, c),
    );
  });
  const projected = ({ weight, bias }: OwnHead['query']) =>
    rows.map((x) =>
      Array.from({ length: dHead }, (_, own) => {
        const column = of.head * dHead + own;
        return (
          x.reduce((sum, value, c) => sum + value * at(weight, c * width + column), 0) +
          at(bias, column)
        );
      }),
    );
  const [q, k] = [projected(query), projected(key)];
  return q.flatMap((a, row) => {
    const powers = k.map((b, column) =>
      of.causal && column > row
        ? 0
        : Math.exp(a.reduce((sum, value, c) => sum + value * at(b, c), 0) / Math.sqrt(dHead)),
    );
    const whole = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / whole);
  });
}

onBothBackends({ id: 'a file of one’s own' }, () => {
  it.each([
    ['BERT', given(0, false, drawn('segment', 1, width))],
    ['GPT-2', given(2, true, null)],
  ])('shaped like %s: the weights of one head', async (_, head) => {
    const weights = await ownAttention(head);
    expect(worstDifference(weights, exactly(head))).toBeLessThanOrEqual(attentionTolerance);
  });
});
