/** One quantity as comma-separated values. */
import { csvOf } from './csv.ts';
import { defineExport } from './export.ts';
import { sidesOf } from './sides.ts';

export default defineExport({
  id: 'csv',
  group: 'numbers',
  ending: 'csv',
  mediaType: 'text/csv',
  takes: 'one',
  async make({ quantity, frame, read }) {
    if (!quantity) throw new Error('csv: of no quantity');
    return new Blob([...csvOf(await read(quantity.name), sidesOf(quantity, frame))]);
  },
});
