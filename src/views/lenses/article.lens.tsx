/** The article's claims, each under its correction, and links to the states that show it. */
import '../../text/later.ts';
import { type Demonstration, errata } from '../../lessons/article.ts';
import { showWhole } from '../../show/windows.ts';
import { defaultPage, writePage } from '../../state/page.ts';
import { patched } from '../../state/patch.ts';
import { openingSpec } from '../../state/spec.ts';
import { specStore } from '../../state/store.ts';
import { writeSpec } from '../../state/url.ts';
import { viewStore } from '../../state/view.ts';
import { visit } from '../../state/visit.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { onPlainClick } from '../parts/plainClick.ts';
import { defineLens } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';

function Article() {
  const words = useWords();
  const locale = useView((view) => view.locale);
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('article.what')} />
        </p>
        <p className="soft">
          <Terms text={words('article.links')} />
        </p>
      </div>
      <ol className="lens-figure errata">
        {errata.map(({ section, says, correct, show }) => (
          <li key={says.en}>
            <p className="correct">{said(correct, locale)}</p>
            <p className="claim">
              {words('article.claim', { section, claim: said(says, locale) })}
            </p>
            <p className="erratum-links">
              {show.map((demonstration) => (
                <a
                  key={demonstration.name.en}
                  href={addressOf(demonstration)}
                  onClick={(event) => onPlainClick(event, () => open(demonstration))}
                >
                  {said(demonstration.name, locale)}
                </a>
              ))}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}

const specOf = ({ patch }: Demonstration) =>
  patched(openingSpec(viewStore.getState().locale), patch);

function addressOf(demonstration: Demonstration): string {
  const { lens = 'none', room = 'encode' } = demonstration;
  const { locale, theme } = viewStore.getState();
  const options = writePage({ ...defaultPage, lang: locale, theme, lens, room });
  return `?${[writeSpec(specOf(demonstration)).query, options].filter(Boolean).join('&')}`;
}

function open(demonstration: Demonstration): void {
  showWhole();
  const { room = 'encode', lens = 'article' } = demonstration;
  visit(specStore, viewStore, { room, lens }, () => specOf(demonstration));
}

export default defineLens({
  name: 'article',
  schemes: 'all',
  View: Article,
});
