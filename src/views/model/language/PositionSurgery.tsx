/** What is done to the positions of a model from a file: each a change of the Spec, one click away. */
import type { ParamValues } from '../../../encodings/params.ts';
import { scientific, shortValue } from '../../../show/words.ts';
import type { OwnModelParts } from '../../../state/frame.ts';
import { asTrained } from '../../../state/model.ts';
import { openedModel } from '../../../state/openedModel.ts';
import { defaultParams, layersOf, type Spec, sameSpec } from '../../../state/spec.ts';
import { change, put, specStore } from '../../../state/store.ts';
import { useSpecs } from '../../hooks/stores.ts';
import { useWords } from '../../hooks/useWords.ts';
import { TextParameter } from '../../parts/TextControl.tsx';
import { Terms } from '../../terms/Terms.tsx';
import { Operations } from '../Operations.tsx';

interface Operation {
  /** What it sets, of a model as it was trained. */
  make(trained: Spec): Spec;
  /** Whether the model has what it changes. */
  applies?(trained: Spec): boolean;
}

const turns = ({ encoding }: Spec) => encoding === 'rope';
const withParams = (trained: Spec, params: ParamValues): Spec => ({
  ...trained,
  params: { ...trained.params, ...params },
});
const scaled = (scaling: string): Operation => ({
  make: (trained) => withParams(trained, { scaling, factor: 4 }),
  applies: turns,
});

/** YaRN goes by the length that the model was trained to. */
function ofLength(): ParamValues {
  const length = openedModel()?.description.trained;
  return length ? { originalLength: length } : {};
}

const operations = {
  trained: { make: (trained) => trained },
  shifted: { make: (trained) => ({ ...trained, start: 1000 }) },
  off: {
    make: (trained) => ({ ...trained, encoding: 'none', params: defaultParams('none') }),
  },
  reversed: { make: (trained) => ({ ...trained, order: 'reversed' }) },
  pairing: {
    make: (trained) => {
      const pairing = trained.params['pairing'] === 'half' ? 'interleaved' : 'half';
      return withParams(trained, { pairing });
    },
    applies: turns,
  },
  linear: scaled('linear'),
  ntk: scaled('ntk'),
  yarn: {
    make: (trained) => withParams(trained, { scaling: 'yarn', factor: 4, ...ofLength() }),
    applies: turns,
  },
  alibi: {
    make: (trained) => ({ ...trained, encoding: 'alibi', params: defaultParams('alibi') }),
    applies: ({ encoding }) => encoding !== 'alibi',
  },
} as const satisfies Readonly<Record<string, Operation>>;

type Name = keyof typeof operations;
const names = Object.keys(operations) as readonly Name[]; // the names of the table above

interface Props {
  readonly own: OwnModelParts;
  readonly hide: readonly string[];
}

export function PositionSurgery({ own, hide }: Props) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const trained = asTrained(spec);
  // Where it acts is chosen apart from what is done.
  const made = (name: Name): Spec => {
    const operation: Operation = operations[name];
    const { layers, pairs } = name === 'trained' ? trained : spec;
    return { ...operation.make(trained), layers, pairs };
  };
  const offered = names.filter((name) => {
    const operation: Operation = operations[name];
    return operation.applies?.(trained) ?? true;
  });
  return (
    <>
      <Operations
        operations={offered.map((name) => ({
          name,
          label: words(`language.surgery.${name}`),
          on: sameSpec(spec, made(name)),
          take: () => put(specStore, made(name)),
        }))}
        hide={hide}
      />
      <Changes own={own} />
      <div className="language-where">
        <TextParameter
          name="layers"
          placeholder={words('language.all', { count: layersOf(spec) })}
        />
        {turns(spec) && <TextParameter name="pairs" placeholder={words('language.all.pairs')} />}
        {(spec.layers !== '' || spec.pairs !== '') && (
          <button
            type="button"
            className="tool"
            onClick={() => change(specStore, { layers: '', pairs: '' })}
          >
            {words('language.everywhere')}
          </button>
        )}
      </div>
    </>
  );
}

function Changes({ own }: Pick<Props, 'own'>) {
  const words = useWords();
  const mean = (losses: Float32Array) =>
    losses.reduce((sum, each) => sum + each, 0) / Math.max(losses.length, 1);
  const now = own.next[0];
  const rows = [
    ['attention', own.largest],
    ['loss', mean(own.losses) - mean(own.trained.losses)],
    ['next', now ? apart(now.id, own) : 0],
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
