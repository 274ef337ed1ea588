/** What is done to the positions of a model from a file, in which layers and heads, and what it changes. */
import { plainNumber, scientific, shortValue } from '../../../show/words.ts';
import type { OwnModelParts } from '../../../state/frame.ts';
import { fileModel, layersOf, type Spec, sameSpec } from '../../../state/spec.ts';
import { change, put, specStore } from '../../../state/store.ts';
import { addsTable, headsChanged } from '../../../state/surgery.ts';
import { surgeriesOf, turnsPairs, withSurgery } from '../../../state/surgeryKinds.ts';
import { useSpecs } from '../../hooks/stores.ts';
import { useWords } from '../../hooks/useWords.ts';
import { TextParameter } from '../../parts/TextControl.tsx';
import { Terms } from '../../terms/Terms.tsx';
import { Operations } from '../Operations.tsx';

interface Props {
  readonly own: OwnModelParts;
  readonly hide: readonly string[];
}

export function PositionSurgery({ own, hide }: Props) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  return (
    <>
      <Operations
        operations={surgeriesOf(spec).map((name) => ({
          name,
          label: words(`language.surgery.${name}`),
          on: sameSpec(spec, withSurgery(name, spec)),
          take: () => put(specStore, withSurgery(name, spec)),
        }))}
        hide={hide}
      />
      <Changes own={own} />
      <Where spec={spec} />
    </>
  );
}

/** In which layers, heads and pairs of channels it is done. */
function Where({ spec }: { readonly spec: Spec }) {
  const words = useWords();
  const everywhere = { layers: '', changedHeads: '', pairs: '' };
  return (
    <div className="language-where">
      <TextParameter name="layers" placeholder={words('language.all', { count: layersOf(spec) })} />
      <TextParameter name="changedHeads" placeholder={words('language.all.heads')} />
      {turnsPairs(spec) && <TextParameter name="pairs" placeholder={words('language.all.pairs')} />}
      {!sameSpec(spec, { ...spec, ...everywhere }) && (
        <button type="button" className="tool" onClick={() => change(specStore, everywhere)}>
          {words('language.everywhere')}
        </button>
      )}
      <Counted spec={spec} />
    </div>
  );
}

/** How many heads are changed, where it is not all of them. */
function Counted({ spec }: { readonly spec: Spec }) {
  const words = useWords();
  const model = fileModel(spec);
  if (!model || (spec.layers === '' && spec.changedHeads === '')) return null;
  const count = model.layers
    .map((_, layer) => headsChanged(spec, model, layer).filter(Boolean).length)
    .reduce((sum, each) => sum + each, 0);
  return (
    <p className="soft" role="status">
      {words('language.where.heads', {
        count: plainNumber(count),
        all: plainNumber(model.heads * model.layers.length),
      })}{' '}
      {addsTable(spec, model) && words('language.where.table')}
    </p>
  );
}

function Changes({ own }: Pick<Props, 'own'>) {
  const words = useWords();
  const mean = (losses: Float32Array) =>
    losses.reduce((sum, each) => sum + each, 0) / Math.max(losses.length, 1);
  const now = own.next[0];
  const rows = [
    ['attention', own.largest],
    ...(now
      ? ([
          ['loss', mean(own.losses) - mean(own.trained.losses)],
          ['next', apart(now.id, own)],
        ] as const)
      : []),
  ] as const;
  return (
    <div className="changes">
      <h2>{words('model.changes')}</h2>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>
              <Terms text={words(`language.changes.${name}`)} />
            </dt>
            <dd data-change={name} data-value={value}>
              {value !== 0 && Math.abs(value) < 1e-3 ? scientific(value) : shortValue(value)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** How much likelier the token that is likeliest now is than it was; of one that was no candidate all of it. */
function apart(id: number, { next, trained }: OwnModelParts): number {
  const of = (all: OwnModelParts['next']) => all.find((each) => each.id === id)?.probability ?? 0;
  return of(next) - of(trained.next);
}
