/** What to cite: where the scheme comes from, and the page. */
import { aboutOf } from '../state/spec.ts';
import { said } from '../text/t.ts';
import { pageEntry, sourceEntry } from './bibtex.ts';
import { defineExport } from './export.ts';

export default defineExport({
  id: 'bibtex',
  group: 'cite',
  ending: 'bib',
  mediaType: 'text/x-bibtex',
  make({ frame: { spec }, link, locale }) {
    const about = aboutOf(spec);
    const source = sourceEntry(about, locale);
    const title = `Whereabouts: ${said(about.text.name, locale)}`;
    const page = pageEntry(title, link, new Date().toISOString().slice(0, 10));
    return [...(source === null ? [] : [source]), page].join('\n');
  },
});
