/** What can be done to the positions of a model, one click each, with any scheme beside. */
import { aboutOf } from '../../state/spec.ts';
import { said } from '../../text/t.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { SchemeButton } from '../parts/SchemeButton.tsx';

interface Operation {
  readonly name: string;
  readonly label: string;
  /** Whether the positions are as it makes them. */
  readonly on: boolean;
  readonly take: () => void;
}

interface Props {
  readonly operations: readonly Operation[];
  readonly hide: readonly string[];
}

export function Operations({ operations, hide }: Props) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const spec = useSpecs((history) => history.spec);
  return (
    <section className="surgery" aria-labelledby="surgery-title">
      <div className="operations" role="group" aria-labelledby="surgery-title">
        <h2 id="surgery-title">{words('model.surgery')}</h2>
        {operations.map(({ name, label, on, take }) => (
          <button key={name} type="button" data-operation={name} aria-pressed={on} onClick={take}>
            {label}
          </button>
        ))}
        {!hide.includes('encoding') && (
          <span className="operation-other">
            <span className="soft">{words('model.surgery.other')}</span>
            <SchemeButton name={said(aboutOf(spec).text.name, locale)} />
          </span>
        )}
      </div>
    </section>
  );
}
