/** The layers of an opened file against their float64 formulas, on both backends. */
import { expect, it } from 'vitest';
import { seededNormal } from '../encodings/seeded.ts';
import type { OpenedHead, OpenedLayer } from '../state/openedFile.ts';
import { attentionTolerance, worstDifference } from '../testing/golden.ts';
import { exactLayer, exactWeights } from '../testing/openedLayer.ts';
import { onBothBackends } from '../testing/scheme.ts';
import { openedAttention, openedLayer } from './openedLayer.ts';

const [count, width, heads, inner] = [7, 12, 3, 20];

function drawn(name: string, rows: number, columns: number, scale = 1): Float32Array {
  const stream = seededNormal(5)(name);
  return Float32Array.from(
    { length: rows * columns },
    (_, at) => scale * stream(Math.floor(at / columns), at % columns),
  );
}

const affine = (name: string, rows = width, columns = width) => ({
  weight: drawn(`${name} weight`, rows, columns, 1 / Math.sqrt(rows)),
  bias: drawn(`${name} bias`, 1, columns),
});
const norm = (name: string) => ({
  weight: drawn(`${name} scale`, 1, width),
  bias: drawn(`${name} shift`, 1, width),
});

function given(shape: OpenedHead['shape'], head: number): OpenedHead & OpenedLayer {
  return {
    shape,
    count,
    width,
    heads,
    head,
    epsilon: 1e-5,
    stream: drawn('stream', count, width),
    norm: norm('norm'),
    query: affine('query'),
    key: affine('key'),
    value: affine('value'),
    out: affine('out'),
    between: norm('between'),
    wide: affine('wide', width, inner),
    narrow: affine('narrow', inner, width),
  };
}

onBothBackends({ id: 'a file of one’s own' }, () => {
  it.each([
    ['bert', 0],
    ['gpt2', 2],
  ] as const)('shaped like %s: the weights of one head', async (shape, head) => {
    const weights = await openedAttention(given(shape, head));
    expect(worstDifference(weights, exactWeights(given(shape, head)).flat())).toBeLessThanOrEqual(
      attentionTolerance,
    );
  });

  it.each(['bert', 'gpt2'] as const)('shaped like %s: the layer', async (shape) => {
    const out = await openedLayer(given(shape, 0));
    expect(worstDifference(out, exactLayer(given(shape, 0)))).toBeLessThanOrEqual(
      attentionTolerance,
    );
  });
});
