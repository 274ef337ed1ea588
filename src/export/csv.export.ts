/** One quantity as comma-separated values. */
import { pauses } from '../threads/pause.ts';
import { inTurns } from '../threads/turns.ts';
import { csvTurns, mostCsvBytes, perNumber } from './csv.ts';
import { defineExport } from './export.ts';
import { countOf } from './npy.ts';
import { sidesOf } from './sides.ts';
import { tooLarge } from './tooLarge.ts';

export default defineExport({
  id: 'csv',
  group: 'numbers',
  ending: 'csv',
  mediaType: 'text/csv',
  takes: 'one',
  bytes: ({ quantity }) => perNumber * countOf(quantity?.shape ?? []),
  refuses: (about) => about.quantity && tooLarge(about.quantity, about, perNumber, mostCsvBytes),
  async make({ quantity, frame, read }) {
    if (!quantity) throw new Error('csv: of no quantity');
    const sides = sidesOf(quantity, frame);
    return new Blob((await inTurns(csvTurns(await read(quantity.name), sides), pauses())) ?? []);
  },
});
