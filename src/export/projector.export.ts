/** Vectors and their labels for the Embedding Projector of TensorBoard. */

import type { Quantity } from '../state/asked.ts';
import { localized } from '../text/t.ts';
import { float32Text } from './csv.ts';
import { type About, defineExport } from './export.ts';
import '../text/later.ts';
import { labelOf } from '../text/tokens.ts';
import { pauses } from '../threads/pause.ts';
import { sidesOf } from './sides.ts';
import { allTooLarge, mostBytes } from './tooLarge.ts';
import type { Packed } from './zip.ts';

/** A row of it is the vector of a position. */
function hasVectors({ quantity, frame }: About): boolean {
  if (!quantity || quantity.shape.length !== 2) return false;
  return sidesOf(quantity, frame)[1]?.name === 'channel' && quantity.shape[0] === frame.spec.length;
}

const line = (values: readonly (string | number)[]) => `${values.join('\t')}\n`;

function* vectorLines({ shape: [rows = 0, columns = 0], data }: Quantity) {
  for (let row = 0; row < rows; row++) {
    yield line(Array.from(data.subarray(row * columns, (row + 1) * columns), float32Text));
  }
}

function labelLines({ frame: { spec, line: text } }: About): readonly string[] {
  const labels = text.tokens.map((token, row) =>
    line([spec.start + row, labelOf(token).replaceAll(/\s+/g, ' ')]),
  );
  return [line(['position', 'token']), ...labels];
}

export default defineExport({
  id: 'projector',
  group: 'numbers',
  ending: 'projector.zip',
  mediaType: 'application/zip',
  takes: 'one',
  refuses: (about) =>
    hasVectors(about)
      ? allTooLarge(about.quantity ? [about.quantity] : [], about, 12, mostBytes)
      : localized('export.projector.refused', { quantity: about.quantity?.name ?? '' }),
  async make(context) {
    if (!context.quantity) throw new Error('projector: of no quantity');
    const quantity = await context.read(context.quantity.name);
    const { zipped } = await import('./zip.ts');
    async function* files(): AsyncGenerator<Packed> {
      yield { name: 'vectors.tsv', parts: [...vectorLines(quantity)] };
      yield { name: 'metadata.tsv', parts: labelLines(context) };
    }
    return zipped(files(), pauses());
  },
});
