/** A Jupyter notebook that computes the state shown, draws it and checks it. */

import { mostShown, notebookOf } from './code/notebook.ts';
import { results, withoutCode } from './code/script.ts';
import { headingOf } from './code/scriptExport.ts';
import { defineExport } from './export.ts';

/** Larger arrays are not read for the few numbers that are checked. */
const mostRead = 2 ** 24;

export default defineExport({
  id: 'notebook',
  group: 'code',
  ending: 'ipynb',
  mediaType: 'application/x-ipynb+json',
  refuses: ({ frame }) => withoutCode(frame.spec),
  async make(context) {
    const { frame, quantities, read, locale } = context;
    const { spec } = frame;
    const there = quantities.filter(
      ({ name, shape, longest }) =>
        results.some((result) => result === name) &&
        spec.length <= longest &&
        shape.reduce((product, side) => product * side, 1) <= mostRead,
    );
    const shown: [string, Float32Array][] = [];
    for (const { name } of there) {
      const { data } = await read(name);
      shown.push([name, data.slice(0, mostShown)]);
    }
    return notebookOf(spec, Object.fromEntries(shown), headingOf(context), locale);
  },
});
