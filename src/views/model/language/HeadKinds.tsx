/** Which heads do most of what heads are known to do, by number, each a click away from being shown. */
import { percent, plainNumber } from '../../../show/words.ts';
import type { Frame } from '../../../state/frame.ts';
import { headKinds } from '../../../state/headKinds.ts';
import { asTrained } from '../../../state/model.ts';
import { type Spec, sameSpec } from '../../../state/spec.ts';
import { change, put, specStore } from '../../../state/store.ts';
import { withSurgery } from '../../../state/surgeryKinds.ts';
import { useSpecs } from '../../hooks/stores.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Terms } from '../../terms/Terms.tsx';

export const measureNames = ['offset', ...headKinds] as const;
type MeasureName = (typeof measureNames)[number];

interface Props {
  readonly frame: Frame;
  /** Of each head, those of layer 1 first; null until it is known, or where there is no such thing. */
  readonly measures: Readonly<Record<MeasureName, Float32Array | null>>;
}

/** So many are named of each kind. */
const strongest = 4;

export function HeadKinds({ frame, measures }: Props) {
  const words = useWords();
  const heads = frame.model?.heads[0]?.length ?? 1;
  const length = frame.line.tokens.length;
  // The mean over all queries but the first, of which the second sees two keys under a causal mask.
  const causal = frame.spec.mask === 'causal';
  const evenly = Array.from(
    { length: length - 1 },
    (_, query) => 1 / (causal ? query + 2 : length),
  );
  const even = evenly.reduce((sum, each) => sum + each, 0) / evenly.length;
  if (length < 2 || !measures.previous) return null;
  return (
    <div className="kinds">
      <h3>
        <Terms text={words('language.kinds')} />{' '}
        <span className="soft">{words('language.kinds.what')}</span>
      </h3>
      <dl>
        {measureNames.map((name) => {
          const measure = measures[name];
          return (
            <div key={name} data-kind={name}>
              <dt>
                {words(`language.kind.${name}`)}{' '}
                <span className="soft">{words(`language.kind.${name}.is`)}</span>
              </dt>
              <dd>
                {measure ? (
                  <Strongest measure={measure} heads={heads} />
                ) : (
                  name === 'induction' && words('language.kind.induction.none')
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <p className="soft">{words('language.kinds.says', { even: percent(even) })}</p>
    </div>
  );
}

interface StrongestProps {
  readonly measure: Float32Array;
  /** Of each layer. */
  readonly heads: number;
}

function Strongest({ measure, heads }: StrongestProps) {
  const words = useWords();
  const untouched = useSpecs(({ spec }) => isUntouched(spec));
  const found = Array.from(measure.keys())
    .filter((at) => (measure[at] ?? 0) > 0)
    .toSorted((a, b) => (measure[b] ?? 0) - (measure[a] ?? 0))
    .slice(0, strongest)
    .map((at) => ({
      layer: Math.floor(at / heads) + 1,
      head: (at % heads) + 1,
      share: percent(measure[at] ?? 0),
    }));
  return (
    <>
      {found.map(({ layer, head, share }) => (
        <button
          key={`${layer}.${head}`}
          type="button"
          aria-label={words('language.kinds.head', {
            layer: plainNumber(layer),
            head: plainNumber(head),
            share,
          })}
          onClick={() => change(specStore, { layer, head })}
        >
          <b>
            {layer}.{head}
          </b>{' '}
          {share}
        </button>
      ))}
      <button
        type="button"
        className="tool"
        onClick={() => changeAlone(found.map(({ layer, head }) => `${layer}.${head}`).join(', '))}
      >
        {words(untouched ? 'language.kinds.off' : 'language.kinds.only')}
      </button>
    </>
  );
}

/** Whether positions are as they were trained, whichever heads are named. */
function isUntouched(spec: Spec): boolean {
  const { layers, changedHeads } = spec;
  return sameSpec(spec, { ...asTrained(spec), layers, changedHeads });
}

/** What is done is done in these heads alone; where nothing is, their positions are taken away. */
function changeAlone(changedHeads: string): void {
  const { spec } = specStore.getState();
  const there = { ...spec, layers: '', changedHeads };
  put(specStore, isUntouched(spec) ? withSurgery('off', there) : there);
}
