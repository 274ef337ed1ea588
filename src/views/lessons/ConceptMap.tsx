/** The course as a map of seven ideas: each opens the state that shows it, and Back returns. */
import type { MouseEvent } from 'react';
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
import './conceptMap.css';

const places = new Map(concepts.map(({ id, at }) => [id, at]));

export function ConceptMap() {
  const words = useWords();
  const locale = useView((view) => view.locale);
  return (
    <section aria-labelledby="concepts-title">
      <h2 id="concepts-title">{words('lesson.concepts')}</h2>
      <p className="soft">{words('lesson.concepts.says')}</p>
      <div className="concepts">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {relations.map(({ from, to }) => {
            const [[x1, y1], [x2, y2]] = [places.get(from) ?? [0, 0], places.get(to) ?? [0, 0]];
            return <line key={`${from} ${to}`} {...{ x1, y1, x2, y2 }} />;
          })}
        </svg>
        {relations.map(({ from, to, verb }) => {
          const [[x1, y1], [x2, y2]] = [places.get(from) ?? [0, 0], places.get(to) ?? [0, 0]];
          const middle = { left: `${(x1 + x2) / 2}%`, top: `${(y1 + y2) / 2}%` };
          return (
            <span key={`${from} ${to}`} className="concept-verb" style={middle} aria-hidden="true">
              {said(verb, locale)}
            </span>
          );
        })}
        <ul>
          {concepts.map((concept) => (
            <li key={concept.id} style={{ left: `${concept.at[0]}%`, top: `${concept.at[1]}%` }}>
              <a
                href={`?${concept.shows}`}
                data-concept={concept.id}
                onClick={(event) => open(event, concept)}
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

/** A plain click stays on the page; any other is the browser's. */
function open(event: MouseEvent, { shows }: Concept): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  void loadEncodings(schemesIn(shows)).then(() => {
    const { spec, look } = stepState({ shows }, viewStore.getState().locale);
    visit(specStore, viewStore, look, () => spec);
  });
}
