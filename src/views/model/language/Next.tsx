/** The five tokens that the model finds likeliest to come next, beside what it finds as it was trained. */
import { useEffect, useState } from 'react';
import { labelsOf } from '../../../show/opened.ts';
import { percent } from '../../../show/words.ts';
import type { NextToken, OwnModelParts } from '../../../state/frame.ts';
import { specStore } from '../../../state/store.ts';
import { typeText } from '../../../state/typing.ts';
import { useWords } from '../../hooks/useWords.ts';

export function Next({ own }: { readonly own: OwnModelParts }) {
  const words = useWords();
  const ids = [...new Set([...own.next, ...own.trained.next].map(({ id }) => id))].slice(0, 7);
  const labels = useLabels(ids);
  const of = (next: readonly NextToken[], id: number) =>
    next.find((each) => each.id === id)?.probability ?? null;
  return (
    <section className="next" aria-labelledby="next-title">
      <h2 id="next-title">
        {words('language.next')} <span className="soft">{words('language.next.what')}</span>
      </h2>
      <ol>
        {ids.map((id, place) => {
          const [now, before] = [of(own.next, id), of(own.trained.next, id)];
          const label = labels?.[place] ?? '';
          return (
            <li key={id} data-next={id} data-probability={now ?? ''}>
              <button
                type="button"
                title={words('language.next.take')}
                aria-label={words('language.next.one', {
                  token: label.trim() === '' ? JSON.stringify(label) : label,
                  now: probability(now),
                  trained: probability(before),
                })}
                onClick={() => append(label)}
              >
                <span className="next-token">{visible(label)}</span>
                <span className="next-bars" aria-hidden="true">
                  <i style={{ width: percent(before ?? 0) }} />
                  <i className="now" style={{ width: percent(now ?? 0) }} />
                </span>
                <span className="next-share">{probability(now)}</span>
                <span className="next-share soft">{probability(before)}</span>
              </button>
            </li>
          );
        })}
      </ol>
      <p className="soft">{words('language.next.says')}</p>
    </section>
  );
}

/** Only the five likeliest tokens come with a probability. */
const probability = (value: number | null) => (value === null ? '–' : percent(value));

/** What is no letter has a sign. */
function visible(label: string): string {
  return label.replaceAll('\n', '⏎').replace(/^ /, '') || '␣';
}

/** Ids are parted by spaces; pieces of text bring their own. */
function append(label: string): void {
  const { text } = specStore.getState().spec;
  const isId = /^\d+$/.test(label) && /^[\d\s,]*$/.test(text);
  typeText(specStore, isId ? `${text} ${label}` : text + label);
}

/** Null until they are known. */
function useLabels(ids: readonly number[]): readonly string[] | null {
  const [known, setKnown] = useState<{ key: string; labels: readonly string[] } | null>(null);
  const key = ids.join();
  useEffect(() => {
    let overtaken = false;
    void labelsOf(key.split(',').map(Number)).then((labels) => {
      if (!overtaken) setKnown({ key, labels });
    });
    return () => {
      overtaken = true;
    };
  }, [key]);
  return known?.key === key ? known.labels : null;
}
