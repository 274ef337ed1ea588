/** What can be done to the positions of a model from a file, by name: each a Spec. Knows no words. */
import type { ParamValues } from '../encodings/params.ts';
import { asTrained } from './model.ts';
import { openedModel } from './openedModel.ts';
import { defaultParams, fileModel, type Spec } from './spec.ts';

interface SurgeryKind {
  /** What it makes of the model as it was trained. */
  make(trained: Spec): Spec;
  /** Whether the model has what it changes. */
  applies?(trained: Spec): boolean;
}

/** Whether the positions of a Spec turn pairs of channels as RoPE does. */
export function turnsPairs({ encoding }: Spec): boolean {
  return encoding === 'rope';
}

/** Whether its positions are a table that was trained with it. */
function hasTable(trained: Spec): boolean {
  return Boolean(fileModel(trained)?.table);
}

const withParams = (trained: Spec, params: ParamValues): Spec => ({
  ...trained,
  params: { ...trained.params, ...params },
});
const scaled = (scaling: string): SurgeryKind => ({
  make: (trained) => withParams(trained, { scaling, factor: 4 }),
  applies: turnsPairs,
});

/** YaRN goes by the length that the model was trained to. */
function ofLength(): ParamValues {
  const length = openedModel()?.description.trained;
  return length ? { originalLength: length } : {};
}

function pairsOf(trained: Spec): number {
  return (Number(trained.params['rotaryDim']) || (fileModel(trained)?.headDim ?? 0)) / 2;
}

const kinds = {
  trained: { make: (trained) => trained },
  shifted: {
    make: (trained) => ({ ...trained, start: 1000 }),
    applies: (trained) => !hasTable(trained),
  },
  /** Of a table's rows; there are none to move to where a picture takes all. */
  rows: {
    make: (trained) => ({ ...trained, start: 10 }),
    applies: (trained) => hasTable(trained) && fileModel(trained)?.stem?.kind !== 'patches',
  },
  off: {
    make: (trained) => ({ ...trained, encoding: 'none', params: defaultParams('none') }),
    applies: ({ encoding }) => encoding !== 'none',
  },
  reversed: { make: (trained) => ({ ...trained, order: 'reversed' }) },
  pairing: {
    make: (trained) => {
      const pairing = trained.params['pairing'] === 'half' ? 'interleaved' : 'half';
      return withParams(trained, { pairing });
    },
    applies: turnsPairs,
  },
  linear: scaled('linear'),
  ntk: scaled('ntk'),
  yarn: {
    make: (trained) => withParams(trained, { scaling: 'yarn', factor: 4, ...ofLength() }),
    applies: turnsPairs,
  },
  fastest: {
    make: (trained) => ({ ...trained, pairs: `1-${Math.ceil(pairsOf(trained) / 2)}` }),
    applies: turnsPairs,
  },
  slowest: {
    make: (trained) => {
      const pairs = pairsOf(trained);
      return { ...trained, pairs: `${Math.ceil(pairs / 2) + 1}-${pairs}` };
    },
    applies: (trained) => turnsPairs(trained) && pairsOf(trained) > 1,
  },
  sinusoids: {
    make: (trained) => ({
      ...trained,
      encoding: 'sinusoidal',
      params: defaultParams('sinusoidal'),
    }),
    applies: hasTable,
  },
  alibi: {
    make: (trained) => ({ ...trained, encoding: 'alibi', params: defaultParams('alibi') }),
    applies: ({ encoding }) => encoding !== 'alibi',
  },
} as const satisfies Readonly<Record<string, SurgeryKind>>;

export type SurgeryName = keyof typeof kinds;
const names = Object.keys(kinds) as readonly SurgeryName[]; // the names of the table above

/** What applies to the model of a Spec, in the order in which it is offered. */
export function surgeriesOf(spec: Spec): readonly SurgeryName[] {
  const trained = asTrained(spec);
  return names.filter((name) => {
    const kind: SurgeryKind = kinds[name];
    return kind.applies?.(trained) ?? true;
  });
}

/** The Spec with that done to its model, in the layers and heads that it names; as trained, in all. */
export function withSurgery(name: SurgeryName, spec: Spec): Spec {
  const trained = asTrained(spec);
  const made = kinds[name].make(trained);
  if (name === 'trained') return made;
  const { layers, changedHeads } = spec;
  return { ...made, layers, changedHeads };
}
