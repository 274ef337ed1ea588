/** The course as a map of seven ideas: each opens the state that shows it, and Back returns. */
import { loadEncodings } from '../../encodings/index.ts';
import { type Concept, concepts, relations } from '../../lessons/concepts.ts';
import { stepState } from '../../lessons/stepState.ts';
import { specStore } from '../../state/store.ts';
import { schemesIn } from '../../state/url.ts';
import { viewStore } from '../../state/view.ts';
import { visit } from '../../state/visit.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { onPlainClick } from '../parts/plainClick.ts';
import './conceptMap.css';

const places = new Map(concepts.map(({ id, at }) => [id, at]));

/** The relations with the places of what they join. */
const lines = relations.map(({ from, to, verb }) => {
  const [[x1, y1], [x2, y2]] = [places.get(from) ?? [0, 0], places.get(to) ?? [0, 0]];
  return { key: `${from} ${to}`, verb, ends: { x1, y1, x2, y2 } };
});

export function ConceptMap() {
  const words = useWords();
  const locale = useView((view) => view.locale);
  return (
    <section aria-labelledby="concepts-title">
      <h2 id="concepts-title">{words('lesson.concepts')}</h2>
      <p className="soft">{words('lesson.concepts.says')}</p>
      <div className="concepts">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {lines.map(({ key, ends }) => (
            <line key={key} {...ends} />
          ))}
        </svg>
        {lines.map(({ key, verb, ends: { x1, y1, x2, y2 } }) => (
          <span
            key={key}
            className="concept-verb"
            style={{ left: `${(x1 + x2) / 2}%`, top: `${(y1 + y2) / 2}%` }}
            aria-hidden="true"
          >
            {said(verb, locale)}
          </span>
        ))}
        <ul>
          {concepts.map((concept) => (
            <li key={concept.id} style={{ left: `${concept.at[0]}%`, top: `${concept.at[1]}%` }}>
              <a
                href={`?${concept.shows}`}
                data-concept={concept.id}
                onClick={(event) => onPlainClick(event, () => open(concept))}
              >
                {said(concept.name, locale)}
              </a>
              <p>{said(concept.says, locale)}</p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function open({ shows }: Concept): void {
  void loadEncodings(schemesIn(shows)).then(() => {
    const { spec, look } = stepState({ shows }, viewStore.getState().locale);
    visit(specStore, viewStore, look, () => spec);
  });
}
