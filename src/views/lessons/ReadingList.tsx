/** What to read, watch and try next, one sentence each on what it adds. */
import { type Reading, readings } from '../../lessons/reading.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import './readingList.css';

const kinds = ['paper', 'course', 'tool'] as const satisfies readonly Reading['kind'][];

export function ReadingList() {
  const words = useWords();
  const locale = useView((view) => view.locale);
  return (
    <section aria-labelledby="reading-title">
      <h2 id="reading-title">{words('lesson.reading')}</h2>
      <div className="readings">
        {kinds.map((kind) => (
          <div key={kind}>
            <h3>{words(`lesson.reading.${kind}`)}</h3>
            <ul>
              {readings
                .filter((reading) => reading.kind === kind)
                .map(({ title, by, year, url, adds }) => (
                  <li key={url}>
                    <a href={url} rel="noreferrer" target="_blank">
                      {title}
                    </a>
                    <span className="soft">{year === null ? ` · ${by}` : ` · ${by}, ${year}`}</span>
                    <p>{said(adds, locale)}</p>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}
