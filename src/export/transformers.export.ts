/** A script that computes the state shown with what Hugging Face Transformers has of its scheme. */

import { t } from '../text/t.ts';
import { scriptOf, transformersOf } from './code/script.ts';
import { headingOf } from './code/scriptExport.ts';
import { defineExport } from './export.ts';

export default defineExport({
  id: 'transformers',
  group: 'code',
  ending: 'transformers.py',
  mediaType: 'text/x-python',
  refuses({ frame }) {
    const code = transformersOf(frame.spec);
    return 'without' in code ? code.without : null;
  },
  make(context) {
    const { spec } = context.frame;
    const heading = [...headingOf(context), t(context.locale, 'code.transformers.float32')];
    return scriptOf(spec, 'pytorch', heading, transformersOf(spec));
  },
});
