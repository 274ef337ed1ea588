/** How far the files of the trained encoder have come; stops a download, and begins it again. */

import { runFirstLayers } from '../../show/opened.ts';
import { answers, askAgain } from '../../show/shown.ts';
import { plainNumber } from '../../show/words.ts';
import { said } from '../../text/t.ts';
import { useShown, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';

const megabyte = 1e6;

/** Of a model that there is no room for as a whole. */
function First({ fit }: { readonly fit: number }) {
  const words = useWords();
  return (
    <>
      <button type="button" className="tool" onClick={() => runFirstLayers(fit)}>
        {words('model.first', { fit })}
      </button>
      <span className="soft">{words('model.first.says')}</span>
    </>
  );
}

export function Loading() {
  const words = useWords();
  const model = useShown((now) => now.model);
  const locale = useView((view) => view.locale);
  if (model.kind === 'failed') {
    return (
      <p className="model-loading" role="status">
        <span>{said(model.reason, locale)}</span>
        <button type="button" className="tool" onClick={askAgain}>
          {words('model.retry')}
        </button>
        {model.fit !== undefined && model.fit > 0 && <First fit={model.fit} />}
      </p>
    );
  }
  if (model.kind !== 'loading') return null;
  const { bytes, total } = model;
  const amount = (count: number) => plainNumber(Math.round(count / megabyte));
  return (
    <p className="model-loading">
      <label htmlFor="model-progress">
        {total === 0
          ? words('model.starting')
          : words('model.loading', { done: amount(bytes), total: amount(total) })}
      </label>
      <progress id="model-progress" max={Math.max(total, 1)} value={bytes} />
      <button type="button" className="tool" onClick={() => answers.cancelModel()}>
        {words('model.cancel')}
      </button>
    </p>
  );
}
