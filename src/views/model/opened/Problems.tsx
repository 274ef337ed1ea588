/** Why something that was given could not be taken. */
import { useStore } from 'zustand';
import { openedStore, type Problem } from '../../../show/opened.ts';
import { said } from '../../../text/t.ts';
import { useView } from '../../hooks/stores.ts';

export function Problems({ at }: { readonly at: Problem['at'] }) {
  const locale = useView((view) => view.locale);
  const problems = useStore(openedStore, (own) => own.problems).filter(
    (problem) => problem.at === at,
  );
  return (
    <div role="status" data-own-problems={at}>
      {problems.map(({ name, text }) => (
        <p key={`${name} ${text.en}`} className="own-problem">
          {name && <span className="own-whose">{name}</span>} {said(text, locale)}
        </p>
      ))}
    </div>
  );
}
