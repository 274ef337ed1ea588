/** What a model with layers is taken to be: by its config.json, or by guesses that can be changed. */

import { useId } from 'react';
import type { ModelDescription } from '../../../files/families/description.ts';
import type { GuessKind } from '../../../files/families/family.ts';
import type { Guess, Guessed, GuessedValue } from '../../../files/guess.ts';
import { type Checkpoint, guessAgain } from '../../../show/opened.ts';
import type { TextKey } from '../../../text/t.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Select } from '../../parts/Select.tsx';

export function Taken({ checkpoint: { model, guess } }: { readonly checkpoint: Checkpoint }) {
  return (
    <>
      {guess && <Guesses guess={guess} />}
      <Said description={model.description} guess={guess} />
    </>
  );
}

const labels = {
  heads: 'own.attend.heads',
  activation: 'own.taken.activation',
  epsilon: 'own.taken.epsilon',
  causal: 'own.taken.causal',
  padding: 'own.taken.padding',
  byLayer: 'own.taken.byLayer',
} as const satisfies Readonly<Record<GuessKind, TextKey>>;

function Guesses({ guess }: { readonly guess: Guess }) {
  const words = useWords();
  const { family, families, guessed } = guess;
  return (
    <fieldset className="own-guesses">
      <legend>{words('own.taken.guesses')}</legend>
      <p className="soft">{words('own.taken.why')}</p>
      {families.length > 1 && (
        <One
          label={words('own.taken.family')}
          guessed={{ kind: 'family', field: 'model_type', value: family, values: families }}
        />
      )}
      {guessed.map((each) => (
        <One key={each.kind} label={words(labels[each.kind])} guessed={each} />
      ))}
    </fieldset>
  );
}

interface OneProps {
  readonly label: string;
  readonly guessed: Omit<Guessed, 'kind'> & { readonly kind: GuessKind | 'family' };
}

function One({ label, guessed: { kind, field, value, values } }: OneProps) {
  const words = useWords();
  const id = useId();
  const written = (each: GuessedValue) =>
    typeof each === 'boolean' ? words(each ? 'own.taken.yes' : 'own.taken.no') : String(each);
  return (
    <p className="own-guess">
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        data-own={kind}
        value={value}
        values={values}
        says={written}
        choose={(chosen) => void guessAgain(kind, chosen)}
      />
      <code className="soft">{field}</code>
    </p>
  );
}

/** What is known: by the configuration all of it, without one what the tensors' shapes say. */
function Said({
  description,
  guess,
}: {
  readonly description: ModelDescription;
  readonly guess: Guess | null;
}) {
  const words = useWords();
  const { family, layers, heads, width, headDim, inner, embeddingWidth, table } = description;
  const { activation, norm, causal } = description;
  const rows: readonly (readonly [string, string] | null)[] = [
    [words('own.taken.layers'), words('own.taken.sizes', { layers: layers.length, width, inner })],
    embeddingWidth === width
      ? null
      : [words('own.taken.embedding'), words('own.taken.narrower', { embeddingWidth, width })],
    table && [words('own.taken.positions'), words('own.taken.table', { ...table })],
    ...(guess
      ? []
      : ([
          [words('own.attend.heads'), words('own.taken.heads', { heads, headDim })],
          [words('own.taken.activation'), activation],
          [words('own.taken.epsilon'), String(norm.epsilon)],
          [words('own.taken.causal'), words(causal ? 'own.taken.yes' : 'own.taken.no')],
        ] as const)),
  ];
  return (
    <section aria-label={words('own.taken.said')}>
      {!guess && <p>{words('own.taken.config', { family })}</p>}
      <dl className="own-said">
        {rows.flatMap((row) => {
          if (!row) return [];
          const [term, value] = row;
          return (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
