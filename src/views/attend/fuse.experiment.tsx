/** How position and content meet, how sharply attention is divided, and among which keys. */
import type { ReactNode } from 'react';
import { queryFactor } from '../../encodings/queryScale.ts';
import { shortValue } from '../../show/words.ts';
import type { Marginals } from '../../state/lens.ts';
import { familyOf, type Spec } from '../../state/spec.ts';
import { queryNumbers } from '../controlItems.tsx';
import { useSpecs } from '../hooks/stores.ts';
import { type LensProps, useAnswer } from '../hooks/useLens.ts';
import { useWords } from '../hooks/useWords.ts';
import { Choice } from '../parts/Choice.tsx';
import { Slider } from '../parts/Slider.tsx';
import { defineExperiment } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';
import { EntropyRows } from './EntropyRows.tsx';

function Fuse({ frame }: LensProps) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const table = familyOf(spec) === 'additive';
  const marginals = useAnswer('marginals')?.answer ?? null;
  const found = marginals && sharpnessOf(marginals);
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('attend.fuse.what')} />
        </p>
        {found && found.blind > 0 && (
          <p>
            <Terms text={words('attend.fuse.blind', { count: found.blind })} />
          </p>
        )}
        {found && found.bad > 0 && (
          <p>
            <Terms text={words('attend.fuse.noNumber', { count: found.bad })} />
          </p>
        )}
      </div>
      <div className="lens-figure fuse-controls">
        {table ? (
          <>
            <Setting says={words(`attend.fuse.fusion.${spec.fusion}`)}>
              <Choice name="fusion" />
            </Setting>
            <Setting says={words(gainSays(spec))}>
              <Slider name="gain" />
            </Setting>
          </>
        ) : (
          <p className="fuse-none">{words('attend.fuse.noTable')}</p>
        )}
        <Setting
          says={words(
            spec.temperature === 0 ? 'attend.fuse.temperature.zero' : 'attend.fuse.temperature',
          )}
        >
          <Slider name="temperature" />
        </Setting>
        <Setting
          says={
            spec.mask === 'window'
              ? words('attend.fuse.mask.window', { window: spec.window })
              : words(`attend.fuse.mask.${spec.mask}`)
          }
        >
          <Choice name="mask" />
          {spec.mask === 'window' && <Slider name="window" />}
        </Setting>
        {table && (
          <Setting says={words(`attend.fuse.fused.${spec.fused}`)}>
            <Choice name="fused" />
          </Setting>
        )}
        <Setting says={querySays(spec, words)}>
          <Choice name="queryScale" />
          {queryNumbers[spec.queryScale].map((name) => (
            <Slider key={name} name={name} />
          ))}
        </Setting>
        <EntropyRows frame={frame} marginals={marginals} />
        <Sharpness found={found} />
      </div>
    </>
  );
}

/** What the gain does; multiplied, it scales the words as well. */
function gainSays({ fusion, gain }: Spec) {
  if (fusion === 'multiply') return 'attend.fuse.gain.multiply';
  return gain === 0 ? 'attend.fuse.gain.zero' : 'attend.fuse.gain';
}

/** The factor on queries as a rule, and what it is at both ends of the line. */
function querySays(spec: Spec, words: ReturnType<typeof useWords>): string {
  const at = (row: number) => shortValue(queryFactor(spec, spec.start + row), 3);
  return words(`attend.fuse.query.${spec.queryScale}`, {
    first: at(0),
    last: at(spec.length - 1),
  });
}

function Setting({ says, children }: { readonly says: string; readonly children: ReactNode }) {
  return (
    <div className="fuse-setting">
      <div>{children}</div>
      <p className="soft">{says}</p>
    </div>
  );
}

/** The mean entropy of the rows: how many keys a query's attention is spread over. */
function Sharpness({ found }: { readonly found: ReturnType<typeof sharpnessOf> | null }) {
  const words = useWords();
  const bits = found?.bits ?? null;
  return (
    <dl className="sharpness" aria-live="polite">
      <dt>{words('attend.fuse.entropy')}</dt>
      <dd data-entropy={bits ?? ''}>
        {found && (bits === null ? '—' : words('attend.fuse.bits', { bits: shortValue(bits) }))}
      </dd>
      <dd className="soft">
        {bits === null ? '' : words('attend.fuse.as', { keys: shortValue(2 ** bits, 1) })}
      </dd>
    </dl>
  );
}

/** The mean over the queries that have an entropy, null where none has; and how many have none. */
function sharpnessOf({ entropy, sees }: Marginals) {
  const blind = sees.filter((keys) => keys === 0).length;
  const seeing = entropy.filter((_, query) => sees[query] !== 0);
  const good = seeing.filter((bits) => !Number.isNaN(bits));
  const sum = good.reduce((total, bits) => total + bits, 0);
  const bits = good.length === 0 ? null : sum / good.length;
  return { bits, blind, bad: seeing.length - good.length };
}

export default defineExperiment({
  name: 'fuse',
  View: Fuse,
});
