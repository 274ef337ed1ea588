/**
 * What is done to the positions, in sight of all that it changes as the room scrolls, and how much of
 * the encoder's work it changes.
 */

import { scientific, shortValue } from '../../show/words.ts';
import { asTrained, withoutPositions } from '../../state/model.ts';
import { type Spec, sameSpec } from '../../state/spec.ts';
import { change, put, specStore } from '../../state/store.ts';
import { useFrame, useSpecs } from '../hooks/stores.ts';
import { useAnswer } from '../hooks/useLens.ts';
import { useWords } from '../hooks/useWords.ts';
import { Terms } from '../terms/Terms.tsx';
import { Operations } from './Operations.tsx';

const operations = {
  trained: {
    on: (spec: Spec) => sameSpec(spec, asTrained(spec)),
    take: (spec: Spec) => put(specStore, asTrained(spec)),
  },
  off: {
    on: ({ encoding }: Spec) => encoding === 'none',
    take: (spec: Spec) => put(specStore, withoutPositions(spec)),
  },
  circle: {
    on: ({ encoding }: Spec) => encoding === 'circular',
    take: () => change(specStore, { encoding: 'circular' }),
  },
  formula: {
    on: ({ encoding }: Spec) => encoding === 'custom',
    take: () => change(specStore, { encoding: 'custom' }),
  },
} as const;

const names = [
  'trained',
  'off',
  'circle',
  'formula',
] as const satisfies readonly (keyof typeof operations)[];

export function Surgery({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  return (
    <>
      <Operations
        operations={names.map((name) => ({
          name,
          label: words(`model.surgery.${name}`),
          on: operations[name].on(spec),
          take: () => operations[name].take(spec),
        }))}
        hide={hide}
      />
      <Changes />
    </>
  );
}

/** Three numbers against the encoder as it was trained. */
function Changes() {
  const words = useWords();
  const answered = useAnswer('surgery');
  const frame = useFrame();
  const surgery = answered?.answer;
  if (!surgery || !answered) return <div className="changes" />;
  const attention = surgery.heads.reduce((most, each) => Math.max(most, each), 0);
  const rows = [
    ['attention', attention, changed(attention)],
    ['cosine', surgery.cosine, shortValue(surgery.cosine)],
    ['vector', surgery.sentence, changed(surgery.sentence)],
  ] as const;
  return (
    <div className={`changes ${answered.frame === frame ? '' : 'old'}`}>
      <h2>{words('model.changes')}</h2>
      <dl>
        {rows.map(([name, value, text]) => (
          <div key={name}>
            <dt>
              <Terms text={words(`model.changes.${name}`)} />
            </dt>
            <dd data-change={name} data-value={value}>
              {text}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const changed = (value: number) =>
  value !== 0 && value < 1e-3 ? scientific(value) : shortValue(value);
