/** One quantity as NumPy keeps it. */
import { defineExport } from './export.ts';
import { npyBytes, npyParts } from './npy.ts';
import { mostBytes, tooLarge } from './tooLarge.ts';

export default defineExport({
  id: 'npy',
  group: 'numbers',
  ending: 'npy',
  mediaType: 'application/octet-stream',
  takes: 'one',
  bytes: ({ quantity }) => npyBytes(quantity?.shape ?? []),
  refuses: (about) => about.quantity && tooLarge(about.quantity, about, 4, mostBytes),
  async make({ quantity, read }) {
    if (!quantity) throw new Error('npy: of no quantity');
    return new Blob([...npyParts(await read(quantity.name))]);
  },
});
