/** Tokens of a picture or a sound: convolutions before the first layer of a model that reads no text. */
import { tensor2d } from '@tensorflow/tfjs-core';
import { dense } from '../attention/dense.ts';
import { tensorOf, viewOf } from '../attention/matrixView.ts';
import type { Convolution, Stem } from '../files/families/description.ts';
import type { ProjectionWeights, StemWeights } from '../files/languageModel.ts';
import { affineOf, inTidy } from '../model/languageModel.ts';
import { readBack } from './readBack.ts';

/**
 * @param given  what goes into the first convolution, [count, its columns]
 * @returns      what tokens are before positions are added to them, [token, width]
 */
export async function stemTokens(
  { convolutions }: Stem,
  weights: StemWeights,
  given: Float32Array,
): Promise<Float32Array> {
  let rows = given;
  for (const [at, convolution] of convolutions.entries()) {
    const own = weights.convolutions[at];
    if (!own) throw new Error(`stem: no weights of convolution ${at + 1}`);
    rows = await convolved(rows, convolution, own);
  }
  const { classToken } = weights;
  if (!classToken) return rows;
  const all = new Float32Array(classToken.length + rows.length);
  all.set(classToken);
  all.set(rows, classToken.length);
  return all;
}

/** What each row of it sees is put side by side, and multiplied by all of its kernel at once. */
function convolved(
  rows: Float32Array,
  convolution: Convolution,
  weights: ProjectionWeights,
): Promise<Float32Array> {
  const seen = unfolded(rows, convolution);
  return readBack(() => {
    const { columns, kernel, activation } = convolution;
    const width = columns * kernel;
    const x = viewOf(tensor2d(seen, [seen.length / width, width]));
    return tensorOf(dense(x, affineOf([weights], inTidy), { activation }));
  });
}

/** Of each row that comes out those that it is made of, [row, column · kernel]; zeros beyond the ends. */
export function unfolded(
  rows: Float32Array,
  { columns, kernel, stride }: Pick<Convolution, 'columns' | 'kernel' | 'stride'>,
): Float32Array {
  if (kernel === 1 && stride === 1) return rows;
  const count = rows.length / columns;
  const before = (kernel - 1) / 2;
  const made = Math.floor((count - 1) / stride) + 1;
  const seen = new Float32Array(made * columns * kernel);
  let cell = 0;
  for (let row = 0; row < made; row++) {
    for (let column = 0; column < columns; column++) {
      for (let at = 0; at < kernel; at++) {
        const from = row * stride + at - before;
        seen[cell++] = from < 0 || from >= count ? 0 : (rows[from * columns + column] ?? 0);
      }
    }
  }
  return seen;
}
