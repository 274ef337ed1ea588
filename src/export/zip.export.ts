/** All quantities, or one, as NumPy keeps them and as CSV, with what has to be known about them. */
import { pauses } from '../threads/pause.ts';
import { inTurns } from '../threads/turns.ts';
import { csvTurns, perNumber } from './csv.ts';
import { type About, defineExport, type ExportContext } from './export.ts';
import { countOf, npyBytes, npyParts } from './npy.ts';
import { readmeOf } from './readme.ts';
import { sidesOf } from './sides.ts';
import { allTooLarge, mostBytes } from './tooLarge.ts';
import type { Packed } from './zip.ts';

/** Numbers of a quantity that is there as CSV as well. */
const mostInCsv = 2 ** 17;

const quantitiesIn = ({ quantity, quantities }: About) => (quantity ? [quantity] : quantities);
const isInCsv = ({ shape }: { readonly shape: readonly number[] }) => countOf(shape) <= mostInCsv;

async function* filesOf(context: ExportContext): AsyncGenerator<Packed> {
  const pause = pauses();
  const written = quantitiesIn(context);
  yield { name: 'README.txt', parts: [readmeOf(context, written, written.filter(isInCsv))] };
  const { spec } = context.frame;
  yield { name: 'spec.json', parts: [`${JSON.stringify(spec, null, 2)}\n`] };
  for (const about of written) {
    const quantity = await context.read(about.name);
    yield { name: `${about.name}.npy`, parts: npyParts(quantity) };
    if (!isInCsv(about)) continue;
    const parts = await inTurns(csvTurns(quantity, sidesOf(about, context.frame)), pause);
    yield { name: `${about.name}.csv`, parts: parts ?? [] };
  }
}

export default defineExport({
  id: 'zip',
  group: 'numbers',
  ending: 'zip',
  mediaType: 'application/zip',
  takes: 'any',
  bytes: (about) =>
    quantitiesIn(about).reduce(
      (sum, each) =>
        sum + npyBytes(each.shape) + (isInCsv(each) ? perNumber * countOf(each.shape) : 0),
      0,
    ),
  refuses: (about) => allTooLarge(quantitiesIn(about), about, 4, mostBytes),
  async make(context) {
    const { zipped } = await import('./zip.ts');
    return zipped(filesOf(context), pauses());
  },
});
